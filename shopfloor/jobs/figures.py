"""What a form of items comes to, told while one types: powder for each coat against what is free, and the price."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from flask import current_app

from shopfloor.catalog.charges import Charge, charges, total_of
from shopfloor.catalog.coverage import need_or_none
from shopfloor.catalog.models import Material
from shopfloor.catalog.plan import CoatPlan, ItemPlan
from shopfloor.jobs.choices import Choices
from shopfloor.kernel.money import CENT

# Of each of those materials what is on hand and not yet spoken for by open jobs (older than the job of that id).
FreeStock = Callable[[Collection[int], int | None], Mapping[int, Decimal]]


class CoatNeed(NamedTuple):
    """One coat of one item, in the powder's own unit. `short` is what all items of the form together lack of it."""

    label: str
    hex: str
    unit: str
    need: Decimal | None
    free: Decimal
    short: Decimal


@dataclass(frozen=True, slots=True)
class ItemFigures:
    plan: ItemPlan
    coats: tuple[CoatNeed, ...]

    @property
    def total(self) -> Decimal | None:
        price = self.plan.unit_price
        return None if price is None else (price * self.plan.quantity).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a whole form: its items in order, and the lines it comes to."""

    items: tuple[ItemFigures, ...]
    charges: tuple[Charge, ...]

    @property
    def total(self) -> Decimal | None:
        return total_of(self.charges)


def figures_of(
    plans: Sequence[ItemPlan], choices: Choices, *, priority: int, tier: str = "", before: int | None = None
) -> Figures:
    """The figures of those items; `before` is the job whose form it is: only older ones come first."""
    wanted = {coat.material_id for plan in plans for coat in plan.coats}
    free: FreeStock = current_app.extensions["free_stock"]
    stock = free(wanted, before) if wanted else {}
    needed: dict[int, Decimal] = {}
    for plan in plans:
        for coat in plan.coats:
            needed[coat.material_id] = needed.get(coat.material_id, Decimal(0)) + (_need(plan, coat, choices) or 0)
    items = tuple(ItemFigures(plan, tuple(_coat(plan, coat, choices, stock, needed) for coat in plan.coats)) for plan in plans)
    is_rush = choices.trade.priority(priority).rush
    return Figures(items, charges(plans, choices.rules, is_rush=is_rush, tier=tier))


def _coat(
    plan: ItemPlan, coat: CoatPlan, choices: Choices, stock: Mapping[int, Decimal], needed: Mapping[int, Decimal]
) -> CoatNeed:
    powder = choices.powders[coat.material_id]
    free = stock.get(powder.id, Decimal(0))
    short = max(needed[powder.id] - max(free, Decimal(0)), Decimal(0))
    need = _need(plan, coat, choices)
    return CoatNeed(powder.label, powder.hex, powder.unit, need and hundredths(need), hundredths(free), hundredths(short))


def _need(plan: ItemPlan, coat: CoatPlan, choices: Choices) -> Decimal | None:
    return need_of(plan.area, plan.quantity, choices.powders[coat.material_id], coat)


def need_of(area: Decimal | None, quantity: Decimal, powder: Material, coat: Any) -> Decimal | None:
    """What a coat (planned or of a job) takes of that powder, where that can be told."""
    return need_or_none(powder, area, quantity, coat.film_mils, coat.efficiency)


def hundredths(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
