"""A job's items as plans, and plans as a job's items: one shape there and back."""

from collections.abc import Iterator
from typing import Any

from shopfloor.catalog.plan import CoatPlan, ItemKind, ItemPlan, Measure, PrepPlan, PricePart
from shopfloor.db import db
from shopfloor.db.documents import from_document, to_document
from shopfloor.jobs.models import Coat, Job, JobItem, JobItemService


def plan_of(item: JobItem) -> ItemPlan:
    """The plan that this item is."""
    measured = item.measures or {}
    return ItemPlan(
        description=item.description,
        kind=ItemKind(item.kind),
        quantity=item.quantity,
        area=item.area,
        shape=measured.get("shape", ""),
        measures=from_document(tuple[Measure, ...], measured.get("measures", [])),
        substrate=item.substrate,
        complexity=item.complexity,
        minutes=item.minutes,
        coats=tuple(CoatPlan(coat.material_id, coat.film_mils, coat.efficiency) for coat in item.coats),
        preps=tuple(PrepPlan(prep.service_id, prep.minutes) for prep in item.preps),
        product_id=item.product_id,
        taxable=item.taxable,
        unit_price=item.unit_price,
        price_parts=from_document(tuple[PricePart, ...], item.price_parts or []),
    )


def plans_of(job: Job) -> list[ItemPlan]:
    """The plans of all its items, in their order."""
    return [plan_of(item) for item in job.items]


def add_item(job: Job, place: int, plan: ItemPlan) -> None:
    """The plan becomes an item of the job."""
    item = JobItem(job_id=job.id, place=place, **_columns(plan))
    db.session.add(item)
    db.session.flush()
    db.session.add_all(_parts(item.id, plan))


def change_item(item: JobItem, place: int, plan: ItemPlan) -> None:
    """The item becomes what the plan says. Its row stays: other things point at it."""
    same_parts = plan_of(item)
    for name, value in {"place": place, **_columns(plan)}.items():
        setattr(item, name, value)
    if (same_parts.coats, same_parts.preps) != (plan.coats, plan.preps):
        _drop_parts(item)
        db.session.add_all(_parts(item.id, plan))


def drop_item(item: JobItem) -> None:
    _drop_parts(item)
    db.session.delete(item)


def _columns(plan: ItemPlan) -> dict[str, Any]:
    measured = {"shape": plan.shape, "measures": to_document(plan.measures)} if plan.shape else None
    return {
        "description": plan.description,
        "quantity": plan.quantity,
        "area": plan.area,
        "kind": plan.kind.value,
        "substrate": plan.substrate,
        "complexity": plan.complexity,
        "minutes": plan.minutes,
        "measures": measured,
        "product_id": plan.product_id,
        "taxable": plan.taxable,
        "unit_price": plan.unit_price,
        "price_parts": to_document(plan.price_parts) or None,
    }


def _parts(item_id: int, plan: ItemPlan) -> Iterator[Coat | JobItemService]:
    for place, coat in enumerate(plan.coats, start=1):
        yield Coat(
            job_item_id=item_id,
            place=place,
            material_id=coat.material_id,
            film_mils=coat.film_mils,
            efficiency=coat.efficiency,
        )
    for prep in plan.preps:
        yield JobItemService(job_item_id=item_id, service_id=prep.service_id, minutes=prep.minutes)


def _drop_parts(item: JobItem) -> None:
    for part in (*item.coats, *item.preps):
        db.session.delete(part)
    db.session.flush()
    db.session.expire(item, ["coats", "preps"])
