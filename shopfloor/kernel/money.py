"""Money: Decimal here, integer cents in the database. Halves go up, as people round."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
LARGEST = Decimal(10_000_000)


def parse(text: str) -> Decimal:
    """The amount a person typed ("$1,250.50", "40"). Raises ValueError in a sentence."""
    try:
        amount = Decimal(text.strip().lstrip("$€£").replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(f"“{text.strip()[:20]}” is not an amount. Write it like 40 or 12.50.") from None
    if not amount.is_finite() or abs(amount) > LARGEST:
        raise ValueError(f"That is more than this app can count: at most {LARGEST:,}.")
    return amount.quantize(CENT, ROUND_HALF_UP)


def to_cents(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def from_cents(cents: int) -> Decimal:
    return Decimal(cents) / 100


def words(amount: Decimal) -> str:
    """1,250.50"""
    return f"{amount:,.2f}"
