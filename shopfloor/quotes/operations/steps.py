"""What every verb of quotes needs: the quote held fast, its state today, and the statuses of jobs that follow it."""

from datetime import date

from shopfloor.events import Actor
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import follow
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.quotes.models import Quote
from shopfloor.quotes.queries import state_of
from shopfloor.quotes.states import QuoteState, may_become
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand, workflow

_SAID = {
    QuoteState.DRAFT: "a draft",
    QuoteState.SENT: "with the customer",
    QuoteState.APPROVED: "approved",
    QuoteState.DECLINED: "declined",
    QuoteState.EXPIRED: "expired",
    QuoteState.CONVERTED: "a job already",
}


def must_manage(by: Person) -> None:
    if not by.may(Permission.QUOTES_MANAGE):
        raise NotPermitted("Quotes are written by the office.")


def today() -> date:
    """The date on the shop's wall."""
    return clock.today(shop().timezone)


def become(quote: Quote, now: QuoteState) -> None:
    """Write the quote's next state. Raises Invalid for one that can't come next."""
    was = state_of(quote, today())
    if not may_become(was, now):
        hint = " Save it anew to offer it again." if was in {QuoteState.EXPIRED, QuoteState.DECLINED} else ""
        raise Invalid(f"{quote.number} is {_SAID[was]}.{hint}")
    quote.status = now


def quoted(kind: str) -> Stand | None:
    """The status in which a job waits for its customer's answer."""
    return next((stand for stand in _of_quotes(kind) if stand.kind is StatusKind.WAITING), None)


def approved(kind: str) -> Stand | None:
    """The status of a job that may start because its quote was approved."""
    return next(reversed(_of_quotes(kind)), None)


def _of_quotes(kind: str) -> list[Stand]:
    return [stand for stand in workflow(shop().workflow_version).of(kind) if stand.needs == "quote"]


def lead_job(job: Job, stand: Stand | None, why: str, *, by: Actor | None) -> None:
    """Have the job's status follow its quote's; a trade without such a status goes on as it is."""
    if stand:
        follow(job.number, stand.id, why, by=by)
