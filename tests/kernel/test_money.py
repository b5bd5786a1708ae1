"""Money: whole cents, halves up."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel import money

TYPED = {
    "40": "40.00",
    "12.5": "12.50",
    "$1,250.50": "1250.50",
    "€ 40": "40.00",
    " 1 250.00 ": "1250.00",
    "0.005": "0.01",  # half a cent goes up
    "0.004": "0.00",
    "1.115": "1.12",
    "-5": "-5.00",
    "1,250": "1250.00",
}
NOT_AMOUNTS = ["", "$", "free", "1.2.3", "12 dollars", "--1", "NaN", "Infinity", "1e99", "10000000.01", "9" * 5000]

cents = st.integers(-1_000_000_000, 1_000_000_000)


@pytest.mark.parametrize(("typed", "meant"), TYPED.items())
def test_an_amount_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert money.parse(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", NOT_AMOUNTS)
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^[“T].+\.$") as refusal:
        money.parse(typed)
    assert len(str(refusal.value)) < 100


@pytest.mark.parametrize("typed", ["12,50", "12,5", "0,99"])
def test_a_comma_before_cents_never_makes_it_a_hundredfold(typed: str) -> None:
    with suppress(ValueError):
        assert money.parse(typed) < 13


@given(cents)
def test_every_cent_is_kept(amount: int) -> None:
    assert money.to_cents(money.from_cents(amount)) == amount


@given(cents)
def test_what_is_written_is_read_back_as_it_was(amount: int) -> None:
    value = money.from_cents(amount)
    assert money.parse(money.words(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_sentence(typed: str) -> None:
    try:
        amount = money.parse(typed)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert abs(amount) <= money.LARGEST
        assert amount == amount.quantize(money.CENT)
