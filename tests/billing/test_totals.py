"""What an invoice comes to, by the published vectors and by what must hold for any."""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.catalog.charges import Charge, ChargeKind
from shopfloor.catalog.totals import ZERO, Discount, TaxRate, Totals, half_up, line_total, sum_of, totals

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())["invoices"]
SUMS = [vector for vector in VECTORS if "lines" in vector.get("input", {})]

cents = st.integers(-10_000_00, 10_000_00).map(lambda n: Decimal(n) / 100)
charges = st.builds(
    Charge, st.just("line"), st.integers(1, 50_000).map(lambda n: Decimal(n) / 1000), cents, taxable=st.booleans()
)
rates = st.integers(0, 30_000).map(lambda n: TaxRate("Tax", Decimal(n) / 1000))
discounts = st.one_of(
    st.integers(0, 100_000).map(lambda n: Discount(percent=Decimal(n) / 1000)),
    st.integers(0, 500_00).map(lambda n: Discount(amount=Decimal(n) / 100)),
)


@pytest.mark.parametrize("vector", SUMS, ids=[vector["id"] for vector in SUMS])
def test_a_vector_comes_out_to_the_cent(vector: dict[str, Any]) -> None:
    given_, expected = vector["input"], vector["expected"]
    lines = [
        Charge(line["description"], Decimal(line["qty"]), Decimal(line["unit_price"]), taxable=line["taxable"])
        for line in given_["lines"]
    ]
    assert [str(line_total(line)) for line in lines] == expected["line_totals"]
    if percent := given_.get("surcharge_pct"):
        lines.append(Charge("Rush", Decimal(1), half_up(sum_of(lines) * Decimal(percent) / 100), ChargeKind.RUSH))
    discount = Discount(Decimal(given_.get("discount_pct", 0)), Decimal(given_.get("discount_amount", 0)))
    found = totals(lines, discount, TaxRate("Tax", Decimal(given_["tax_rate_pct"])))
    paid = sum(map(Decimal, [*given_.get("deposits", []), *given_.get("payments", [])]), ZERO)
    for name in ("subtotal", "surcharge", "discount", "tax", "total"):
        assert getattr(found, name) == Decimal(expected.get(name, 0)), name
    assert found.total - paid == Decimal(expected["balance_due"])


def test_half_a_cent_goes_away_from_zero() -> None:
    (vector,) = [vector for vector in VECTORS if vector["id"] == "INV-17"]
    assert str(half_up(Decimal(vector["input"]["amount"]))) == vector["expected"]["rounded"]


def test_every_vector_is_run_somewhere() -> None:
    rules = {"INV-R1", "INV-R2", "INV-R4", "INV-R5"}  # in test_invoices.py and test_deposits.py
    assert {vector["id"] for vector in VECTORS} == {vector["id"] for vector in SUMS} | {"INV-17"} | rules


@given(st.lists(charges, max_size=12), discounts, rates)
def test_the_sums_agree_and_no_cent_is_lost(lines: list[Charge], discount: Discount, rate: TaxRate) -> None:
    found = totals(lines, discount, rate)
    assert found.total == found.subtotal + found.surcharge - found.discount + found.tax
    assert found.subtotal + found.surcharge == sum(map(line_total, lines), ZERO)
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in amounts(found))


@given(st.lists(charges, min_size=1, max_size=12), rates)
def test_tax_is_rounded_once_whatever_the_lines(lines: list[Charge], rate: TaxRate) -> None:
    found = totals(lines, rate=rate)
    exact = sum_of(line for line in lines if line.taxable) * rate.percent / 100
    assert found.tax == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.lists(charges, max_size=12), rates)
def test_the_order_of_lines_does_not_matter(lines: list[Charge], rate: TaxRate) -> None:
    assert totals(lines, rate=rate) == totals(lines[::-1], rate=rate)


@given(st.lists(charges.map(lambda c: Charge(c.label, c.quantity, c.unit_price, taxable=False)), max_size=12), discounts, rates)
def test_nothing_taxable_means_no_tax(lines: list[Charge], discount: Discount, rate: TaxRate) -> None:
    assert totals(lines, discount, rate).tax == ZERO


def amounts(found: Totals) -> list[Decimal]:
    return [found.subtotal, found.surcharge, found.discount, found.taxable, found.tax, found.total]
