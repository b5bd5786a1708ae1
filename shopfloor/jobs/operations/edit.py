"""Changing a job that is there: everything of the form, while it may stand anywhere on its route."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, desc, select

from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.events import Event, heard_before, kind_of, record
from shopfloor.jobs import words
from shopfloor.jobs.events import JobEdited
from shopfloor.jobs.kinds import CHANGES
from shopfloor.jobs.models import Job, JobItem, JobWorker
from shopfloor.jobs.operations.create import needs_of
from shopfloor.jobs.operations.removal import why_item_stays
from shopfloor.jobs.plans import add_item, change_item, drop_item, plan_of, plans_of
from shopfloor.jobs.pricing import price_of
from shopfloor.jobs.queries import job as job_called
from shopfloor.jobs.standing import Standing, locked, put
from shopfloor.kernel import quantity
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.workflow.routes import Stop, route_ahead
from shopfloor.workflow.trades import TRADES


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it shall be; `id` names the one it is now, None is a new one."""

    plan: ItemPlan
    id: int | None = None


@dataclass(frozen=True, slots=True)
class JobEdit:
    """All of a job that its form changes, whole."""

    description: str
    items: Sequence[Item]
    priority: int
    due_on: date | None
    scheduled_on: date | None
    workers: Sequence[Member]
    location: str
    customer_po: str
    instructions: str


@operation
def edit_job(number: str, new: JobEdit, *, seen: int, by: Person, tap: Tap = UNKEYED) -> Job:
    """Make the job as `new` says. What it has walked stays; its route ahead follows from what its items need now.

    `seen` is the number of the edit that the person's form was made from. Raises NotFound, NotPermitted, Invalid for no
    item or another job's, and Stale with what was changed since.
    """
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Jobs are edited by supervisors and the office.")
    standing = locked(number)
    job = job_called(number)
    if heard_before(tap, by=by) is not None:
        return job
    if theirs := edits_since(job.id, seen):
        raise Stale(" ".join(f"{edit}." for edit in theirs), job)
    _check(job, new)
    said, newly = _differences(job, new), _newly_assigned(job, new)
    if not said:
        return job
    was = plans_of(job), job.priority
    _write(job, new)
    if was != (plans_of(job), job.priority):
        job.price = price_of(plans_of(job), job.priority, job.customer)
    _lead_on(standing, job)
    record(JobEdited("; ".join(said), newly), about=job, by=by, tap=tap)
    return job


def last_edit(job_id: int) -> int:
    """The number of the job's last edit, 0 for none: a form carries it, to notice that someone was quicker."""
    return run(_EDITS, {"shop": shop_in_scope(), "job": job_id, "since": 0}).scalar() or 0


def edits_since(job_id: int, seq: int) -> list[str]:
    """What was changed after that edit, newest first, as sentences."""
    rows = run(_EDITS, {"shop": shop_in_scope(), "job": job_id, "since": seq}).all()
    return [kind_of(row.kind).sentence(row.name or "The shop", "job", row.subject_label, row.payload) for row in rows]


def _check(job: Job, new: JobEdit) -> None:
    if not new.items:
        raise Invalid("A job has at least one item.", "items")
    ids = [item.id for item in new.items if item.id is not None]
    if len(set(ids)) < len(ids) or not {item.id for item in job.items}.issuperset(ids):
        raise Invalid("One of these items is not this job's any more. Reload the page.", "items")
    for gone in {item.id for item in job.items}.difference(ids):
        if sentence := why_item_stays(gone):
            raise Invalid(sentence, "items")


def _write(job: Job, new: JobEdit) -> None:
    for name in _PLAIN:
        setattr(job, name, getattr(new, name))
    there = {item.id: item for item in job.items}
    for gone in there.keys() - {item.id for item in new.items}:
        drop_item(there[gone])
    for place, item in enumerate(new.items, start=1):
        if item.id is None:
            add_item(job, place, item.plan)
        else:
            change_item(there[item.id], place, item.plan)
    _assign(job, {worker.id for worker in new.workers})
    db.session.flush()
    db.session.expire(job, ["items", "workers"])


def _assign(job: Job, wanted: set[int]) -> None:
    there = {row.member_id: row for row in db.session.scalars(select(JobWorker).where(JobWorker.job_id == job.id))}
    for gone in there.keys() - wanted:
        db.session.delete(there[gone])
    db.session.add_all(JobWorker(job_id=job.id, member_id=new) for new in wanted - there.keys())


