"""Quantities as people type them and as the database keeps them: Decimal here, integer thousandths there, never float."""

from decimal import ROUND_HALF_UP, Decimal

from shopfloor.kernel import typed

THOUSANDTH = Decimal("0.001")
LARGEST = Decimal(1_000_000)


def parse(text: str) -> Decimal:
    """The number a person typed ("6.4", "1,250", "2,5"), to thousandths. Raises ValueError in a sentence."""
    value = typed.number(text)
    if value is None:
        raise ValueError(f"“{text.strip()[:20]}” is not a number. Write it like 12 or 6.4.")
    return typed.within(value, LARGEST, THOUSANDTH)


def to_thousandths(value: Decimal) -> int:
    """The integer the database keeps. Half a thousandth goes up."""
    return int((value * 1000).to_integral_value(ROUND_HALF_UP))


def from_thousandths(value: int) -> Decimal:
    return Decimal(value) / 1000


def words(value: Decimal) -> str:
    """As people write it: 6.4, not 6.400; 1,250, not 1.25E+3."""
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")
