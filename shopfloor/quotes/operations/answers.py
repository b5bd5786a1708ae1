"""The customer's answer: on their own page, or by word to the office. The first one counts."""

from shopfloor.db import db, operation
from shopfloor.events import Actor, heard_before, record
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import clean, one_line
from shopfloor.quotes import queries
from shopfloor.quotes.agreed import agree
from shopfloor.quotes.events import QuoteApproved, QuoteConverted, QuoteDeclined
from shopfloor.quotes.models import Quote, QuoteConversion
from shopfloor.quotes.operations.steps import approved, become, lead_job, must_manage, today
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.person import Person

LONGEST_NAME, LONGEST_REMARK = 120, 500
ANSWERED = {QuoteState.APPROVED, QuoteState.DECLINED, QuoteState.CONVERTED}


@operation
def answer_quote(opened: queries.Opened, approve: bool, name: str, remark: str = "") -> Quote:
    """What a customer says on their page. An answer that is there already stays as it is: the page shows it.

    Raises Invalid without a name, for a version that is not the newest any more, and after the last valid day.
    """
    quote = queries.quote_by_id(opened.quote_id, lock=True)
    state = queries.state_of(quote, today())
    if opened.version != quote.version or state is QuoteState.DRAFT:
        raise Invalid("There is a newer version of this quote. Ask the shop for its link.")
    if state in ANSWERED:
        return quote
    if state is QuoteState.EXPIRED:
        raise Invalid("This quote's time is over. Ask the shop to offer it again.")
    who, said = _typed(name, remark, "Type your name: it stands for your signature.")
    _approve(quote, who, said, by=None) if approve else _decline(quote, who, said, by=None)
    return quote


@operation
def approve_by_word(number: str, name: str, note: str, *, by: Person, tap: Tap = UNKEYED) -> Quote:
    """Someone said yes on the phone or at the counter. Raises Invalid without the note that says how."""
    must_manage(by)
    quote = queries.quote(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return quote
    if not one_line(note):
        raise Invalid("Say in a few words how it was approved.", "note")
    who, said = _typed(name, note, "Who approved it?")
    _approve(quote, who, said, by=by, tap=tap)
    return quote


@operation
def decline_quote(number: str, reason: str, *, by: Person, tap: Tap = UNKEYED) -> Quote:
    """The office hears that it will not be. Raises Invalid without a reason."""
    must_manage(by)
    quote = queries.quote(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return quote
    if not one_line(reason):
        raise Invalid("Say in a few words why.", "reason")
    who, said = _typed(by.name, reason, "")
    _decline(quote, who, said, by=by, tap=tap)
    return quote


def _approve(quote: Quote, who: str, remark: str, *, by: Actor | None, tap: Tap = UNKEYED) -> None:
    _decided(quote, QuoteState.APPROVED, who, remark)
    record(QuoteApproved(who, quote.version, f": {remark}" if remark else ""), about=quote, by=by, tap=tap)
    if quote.job_id:
        _accept_for(db.session.get_one(Job, quote.job_id), quote, by)


def _accept_for(job: Job, quote: Quote, by: Actor | None) -> None:
    """A quote made for a job that is here already becomes that job's price, unless another one has or it changed hands."""
    if not job.active or job.customer_id != quote.customer_id or queries.quote_behind(job.id):
        return
    lead_job(job, approved(job.kind), f"{quote.number} was approved", by=by)
    become(quote, QuoteState.CONVERTED)
    agree(job, queries.body_of(queries.version_of(quote)))
    db.session.add(QuoteConversion(quote_id=quote.id, job_id=job.id))
    record(QuoteConverted(job.number), about=quote, by=by)


def _decline(quote: Quote, who: str, remark: str, *, by: Actor | None, tap: Tap = UNKEYED) -> None:
    _decided(quote, QuoteState.DECLINED, who, remark)
    record(QuoteDeclined(who, f": {remark}" if remark else ""), about=quote, by=by, tap=tap)


def _decided(quote: Quote, state: QuoteState, who: str, remark: str) -> None:
    become(quote, state)
    quote.decided_by, quote.remark, quote.decided_at = who, remark, clock.now()


def _typed(name: str, remark: str, missing: str) -> tuple[str, str]:
    who, said = one_line(name), clean(remark)
    if not who:
        raise Invalid(missing, "name")
    if len(who) > LONGEST_NAME:
        raise Invalid(f"A name has at most {LONGEST_NAME} characters here.", "name")
    if len(said) > LONGEST_REMARK:
        raise Invalid(f"At most {LONGEST_REMARK} characters; this has {len(said):,}.", "note")
    return who, said
