"""Items between the form of jobs, plans and jobs: the one place where quotes touch how the form of an item is made."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.plan import CoatPlan, ItemPlan, PrepPlan
from shopfloor.db import db
from shopfloor.jobs.forms import ItemForm
from shopfloor.jobs.models import JobItem
from shopfloor.jobs.operations import NewItem


def typed_plan(form: ItemForm) -> ItemPlan:
    """The item as it was entered; call it on a valid form."""
    return ItemPlan(
        form.description.data,
        quantity=form.quantity.number or Decimal(1),
        area=form.area.number,
        coats=tuple(CoatPlan(coat.data) for coat in form.coats if coat.data),
        preps=tuple(PrepPlan(service) for service in form.services.data or ()),
        unit_price=form.unit_price.number,
    )


def shown(plan: ItemPlan) -> dict[str, Any]:
    """What fills the form of an item with that plan."""
    return {
        "description": plan.description,
        "quantity": _plain(plan.quantity),
        "area": _plain(plan.area),
        "unit_price": _plain(plan.unit_price),
        "services": [prep.service_id for prep in plan.preps],
        "coats": [coat.material_id for coat in plan.coats],
    }


def plan_of(item: JobItem) -> ItemPlan:
    """The plan of an item that is work already."""
    return ItemPlan(
        item.description,
        quantity=item.quantity,
        area=item.area,
        coats=tuple(CoatPlan(coat.material_id, coat.film_mils, coat.efficiency) for coat in item.coats),
        preps=tuple(PrepPlan(service.id) for service in item.services),
        taxable=item.taxable,
        unit_price=item.unit_price,
    )


def new_items(plans: Sequence[ItemPlan]) -> list[NewItem]:
    """The items of a job to be made, at the prices of the plans."""
    powders = _by_id(Material, {coat.material_id for plan in plans for coat in plan.coats})
    services = _by_id(Service, {prep.service_id for plan in plans for prep in plan.preps})
    return [
        NewItem(
            plan.description,
            plan.quantity,
            area=plan.area,
            unit_price=plan.unit_price,
            services=[services[prep.service_id] for prep in plan.preps],
            coats=[powders[coat.material_id] for coat in plan.coats],
        )
        for plan in plans
    ]


def _by_id(model: Any, ids: set[int]) -> dict[int, Any]:
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids)))} if ids else {}


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
