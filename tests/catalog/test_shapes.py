"""Surfaces of simple shapes, worked out by hand beside."""

from decimal import Decimal

import pytest

from shopfloor.catalog.plan import Measure
from shopfloor.catalog.shapes import SHAPES, UNITS, area_of

KNOWN = [
    ("box", {"length": "12", "width": "12", "height": "12"}, "in", "6"),  # a cubic foot: six faces of one
    ("box", {"length": "304.8", "width": "304.8", "height": "304.8"}, "mm", "6"),
    ("sheet", {"length": "4", "width": "5"}, "ft", "40"),
    ("tube", {"diameter": "2", "length": "72"}, "in", "3.142"),  # pi × 2 × 72 / 144
    ("cylinder", {"diameter": "12", "length": "12"}, "in", "4.712"),  # pi × (1/2 + 1)
    ("frame", {"length": "36", "width": "24", "bar": "1"}, "in", "3.333"),  # 4 × 1 × 120 / 144
    ("frame", {"length": "36", "width": "24", "bar": "1", "bars": "2"}, "in", "4.667"),
    ("wheel", {"diameter": "18", "width": "8"}, "in", "9.817"),  # pi × 18 × (16 + 9) / 144
]


def measured(typed: dict[str, str], unit: str) -> dict[str, Measure]:
    return {name: Measure(name, Decimal(value), unit) for name, value in typed.items()}


@pytest.mark.parametrize(("shape", "typed", "unit", "area"), KNOWN)
def test_a_shape_has_the_surface_geometry_says(shape: str, typed: dict[str, str], unit: str, area: str) -> None:
    assert area_of(shape, measured(typed, unit)) == Decimal(area)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_measure_that_is_missing_or_nothing_is_asked_for(shape: str, unit: str) -> None:
    asked = [name for name in SHAPES[shape].asks if name not in SHAPES[shape].counts]
    for missing in asked:
        typed = measured(dict.fromkeys(asked, "1"), unit)
        for wrong in ({**typed, missing: Measure(missing, Decimal(0), unit)}, {n: m for n, m in typed.items() if n != missing}):
            with pytest.raises(ValueError, match=f"needs its {missing}"):
                area_of(shape, wrong)


def test_inches_feet_and_meters_agree() -> None:
    sheet = {"length": "1", "width": "1"}
    assert area_of("sheet", measured(sheet, "m")) == area_of("sheet", measured(dict.fromkeys(sheet, "100"), "cm"))
    assert area_of("sheet", measured(sheet, "ft")) == area_of("sheet", measured(dict.fromkeys(sheet, "12"), "in")) == 2
