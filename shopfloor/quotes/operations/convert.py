"""From an approved quote to a job: once, at the prices that were agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.events import record
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.quotes import queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.events import QuoteConverted
from shopfloor.quotes.models import Quote, QuoteConversion
from shopfloor.quotes.operations.steps import approved, become, lead_job, must_manage
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.models import Member
from shopfloor.shops.person import Person


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a quote does not know of its job."""

    priority: int
    due_on: date | None = None
    scheduled_on: date | None = None
    workers: Sequence[Member] = ()
    instructions: str = ""


@operation
def convert_quote(number: str, chosen: Conversion, *, by: Person, tap: Tap = UNKEYED) -> Job:
    """Make the job, or find the one that was made before. Raises NotPermitted, and Invalid for a quote not approved."""
    must_manage(by)
    quote = queries.quote(number, lock=True)
    if quote.status == QuoteState.CONVERTED and (made := queries.job_made_of(quote)):
        return made
    become(quote, QuoteState.CONVERTED)
    body = queries.body_of(queries.version_of(quote))
    job = create_job(_new_job(quote, body, chosen), by=by)
    db.session.add(QuoteConversion(quote_id=quote.id, job_id=job.id))
    db.session.flush()
    record(QuoteConverted(job.number), about=quote, by=by, tap=tap)
    lead_job(job, approved(job.kind), f"{quote.number} was approved", by=by)
    return job


def _new_job(quote: Quote, body: QuoteBody, chosen: Conversion) -> NewJob:
    return NewJob(
        kind=quote.kind,
        description=quote.description,
        items=body.items,
        customer=db.session.get_one(Customer, quote.customer_id),
        priority=chosen.priority,
        due_on=chosen.due_on,
        scheduled_on=chosen.scheduled_on,
        workers=chosen.workers,
        customer_po=body.customer_po,
        instructions=chosen.instructions,
        price=body.price,
    )
