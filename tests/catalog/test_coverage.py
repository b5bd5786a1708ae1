"""How much powder a coat takes, against coating suppliers' charts."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shopfloor.catalog.coverage import coat_needs, powder_needed, theoretical_coverage, with_reclaim
from shopfloor.catalog.models import Material
from shopfloor.kernel import quantity
from shopfloor.kernel.units import convert

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("vectors.json").read_text())["powder_needed"]
FINE = {"specific_gravity": "1.5", "film_mils": "2.5", "transfer_efficiency_pct": "65", "area_sqft_each": "1", "quantity": "1"}


def of_mode(mode: str) -> Any:
    return pytest.mark.parametrize("vector", [v for v in VECTORS if v["mode"] == mode], ids=lambda v: v["id"])


def agrees(vector: dict[str, Any], name: str, found: Decimal) -> bool:
    """Within the vector's tolerance, absolute or relative."""
    wanted = Decimal(vector["expected"][name])
    off = abs(found - wanted)
    return off <= Decimal(vector["tol_abs"]) or off <= Decimal(vector.get("tol_rel", "0")) * abs(wanted)


def coverage(powder: dict[str, str]) -> Decimal:
    return theoretical_coverage(Decimal(powder["specific_gravity"]), Decimal(powder["film_mils"]))


def pounds(entry: dict[str, str]) -> Decimal:
    """What a coat needs, all of it told in one entry."""
    area, count = Decimal(entry["area_sqft_each"]), Decimal(entry["quantity"])
    return powder_needed(area, count, coverage(entry), Decimal(entry["transfer_efficiency_pct"]))


def told_by(entry: dict[str, Any]) -> dict[str, Decimal]:
    """Every figure that follows from the entry."""
    if "case_x" in entry:
        x, z = (pounds({**entry, **entry[case]}) for case in ("case_x", "case_z"))
        saved = x * Decimal(entry["case_x"]["cost_per_lb"]) - z * Decimal(entry["case_z"]["cost_per_lb"])
        return {"lb_x": x, "lb_z": z, "lb_saved": x - z, "cost_saved": saved}
    effective = coverage(entry) * Decimal(entry["transfer_efficiency_pct"]) / 100
    return {
        "theoretical_coverage_sqft_per_lb": coverage(entry),
        "effective_coverage_sqft_per_lb": effective,
        "effective_coverage_m2_per_kg": convert(effective, "sqft_per_lb", "m2_per_kg"),
        "powder_needed_lb": pounds({"area_sqft_each": "0", "quantity": "1", **entry}),
    }


@of_mode("specific_gravity")
def test_coverage_and_need_follow_from_specific_gravity_and_film(vector: dict[str, Any]) -> None:
    found = told_by(vector["input"])
    off = [name for name in vector["expected"] if not agrees(vector, name, found[name])]
    assert off == []


@of_mode("coverage_rate")
def test_need_follows_from_a_rate_on_the_box(vector: dict[str, Any]) -> None:
    entry = {name: Decimal(text) for name, text in vector["input"].items()}
    need = powder_needed(
        entry["area_sqft_each"], entry["quantity"], entry["coverage_rate_sqft_per_lb"], entry["transfer_efficiency_pct"]
    )
    assert agrees(vector, "powder_needed_lb", need)


@of_mode("per_coat_list")
def test_each_coat_needs_its_own(vector: dict[str, Any]) -> None:
    entry = vector["input"]
    needs = [pounds({**entry, **coat}) for coat in entry["coats"]]
    assert agrees(vector, "total_lb", sum(needs, Decimal(0)))
    assert all(agrees(vector, f"coat_{i}_lb", need) for i, need in enumerate(needs, start=1))


@of_mode("reclaim")
def test_overspray_that_is_sprayed_again_raises_the_efficiency(vector: dict[str, Any]) -> None:
    entry = {name: Decimal(text) for name, text in vector["input"].items()}
    overall = with_reclaim(entry["first_pass_efficiency_pct"], entry["overspray_reclaimed_pct"])
    assert agrees(vector, "overall_utilization_pct", overall)


@of_mode("cost")
def test_powder_costs_what_is_needed_of_it(vector: dict[str, Any]) -> None:
    cost = Decimal(vector["input"]["cost_per_lb"])
    of_all, of_one = pounds(vector["input"]), pounds({**vector["input"], "area_sqft_each": "1", "quantity": "1"})
    assert agrees(vector, "powder_cost", of_all * cost)
    assert agrees(vector, "cost_per_sqft", of_one * cost)


REFUSED = [
    v for v in VECTORS if v["mode"] == "reject" and "quantity" not in v["input"]
]  # tests/jobs/test_items.py has the rest


@pytest.mark.parametrize("vector", REFUSED, ids=lambda v: v["id"])
def test_what_no_powder_can_be_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        pounds({**FINE, **{name: str(quantity.parse(text)) for name, text in vector["input"].items()}})


def a_powder(**more: Any) -> Material:
    plain = {"unit": "lb", "specific_gravity": Decimal("1.5"), "film_mils": Decimal(2), "efficiency": Decimal(60)}
    return Material(name="Grey", **{**plain, **more})


def test_a_coat_takes_the_powders_own_film_and_efficiency_unless_it_says_otherwise() -> None:
    own = coat_needs(a_powder(), Decimal(100), Decimal(1))
    assert own == powder_needed(Decimal(100), Decimal(1), theoretical_coverage(Decimal("1.5"), Decimal(2)), Decimal(60))
    assert coat_needs(a_powder(), Decimal(100), Decimal(1), film_mils=Decimal(4)) == pytest.approx(2 * own)
    assert coat_needs(a_powder(), Decimal(100), Decimal(1), efficiency=Decimal(30)) == pytest.approx(2 * own)


def test_a_rate_from_the_box_holds_at_the_powders_own_film() -> None:
    boxed = a_powder(coverage=Decimal(30))
    assert coat_needs(boxed, Decimal(18), Decimal(1)) == 1
    assert coat_needs(boxed, Decimal(18), Decimal(1), film_mils=Decimal(4)) == 2


def test_what_a_coat_takes_is_told_in_the_unit_the_powder_is_kept_in() -> None:
    pounds_, kilos = (coat_needs(a_powder(unit=unit), Decimal(100), Decimal(1)) for unit in ("lb", "kg"))
    assert kilos == convert(pounds_, "lb", "kg")
