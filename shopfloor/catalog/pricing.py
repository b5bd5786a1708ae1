"""What one piece costs by the shop's rules, with every share of it explained. Pure: no clock, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from shopfloor.catalog.coverage import need_or_none
from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.plan import ItemKind, ItemPlan, PricePart
from shopfloor.catalog.rules import PricingRules
from shopfloor.kernel import quantity
from shopfloor.kernel.money import CENT

BY_HAND = "Price set by hand"
FROM_CATALOG = "Catalog price"
Priced = tuple[Decimal | None, tuple[PricePart, ...]]


def price_item(plan: ItemPlan, powders: Mapping[int, Material], services: Mapping[int, Service], rules: PricingRules) -> Priced:
    """The price of one piece and the parts it is made of: they add up to the cent.

    None where the rules can't say: an item without area and minutes, and a flat one, whose price is typed.
    """
    if plan.kind is ItemKind.FLAT:
        return None, ()
    parts = tuple(part for part in _parts(plan, powders, services, rules) if part.amount)
    return (sum((part.amount for part in parts), Decimal(0)), parts) if parts else (None, ())


def by_hand(price: Decimal, ruled: Decimal | None) -> tuple[PricePart, ...]:
    """Why an item costs what someone typed."""
    why = f"By the shop's rules it would be {ruled:,.2f}" if ruled is not None else ""
    return (PricePart(BY_HAND, price, why),)


def is_by_hand(plan: ItemPlan) -> bool:
    return plan.unit_price is not None and (not plan.price_parts or plan.price_parts[0].label == BY_HAND)


def _parts(
    plan: ItemPlan, powders: Mapping[int, Material], services: Mapping[int, Service], rules: PricingRules
) -> Iterator[PricePart]:
    if plan.kind is not ItemKind.LABOR and plan.area:
        yield from _coating(plan, rules)
        yield from _powder(plan, powders, rules)
    for prep in plan.preps:
        service = services[prep.service_id]
        minutes = service.minutes if prep.minutes is None else prep.minutes
        yield _work(service.name, minutes, rules.labor_rate if service.hourly is None else service.hourly)
    if plan.minutes:
        yield _work("Labor", plan.minutes, rules.labor_rate)


def _coating(plan: ItemPlan, rules: PricingRules) -> Iterator[PricePart]:
    """The work of coating: by area and shape, and a share of that for each further coat."""
    area = plan.area or Decimal(0)
    first = _cents(area * rules.area_rate * plan.complexity)
    times = f" × {quantity.words(plan.complexity)} for its shape" if plan.complexity != 1 else ""
    yield PricePart("Coating", first, f"{quantity.words(area)} sq ft × {rules.area_rate:,.2f}{times}")
    if more := len(plan.coats) - 1 if plan.coats else 0:
        why = f"{more} more × {quantity.words(rules.extra_coat_percent)} % of {first:,.2f}"
        label = "Further coat" if more == 1 else "Further coats"
        yield PricePart(label, _cents(first * more * rules.extra_coat_percent / 100), why)


def _powder(plan: ItemPlan, powders: Mapping[int, Material], rules: PricingRules) -> Iterator[PricePart]:
    """Powder at cost, by the class of its color, and the shop's markup on it."""
    for coat in plan.coats:
        powder = powders[coat.material_id]
        if powder.cost is None:
            continue
        need = need_or_none(powder, plan.area, Decimal(1), coat.film_mils, coat.efficiency)
        if need is None:
            continue
        factor = rules.class_factor(powder.colour_class)
        cost = need * powder.cost * factor
        why = f"{_short(need)} {powder.unit} × {powder.cost.normalize():,f}"
        why += f" × {quantity.words(factor)} for {powder.colour_class}" if factor != 1 else ""
        why += f" + {quantity.words(rules.powder_markup_percent)} %" if rules.powder_markup_percent else ""
        yield PricePart(powder.label, _cents(cost * (100 + rules.powder_markup_percent) / 100), why)


def _work(label: str, minutes: Decimal, hourly: Decimal) -> PricePart:
    return PricePart(label, _cents(minutes * hourly / 60), f"{quantity.words(minutes)} min × {hourly:,.2f} an hour")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _short(need: Decimal) -> str:
    return quantity.words(need.quantize(Decimal("0.01"), ROUND_HALF_UP))


def keep_price(new: ItemPlan, old: ItemPlan | None, *, may_price: bool) -> ItemPlan:
    """The item with the price it had, unless something its price stands on changed: rates of today are for new work.

    Who may not see prices changes none that was set by hand.
    """
    if old is None or old.unit_price is None or (may_price and is_by_hand(new)):
        return new
    kept = replace(new, unit_price=old.unit_price, price_parts=old.price_parts)
    if is_by_hand(old):
        return new if may_price else kept
    return kept if _basis(new) == _basis(old) else new


def _basis(plan: ItemPlan) -> tuple[object, ...]:
    return plan.kind, plan.area, plan.complexity, plan.minutes, plan.coats, plan.preps, plan.product_id
