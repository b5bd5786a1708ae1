"""What an edit changes, in words fit for everyone who may see the job: prices are told without numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopfloor.catalog.plan import ItemPlan
from shopfloor.jobs import words
from shopfloor.jobs.models import Job, JobItem
from shopfloor.jobs.plans import plan_of
from shopfloor.kernel import quantity
from shopfloor.shops.models import Member
from shopfloor.shops.queries import shop
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


def differences(job: Job, new: JobEdit) -> list[str]:
    """What changes, in words fit for everyone who may see the job: prices are told without numbers."""
    said = [
        f"{words_} {_quoted(name, getattr(job, name))} → {_quoted(name, getattr(new, name))}"
        for name, words_ in PLAIN.items()
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


PLAIN = {
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
