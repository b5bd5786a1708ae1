"""From the job form to a job: choices looked up, the customer found or made, items as plans and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.pricing import keep_price
from shopfloor.company.sections import DueDays, WorkingHours, due_after
from shopfloor.customers.forms import customer_from
from shopfloor.db import db, operation
from shopfloor.events import heard_before
from shopfloor.jobs.choices import choices_of
from shopfloor.jobs.forms import JobForm
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import Item, JobEdit, NewJob, create_job, edit_job
from shopfloor.jobs.plans import plan_of, plans_of
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import Tap
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import members, shop
from shopfloor.shops.settings import settings
from shopfloor.workflow.trades import NORMAL, Trade
from shopfloor.workflow.trades.profile import KindSeed

Plans = Mapping[str, ItemPlan]


def job_form(trade: Trade, formdata: Any = None, kept: Iterable[ItemPlan] = ()) -> JobForm:
    """The form with this shop's choices in it; `kept` are items that are there already, whatever became of their powders."""
    form = JobForm(formdata, kind=trade.kinds[0].code)
    form.offer(trade, members(), choices_of(trade, kept))
    if formdata is None:
        form["items"][0].form.kind.data = form.choices.kinds[0][0].value
    return form


def show_items(form: Any, plans: Sequence[ItemPlan], ids: Sequence[object] = ()) -> None:
    """Fill the form's items with those plans; `ids` tell which ones they were."""
    while len(form["items"]) < len(plans):
        form["items"].append_entry().form.offer(form.choices)
    for place, plan in enumerate(plans):
        entry = form["items"][place].form
        entry.show(plan)
        entry.item_id.data = str(ids[place]) if ids else ""


def add_plan(form: Any, plan: ItemPlan) -> None:
    """One more item in the form, in the place of a last one that nothing was typed into; a full form stays as it is."""
    entry = form["items"][-1].form
    if entry.description.data and len(form["items"]) >= form["items"].max_entries:
        return
    if entry.description.data:
        entry = form["items"].append_entry().form
        entry.offer(form.choices)
    entry.show(plan)


def show_job(form: JobForm, job: Job, *, seen: int = 0, again: bool = False) -> None:
    """Fill the form with the job as it is; `again` is for another one like it, without dates, people and places."""
    lasting = ("description", "priority", "instructions")
    for name in lasting if again else (*lasting, "due_on", "scheduled_on", "location", "customer_po"):
        form[name].data = getattr(job, name)
    if again:
        form.kind.data = job.kind
        if job.customer:
            form.choose(job.customer)
        return show_items(form, plans_of(job))
    form.workers.data = [worker.id for worker in job.workers]
    form.seen.data = str(seen)
    return show_items(form, plans_of(job), [item.id for item in job.items])


def plans_by_id(job: Job) -> dict[str, ItemPlan]:
    """The job's items as the form names them."""
    return {str(item.id): plan_of(item) for item in job.items}


def reshaped(typed: MultiDict[str, str], do: str) -> MultiDict[str, str]:
    """What was typed, with one item more or one less. Nothing else of it is touched."""
    entries = sorted({name.split("-")[1] for name in typed if name.startswith("items-")}, key=lambda n: (len(n), n))
    fresh = MultiDict(typed)
    if do == "add_item":
        last = int(entries[-1]) if entries and entries[-1].isdecimal() else -1
        fresh[f"items-{last + 1}-quantity"] = "1"
    elif do.startswith("drop_item-") and len(entries) > 1:
        gone = f"items-{do.removeprefix('drop_item-')}-"
        fresh = MultiDict((k, v) for k, v in typed.items(multi=True) if not k.startswith(gone))
    return fresh


def planned(form: Any, by: Person, olds: Plans = {}) -> list[ItemPlan]:  # noqa: B006 – only read
    """The form's items, each with its price; those that were there (`olds`, by their id) keep theirs."""
    may_price = by.may(Permission.PRICES_SEE)
    entries = [entry.form for entry in form["items"]]
    plans = [entry.plan(may_price=may_price) for entry in entries]
    before = [olds.get(entry.item_id.data or "") for entry in entries]
    return [keep_price(plan, old, may_price=may_price) for plan, old in zip(plans, before, strict=True)]


@operation
def create_from(form: JobForm, trade: Trade, *, by: Person, tap: Tap, olds: Plans = {}) -> Job:  # noqa: B006
    """Make the job a valid form describes; a new customer comes in the same transaction. Raises Invalid, NotPermitted."""
    if made := heard_before(tap, by=by):
        return db.session.get_one(Job, made)  # before anything else: a new customer comes once, too
    with_customer = trade.kind(form.kind.data).has_customer
    new = NewJob(
        kind=form.kind.data,
        items=planned(form, by, olds),
        customer=customer_from(form, by=by) if with_customer else None,
        due_on=form.due_on.data or usual_due(trade.kind(form.kind.data), form.priority.data),
        quote_first=not form.approved.data,
        **_plain(form),
    )
    return create_job(new, by=by, tap=tap)


def usual_due(kind: KindSeed, rank: int) -> date:
    """When a job made today is due when nobody says: so many of the shop's working days, by its priority."""
    own = kind.usual_days if rank == NORMAL else None
    return due_after(clock.today(shop().timezone), own or settings(DueDays).of(rank), settings(WorkingHours))


@operation
def edit_from(form: JobForm, job: Job, *, by: Person, tap: Tap) -> Job:
    """Change the job as a valid form says. Raises what `edit_job` does."""
    olds = plans_by_id(job)
    ids = [entry.form.item_id.data or "" for entry in form["items"]]
    plans = planned(form, by, olds)
    if any(given and given not in olds for given in ids):
        raise Invalid("One of these items was removed from the job meanwhile. Reload the page to see it as it is.", "items")
    items = [Item(plan, int(given) if given else None) for plan, given in zip(plans, ids, strict=True)]
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data) < 10 else 0
    return edit_job(job.number, JobEdit(items=items, due_on=form.due_on.data, **_plain(form)), seen=seen, by=by, tap=tap)


def _plain(form: JobForm) -> dict[str, Any]:
    names = ("description", "priority", "scheduled_on", "location", "customer_po", "instructions")
    workers = [member for member in members() if member.id in (form.workers.data or [])]
    return {"workers": workers, **{name: form[name].data for name in names}}


def field_of(form: Form, error: Invalid) -> Any:
    """The form's field an operation's refusal belongs beside; the first one when it names none."""
    return form[error.field] if error.field in form else next(iter(form))
