"""Writing a quote, and changing it: what was sent once stays as it was, beside the next version."""

from dataclasses import dataclass

from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import heard_before, record
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.quotes import queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.events import QuoteChanged, QuoteWritten
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.quotes.operations.steps import become, must_manage
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.numbering import monthly_number
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop


@dataclass(frozen=True, slots=True)
class NewQuote:
    """What is offered to whom; `job` is the one it is made for, if that is here already."""

    customer: Customer
    kind: str
    description: str
    body: QuoteBody
    job: Job | None = None


@operation
def write_quote(new: NewQuote, *, by: Person, tap: Tap = UNKEYED) -> Quote:
    """A new quote, as a draft. Raises NotPermitted, and Invalid for what can't be offered."""
    must_manage(by)
    if made := heard_before(tap, by=by):
        return db.session.get_one(Quote, made)
    _check(new)
    quote = Quote(
        number=monthly_number("QTE", tap.moment, shop().timezone),
        customer_id=new.customer.id,
        job_id=new.job.id if new.job else None,
        kind=new.kind,
        description=new.description,
        status=QuoteState.DRAFT,
        total=new.body.totals.total,
        created_at=tap.moment,
    )
    db.session.add(quote)
    db.session.flush()
    db.session.add(QuoteVersion(quote_id=quote.id, version=1, body=to_document(new.body)))
    record(QuoteWritten(new.customer.name), about=quote, by=by, tap=tap)
    return quote


@operation
def change_quote(number: str, new: NewQuote, *, seen: int, by: Person, tap: Tap = UNKEYED) -> Quote:
    """Save a quote; one that was sent becomes a draft again, with the next version.

    Raises Stale when someone saved it since `seen`, Invalid for one that is approved or a job already.
    """
    must_manage(by)
    quote = queries.quote(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return quote
    if quote.edits != seen:
        raise Stale("Someone saved this quote meanwhile. What you typed is still here: look at theirs, then save again.")
    _check(new)
    if quote.status != QuoteState.DRAFT:
        become(quote, QuoteState.DRAFT)
    _put(quote, new.body)
    quote.customer_id, quote.kind, quote.description = new.customer.id, new.kind, new.description
    quote.total, quote.edits, quote.valid_until = new.body.totals.total, quote.edits + 1, None
    quote.decided_by, quote.remark, quote.decided_at = "", "", None
    record(QuoteChanged(quote.version), about=quote, by=by, tap=tap)
    return quote


def _put(quote: Quote, body: QuoteBody) -> None:
    """Into the newest version, or into the next one when that has left the house."""
    newest = queries.version_of(quote)
    if newest.sent_at is None:
        newest.body = to_document(body)
        return
    quote.version += 1
    db.session.add(QuoteVersion(quote_id=quote.id, version=quote.version, body=to_document(body)))


def _check(new: NewQuote) -> None:
    if new.customer.archived_at:
        raise Invalid(f"{new.customer.name} was archived meanwhile. Choose another customer.", "customer")
    if not new.body.items:
        raise Invalid("A quote has at least one item.", "items")
    if not new.body.lines:
        raise Invalid("Nothing has a price yet. Enter what one piece costs.", "items")
    if new.body.totals.total < 0:
        raise Invalid("The discount is more than everything costs.", "discount")
