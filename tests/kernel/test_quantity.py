"""Quantities, as thumbs type them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel import quantity

TYPED = {
    "6.4": "6.4",
    " 12 ": "12",
    "1,250": "1250",
    "1,250.75": "1250.75",
    "1,234,567": None,  # more than the app counts
    "1 250": "1250",
    "2,5": "2.5",
    "0,25": "0.25",
    "12,3456": "12.346",
    "0.0005": "0.001",  # half a thousandth goes up
    "0.0004": "0",
    ".5": "0.5",
    "007": "7",
    "-3": "-3",
    "1000000": "1000000",
    "1000000.001": None,
}
NOT_NUMBERS = ["", " ", ".", ",", "abc", "1.2.3", "1,2,3", "12 lb", "--1", "0x10", "٫", "1/2", "=1+1"]
NOT_NUMBERS += ["NaN", "-Infinity", "1e99", "9" * 5000]

thousandths = st.integers(-1_000_000_000, 1_000_000_000)


@pytest.mark.parametrize(("typed", "meant"), [(typed, meant) for typed, meant in TYPED.items() if meant])
def test_a_number_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert quantity.parse(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", [*NOT_NUMBERS, *(typed for typed, meant in TYPED.items() if not meant)])
def test_what_is_no_number_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^[“T].+\.$") as refusal:
        quantity.parse(typed)
    assert len(str(refusal.value)) < 100


@pytest.mark.parametrize("typed", ["1.250,5", "1.250.000,5", "1,250.5,0"])
def test_a_number_that_could_be_two_is_never_guessed_at(typed: str) -> None:
    """Somebody means a thousand and more: a dot that groups must not turn it into one and a quarter."""
    with suppress(ValueError):
        assert quantity.parse(typed) > 1000


@given(thousandths)
def test_what_is_written_is_read_back_as_it_was(number: int) -> None:
    value = quantity.from_thousandths(number)
    assert quantity.parse(quantity.words(value)) == value


@given(thousandths)
def test_the_database_keeps_each_thousandth(number: int) -> None:
    assert quantity.to_thousandths(quantity.from_thousandths(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_sentence(typed: str) -> None:
    try:
        number = quantity.parse(typed)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert abs(number) <= quantity.LARGEST
        assert number == number.quantize(quantity.THOUSANDTH)


@pytest.mark.parametrize(
    ("value", "written"),
    [("6.400", "6.4"), ("1250", "1,250"), ("100", "100"), ("0", "0"), ("0.001", "0.001")],
)
def test_numbers_are_written_as_people_write_them(value: str, written: str) -> None:
    assert quantity.words(Decimal(value)) == written
