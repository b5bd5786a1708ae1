"""Quantities as people type them and as the database keeps them: Decimal here, integer thousandths there, never float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

THOUSANDTH = Decimal("0.001")
LARGEST = Decimal(1_000_000)


def parse(text: str) -> Decimal:
    """The number a person typed ("6.4", "1,250", " 12 "), to thousandths. Raises ValueError in a sentence."""
    plain = text.strip().replace(" ", "")
    if "," in plain and "." not in plain and len(plain.rsplit(",", 1)[1]) != 3:
        plain = plain.replace(",", ".")  # 2,5 is two and a half; 1,250 is a thousand and more
    try:
        number = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"“{text.strip()[:20]}” is not a number. Write it like 12 or 6.4.") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError(f"That is more than this app can count: at most {LARGEST:,}.")
    return number.quantize(THOUSANDTH, ROUND_HALF_UP)


def to_thousandths(value: Decimal) -> int:
    """The integer the database keeps. Half a thousandth goes up."""
    return int((value * 1000).to_integral_value(ROUND_HALF_UP))


def from_thousandths(value: int) -> Decimal:
    return Decimal(value) / 1000


def words(value: Decimal) -> str:
    """As people write it: 6.4, not 6.400; 1,250, not 1.25E+3."""
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")
