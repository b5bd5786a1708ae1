"""Making a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.queries import all_services
from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.events import JobCreated
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.jobs.plans import add_item
from shopfloor.jobs.pricing import price_of
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.models import Member, Shop
from shopfloor.shops.numbering import monthly_number
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.workflow.queries import workflow
from shopfloor.workflow.routes import route_for
from shopfloor.workflow.trades import NORMAL, TRADES


@dataclass(frozen=True, slots=True)
class NewJob:
    """All that a job starts from. `quote_first` puts Quoted and Approved on its route.

    `price` is one agreed elsewhere (on a quote); None for what the items come to.
    """

    kind: str
    description: str
    items: Sequence[ItemPlan]
    customer: Customer | None = None
    priority: int = NORMAL
    due_on: date | None = None
    scheduled_on: date | None = None
    workers: Sequence[Member] = ()
    location: str = ""
    customer_po: str = ""
    instructions: str = ""
    quote_first: bool = True
    price: Decimal | None = None


@operation
def create_job(new: NewJob, *, by: Person, tap: Tap = UNKEYED) -> Job:
    """Make a job with its number and its route, at its first status.

    Raises NotPermitted; Invalid for no item, for a customer who was archived, or for a kind that needs one and has none.
    """
    if not by.may(Permission.JOBS_CREATE):
        raise NotPermitted("New jobs are made by supervisors and the office.")
    if made := heard_before(tap, by=by):
        return db.session.get_one(Job, made)
    _check(new, at := shop())
    job = _row(new, at, tap)
    db.session.add(job)
    db.session.flush()
    for place, item in enumerate(new.items, start=1):
        add_item(job, place, item)
    db.session.add_all(JobWorker(job_id=job.id, member_id=worker.id) for worker in new.workers)
    db.session.flush()  # reactions read what is there
    record(JobCreated(new.customer.name if new.customer else "stock", new.description), about=job, by=by, tap=tap)
    return job


def _check(new: NewJob, at: Shop) -> None:
    seed = TRADES[at.trade].kind(new.kind)
    if not new.items:
        raise Invalid("A job has at least one item.", "items")
    if seed.has_customer and new.customer is None:
        raise Invalid("Whom is it for? Choose a customer.", "customer")
    if new.customer and new.customer.archived_at:
        raise Invalid(f"{new.customer.name} was archived meanwhile. Choose another customer.", "customer")


def _row(new: NewJob, at: Shop, tap: Tap) -> Job:
    seed = TRADES[at.trade].kind(new.kind)
    now = tap.moment
    needs, coats = needs_of(new.items)
    stages = workflow(at.workflow_version).of(new.kind)
    route = route_for(stages, services=needs | ({"quote"} if new.quote_first else set()), coats=coats)
    return Job(
        number=monthly_number(seed.number_prefix, now, at.timezone),
        kind=new.kind,
        customer_id=new.customer.id if new.customer else None,
        description=new.description,
        status_id=route[0].status_id,
        route=[list(stop) for stop in route],
        position=0,
        step=0,
        status_since=now,
        lane_since=now,
        priority=new.priority,
        due_on=new.due_on,
        scheduled_on=new.scheduled_on,
        location=new.location,
        customer_po=new.customer_po,
        instructions=new.instructions,
        price=price_of(new.items, new.priority, new.customer) if new.price is None else new.price,
        created_at=now,
    )


def needs_of(items: Sequence[ItemPlan]) -> tuple[set[str], int]:
    """What a route has to know of items: the codes of the services they need, and the most coats one of them has."""
    codes = {service.id: service.code for service in all_services()}
    needed = {codes[prep.service_id] for item in items for prep in item.preps}
    return needed, max((len(item.coats) for item in items), default=0)
