"""Money: Decimal here, integer cents in the database. Halves go up, as people round."""

from decimal import ROUND_HALF_UP, Decimal

from shopfloor.kernel import typed

CENT = Decimal("0.01")
LARGEST = Decimal(10_000_000)


def parse(text: str) -> Decimal:
    """The amount a person typed ("$1,250.50", "40", "12,50"). Raises ValueError in a sentence."""
    amount = typed.number(text.strip().lstrip("$€£"))
    if amount is None:
        raise ValueError(f"“{text.strip()[:20]}” is not an amount. Write it like 40 or 12.50.")
    return typed.within(amount, LARGEST, CENT)


def to_cents(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def from_cents(cents: int) -> Decimal:
    return Decimal(cents) / 100


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def words(amount: Decimal, currency: str = "USD") -> str:
    """$1,250.50, or 1,250.50 CHF for a currency without a sign of its own."""
    sign = _SIGNS.get(currency)
    return f"{sign}{amount:,.2f}" if sign else f"{amount:,.2f} {currency}"
