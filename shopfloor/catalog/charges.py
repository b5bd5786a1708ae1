"""What a list of planned items comes to, line by line: the lines of a quote and of an invoice before tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shopfloor.catalog.plan import ItemPlan


class ChargeKind(StrEnum):
    ITEM = "item"
    COLOUR_CHANGE = "colour_change"
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


def charges(items: Sequence[ItemPlan]) -> tuple[Charge, ...]:
    """A line for each priced item, in their order."""
    return tuple(
        Charge(item.description, item.quantity, item.unit_price, taxable=item.taxable)
        for item in items
        if item.unit_price is not None
    )
