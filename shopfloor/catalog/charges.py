"""What a list of planned items comes to, line by line: the lines of a quote and of an invoice before tax. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from shopfloor.catalog.plan import ItemKind, ItemPlan
from shopfloor.catalog.rules import PricingRules
from shopfloor.kernel import quantity
from shopfloor.kernel.money import CENT

LONGEST_WHY = 300


class ChargeKind(StrEnum):
    ITEM = "item"
    COLOUR_CHANGE = "colour_change"
    TIER = "tier"  # what this customer pays less; its price is negative
    MINIMUM = "minimum"  # what is missing to the shop's least order
    RUSH = "rush"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Charge:
    """One line. Its total is half-up(quantity × unit price), to the cent; `why` explains it."""

    label: str
    quantity: Decimal
    unit_price: Decimal
    kind: ChargeKind = ChargeKind.ITEM
    taxable: bool = True
    why: str = ""

    @property
    def total(self) -> Decimal:
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


def charges(items: Sequence[ItemPlan], rules: PricingRules, *, is_rush: bool = False, tier: str = "") -> tuple[Charge, ...]:
    """A line for each priced item, in their order; then what the shop's rules add. Nothing priced: no lines at all.

    Rules count what stands before them: changes of colour, the customer's tier, the minimum, and rush on all of that.
    """
    lines = [
        Charge(item.description, item.quantity, item.unit_price, taxable=item.taxable)
        for item in items
        if item.unit_price is not None
    ]
    if not lines:
        return ()
    lines += _colour_changes(items, rules, lines)
    if less := rules.tier(tier):
        lines += _shares(lines, -less.percent_off, f"{less.name} price", ChargeKind.TIER)
    lines += _minimum(rules, lines)
    if is_rush:
        lines += _shares(lines, rules.rush_percent, "Rush surcharge", ChargeKind.RUSH)
    return tuple(lines)


def total_of(lines: Iterable[Charge]) -> Decimal | None:
    """Their sum, or None for no lines: nothing was priced."""
    totals = [line.total for line in lines]
    return sum(totals, Decimal(0)) if totals else None


def _colour_changes(items: Sequence[ItemPlan], rules: PricingRules, lines: list[Charge]) -> Iterator[Charge]:
    """One for each powder after the first. A price set by hand is a whole price: its powders don't count."""
    powders = {coat.material_id for item in items if item.kind in _BY_RULES for coat in item.coats}
    changes = len(powders) - 1
    if changes > 0 and rules.colour_change:
        why = f"{len(powders)} powders: the booth is cleaned between them"
        yield Charge("Color change", Decimal(changes), rules.colour_change, ChargeKind.COLOUR_CHANGE, _any_taxable(lines), why)


def _minimum(rules: PricingRules, lines: list[Charge]) -> Iterator[Charge]:
    so_far = total_of(lines) or Decimal(0)
    missing = rules.minimum_charge - so_far
    if missing > 0:
        why = f"{so_far:,.2f} so far; the least order is {rules.minimum_charge:,.2f}"
        yield Charge("Minimum charge", Decimal(1), missing, ChargeKind.MINIMUM, _any_taxable(lines), why)


def _shares(lines: list[Charge], percent: Decimal, label: str, kind: ChargeKind) -> Iterator[Charge]:
    """A percentage of the lines so far; those with tax apart from those without, so that tax stays right."""
    for taxable in (True, False):
        base = sum((line.total for line in lines if line.taxable is taxable), Decimal(0))
        share = (base * percent / 100).quantize(CENT, ROUND_HALF_UP)
        if share:
            why = f"{quantity.words(percent)} % of {base:,.2f}"
            yield Charge(label, Decimal(1), share, kind, taxable, why)


def _any_taxable(lines: Iterable[Charge]) -> bool:
    return any(line.taxable for line in lines)


_BY_RULES = {ItemKind.CALCULATED, ItemKind.PHOTO, ItemKind.CATALOG}
