"""Sending a quote: from here on its version stays as it is, and a link opens it to whoever has it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock, money
from shopfloor.kernel.errors import Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.mail.operations import Attachment, Button, NewLetter, queue_letter
from shopfloor.quotes import queries
from shopfloor.quotes.events import QuoteSent
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.quotes.operations.steps import become, lead_job, must_manage, quoted, today
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop

TOKEN_BYTES = 24  # 192 bits: nobody guesses it


@dataclass(frozen=True, slots=True)
class ByMail:
    """To whom the quote is mailed, and the paper that goes with it."""

    to: str
    pdf: bytes


@operation
def send_quote(
    number: str, *, by: Person, mail: ByMail | None = None, seen: int | None = None, tap: Tap = UNKEYED
) -> QuoteVersion:
    """Hand the quote over, by mail or by its link alone. It is valid from today on; sent again, it stays as it was.

    Raises NotPermitted, Stale when it was saved since `seen`, and Invalid for one neither a draft nor with the customer.
    """
    must_manage(by)
    quote = queries.quote(number, lock=True)
    version = queries.version_of(quote)
    if heard_before(tap, by=by) is not None:
        return version
    if seen is not None and seen != quote.edits:
        raise Stale("Someone saved this quote meanwhile. Look at it again before it is sent.")
    if queries.state_of(quote, today()) is not QuoteState.SENT:
        become(quote, QuoteState.SENT)
        quote.valid_until = today() + timedelta(days=queries.body_of(version).valid_days)
        _open_to_customer(version)
        _job_waits(quote, by)
    if mail:
        version.sent_to = mail.to
        queue_letter(_letter(quote, version, mail, tap), by=by)
    record(QuoteSent(quote.version, f" to {mail.to}" if mail else ""), about=quote, by=by, tap=tap)
    return version


def _open_to_customer(version: QuoteVersion) -> None:
    version.token = secrets.token_urlsafe(TOKEN_BYTES)
    version.token_hash = queries.hash_of(version.token)
    version.sent_at = clock.now()


def _job_waits(quote: Quote, by: Person) -> None:
    if quote.job_id:
        job = db.session.get_one(Job, quote.job_id)
        lead_job(job, quoted(job.kind), f"{quote.number} was sent", by=by)


def _letter(quote: Quote, version: QuoteVersion, mail: ByMail, tap: Tap) -> NewLetter:
    customer = quote.customer
    total, until = money.words(quote.total, shop().currency), quote.valid_until
    assert until is not None
    text = (
        f"Hello {customer.name},\n\nhere is our quote for {quote.description}: {total}. "
        f"It is valid until {until.day} {until:%B %Y}.\n\nYou can look at it and answer it online; it is attached as well."
    )
    return NewLetter(
        to=mail.to,
        to_name=customer.name,
        subject=f"Quote {quote.number}",
        text=text,
        about=quote,
        customer_id=customer.id,
        key=f"quote-{quote.id}-v{version.version}-{tap.key or ''}",
        attachments=(Attachment(f"{quote.number}.pdf", "application/pdf", mail.pdf),),
        button=Button("See the quote", f"/your-quote/{version.token}"),
    )