def _newly_assigned(job: Job, new: JobEdit) -> list[int]:
    had = {worker.id for worker in job.workers}
    return sorted(worker.id for worker in new.workers if worker.id not in had)


def _lead_on(standing: Standing, job: Job) -> None:
    """The route ahead follows from the items. A tap that saw another next step must not count any more."""
    stages = standing.workflow.of(standing.kind)
    route = [Stop(*stop) for stop in standing.place.route]
    needs, coats = needs_of(plans_of(job))
    quoted = {stage.id for stage in stages if stage.needs == "quote"}
    needs |= {"quote"} if any(stop.status_id in quoted for stop in route) else set()
    place = standing.place.position
    ahead = route_ahead(route, place, stages, services=needs, coats=coats)
    if ahead == route:
        return
    same_next = ahead[place + 1 : place + 2] == route[place + 1 : place + 2]
    changed = replace(standing.place, route=[list(stop) for stop in ahead])
    put(replace(standing, place=changed, step=standing.step + (0 if same_next else 1)))
    db.session.expire(job, ["route", "step"])


def _differences(job: Job, new: JobEdit) -> list[str]:
    """What changes, in words fit for everyone who may see the job: prices are told without numbers."""
    said = [
        f"{words_} {_quoted(name, getattr(job, name))} → {_quoted(name, getattr(new, name))}"
        for name, words_ in _PLAIN.items()
        if getattr(job, name) != getattr(new, name)
    ]
    was, now = ([worker.name for worker in each.workers] for each in (job, new))
    if sorted(was) != sorted(now):
        said.append(f"assigned to {', '.join(was) or 'nobody'} → {', '.join(now) or 'nobody'}")
    return said + _item_differences(job, new)


def _item_differences(job: Job, new: JobEdit) -> list[str]:
    there = {item.id: item for item in job.items}
    kept = [item.id for item in new.items if item.id is not None]
    said = [f"item removed: {_item(there[gone])}" for gone in there if gone not in kept]
    for item in new.items:
        if item.id is None:
            said.append(f"item added: {_item(item.plan)}")
        elif changes := _plan_differences(plan_of(there[item.id]), item.plan):
            said.append(f"{there[item.id].description}: {', '.join(changes)}")
    if kept != [item.id for item in job.items if item.id in kept]:
        said.append("items in another order")
    return said


def _plan_differences(was: ItemPlan, now: ItemPlan) -> list[str]:
    said = []
    for name, words_ in _OF_ITEM.items():
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            plain = name in {"description", "quantity", "area"}
            said.append(f"{words_} {_quoted(name, old)} → {_quoted(name, new)}" if plain else f"{words_} changed")
    return said


def _item(item: JobItem | ItemPlan) -> str:
    return f"{quantity.words(item.quantity)} × {item.description}"


def _quoted(name: str, value: Any) -> str:
    if name == "priority":
        return TRADES[shop().trade].priority(value).label
    if value is None or value == "":
        return "none"
    if isinstance(value, date):
        return words.day(value)
    text = value if isinstance(value, str) else quantity.words(value)
    return f"“{text[:60]}…”" if len(text) > 60 else text


_PLAIN = {
    "description": "description",
    "priority": "priority",
    "due_on": "due",
    "scheduled_on": "scheduled",
    "location": "location",
    "customer_po": "customer PO",
    "instructions": "special instructions",
}
_OF_ITEM = {
    "description": "called",
    "quantity": "quantity",
    "area": "area",
    "coats": "coats",
    "preps": "prep",
    "kind": "kind",
    "substrate": "substrate",
    "complexity": "complexity",
    "minutes": "minutes",
    "taxable": "sales tax",
    "unit_price": "price",
}
_EVENTS, _MEMBERS = table(Event), table(Member)
_EDITS = (
    select(_EVENTS.c.seq, _EVENTS.c.kind, _EVENTS.c.subject_label, _EVENTS.c.payload, _MEMBERS.c.name)
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "job",
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.kind.in_(CHANGES),
        _EVENTS.c.seq > bindparam("since"),
    )
    .order_by(desc(_EVENTS.c.seq))
)
