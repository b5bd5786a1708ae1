"""Exact units. Factors are definitions (16 CFR 500.19; international pound and foot 1959), not measurements."""

from decimal import Decimal

KILOGRAM_PER_POUND = Decimal("0.45359237")
CM2_PER_SQUARE_FOOT = Decimal("929.0304")

# How many kilograms one of each is.
WEIGHTS = {
    "lb": KILOGRAM_PER_POUND,
    "oz": KILOGRAM_PER_POUND / 16,
    "kg": Decimal(1),
    "g": Decimal("0.001"),
}

# The same ratio by kind of unit; two units convert when they stand in one row.
_BASES: tuple[dict[str, Decimal], ...] = (
    WEIGHTS,
    {"mil": Decimal("25.4"), "um": Decimal(1)},
    {"sqft": CM2_PER_SQUARE_FOOT / 10_000, "m2": Decimal(1)},
    {"ft": Decimal("0.3048"), "m": Decimal(1)},
    {"ozt": Decimal("31.1034768"), "dwt": Decimal("1.55517384"), "g": Decimal(1), "ct": Decimal("0.2")},
    {"sqft_per_lb": CM2_PER_SQUARE_FOOT / 10_000 / KILOGRAM_PER_POUND, "m2_per_kg": Decimal(1)},
)


def convert(value: Decimal, unit: str, into: str) -> Decimal:
    """`value` of `unit` in the unit `into`, at full precision. Raises ValueError where no such conversion is.

    "oz" is avoirdupois (powder); jewelry's troy ounce is "ozt".
    """
    if (unit, into) == ("degF", "degC"):
        return (value - 32) * 5 / 9
    if (unit, into) == ("degC", "degF"):
        return value * 9 / 5 + 32
    for base in _BASES:
        if unit in base and into in base:
            return value * base[unit] / base[into]
    raise ValueError(f"{unit} can't be turned into {into}")
