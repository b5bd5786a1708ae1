"""Units, against figures from the definitions themselves (16 CFR 500.19, the international pound, the troy grain)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel.units import WEIGHTS, convert

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("vectors.json").read_text())["units"]

amounts = st.decimals(min_value=0, max_value=1_000_000, places=3)
weights = st.sampled_from(sorted(WEIGHTS))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_unit_turns_into_another_as_its_definition_says(vector: dict[str, Any]) -> None:
    given_, wanted = vector["input"], Decimal(vector["expected"])
    turned = convert(Decimal(given_["value"]), given_["from"], given_["to"])
    assert abs(turned - wanted) <= Decimal(vector["tol_abs"])


@given(amounts, weights, weights)
def test_there_and_back_is_the_same_to_the_thousandth(amount: Decimal, unit: str, other: str) -> None:
    back = convert(convert(amount, unit, other), other, unit)
    assert back.quantize(Decimal("0.001")) == amount


@given(amounts, weights, weights, weights)
def test_a_detour_over_a_third_unit_changes_nothing(amount: Decimal, unit: str, over: str, into: str) -> None:
    detour = convert(convert(amount, unit, over), over, into)
    assert abs(detour - convert(amount, unit, into)) <= Decimal("1e-12") * (1 + abs(detour))


@pytest.mark.parametrize("pair", [("lb", "mil"), ("oz", "ozt"), ("g", "degC"), ("lb", "stone"), ("", "lb")])
def test_what_is_not_of_one_kind_can_not_be_turned(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="can't be turned into"):
        convert(Decimal(1), *pair)


def test_an_ounce_of_powder_is_not_an_ounce_of_gold() -> None:
    assert convert(Decimal(1), "oz", "g") < Decimal("28.35") < Decimal("31.1") < convert(Decimal(1), "ozt", "g")
