"""From the job form to a new job: choices looked up, the customer found or made."""

from datetime import date
from typing import Any

from wtforms import Form

from shopfloor.catalog.queries import powders, services
from shopfloor.company.sections import DueDays, WorkingHours, due_after
from shopfloor.customers.forms import customer_from
from shopfloor.db import db, operation
from shopfloor.events import heard_before
from shopfloor.jobs.forms import JobForm
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import Tap
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import members, shop
from shopfloor.shops.settings import settings
from shopfloor.workflow.trades import NORMAL, Trade
from shopfloor.workflow.trades.profile import KindSeed


def job_form(trade: Trade, formdata: Any = None) -> JobForm:
    """The form with this shop's choices in it."""
    form = JobForm(formdata, kind=trade.kinds[0].code)
    form.offer(trade, members(), services(), powders())
    return form


@operation
def create_from(form: JobForm, trade: Trade, *, by: Person, tap: Tap) -> Job:
    """Make the job a valid form describes; a new customer comes in the same transaction. Raises Invalid, NotPermitted."""
    if made := heard_before(tap, by=by):
        return db.session.get_one(Job, made)  # before anything else: a new customer comes once, too
    with_customer = trade.kind(form.kind.data).has_customer
    new = NewJob(
        kind=form.kind.data,
        description=form.description.data,
        items=_items(form, with_price=by.may(Permission.PRICES_SEE)),
        customer=customer_from(form, by=by) if with_customer else None,
        priority=form.priority.data,
        due_on=form.due_on.data or usual_due(trade.kind(form.kind.data), form.priority.data),
        scheduled_on=form.scheduled_on.data,
        workers=[member for member in members() if member.id in form.workers.data],
        location=form.location.data,
        customer_po=form.customer_po.data,
        instructions=form.instructions.data,
        quote_first=not form.approved.data,
    )
    return create_job(new, by=by, tap=tap)


def usual_due(kind: KindSeed, rank: int) -> date:
    """When a job made today is due when nobody says: so many of the shop's working days, by its priority."""
    own = kind.usual_days if rank == NORMAL else None
    return due_after(clock.today(shop().timezone), own or settings(DueDays).of(rank), settings(WorkingHours))


def _items(form: JobForm, *, with_price: bool) -> list[Any]:
    offered = {service.id: service for service in services()}, {powder.id: powder for powder in powders()}
    return [entry.form.item(*offered, with_price=with_price) for entry in form.items]


def field_of(form: Form, error: Invalid) -> Any:
    """The form's field an operation's refusal belongs beside; the first one when it names none."""
    return form[error.field] if error.field in form else next(iter(form))
