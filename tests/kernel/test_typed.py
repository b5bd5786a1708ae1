"""Numbers that forms carry along."""

import pytest

from shopfloor.kernel.typed import count


@pytest.mark.parametrize(("said", "meant"), [("0", 0), ("12", 12), ("999999999", 999_999_999)])
def test_a_count_is_what_it_says(said: str, meant: int) -> None:
    assert count(said) == meant


@pytest.mark.parametrize("said", [None, "", "-1", "1.5", "x", "٣", "²", " 1", "9" * 10, "9" * 5000])
def test_what_can_be_no_count_is_none_that_anything_has(said: str | None) -> None:
    assert count(said) == -1
