"""When a thumb came down, as far as it can be believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import AHEAD, OLDEST, UNKEYED, Tap

HERE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)

offsets = st.timedeltas(min_value=-timedelta(days=400), max_value=timedelta(days=400))


def test_a_tap_without_a_time_was_made_now() -> None:
    with clock.set_to(HERE):
        assert UNKEYED.moment == HERE


@pytest.mark.parametrize(
    ("off", "counts_as"),
    [
        (-SECOND, -SECOND),
        (-timedelta(hours=6), -timedelta(hours=6)),  # a tunnel, a day without signal
        (-OLDEST, -OLDEST),
        (SECOND, 0 * SECOND),  # a phone a little fast
        (AHEAD, 0 * SECOND),
    ],
)
def test_a_believable_time_is_the_thumbs_own_and_never_later_than_now(off: timedelta, counts_as: timedelta) -> None:
    with clock.set_to(HERE):
        assert Tap(at=HERE + off).moment == HERE + counts_as


@pytest.mark.parametrize("off", [AHEAD + SECOND, timedelta(days=2), -OLDEST - SECOND, -timedelta(days=365)])
def test_a_time_that_can_not_be_right_is_refused_in_words(off: timedelta) -> None:
    with clock.set_to(HERE), pytest.raises(Invalid, match=r"\.$"):
        _ = Tap(at=HERE + off).moment


@given(offsets)
def test_no_tap_is_from_the_future_or_from_another_season(off: timedelta) -> None:
    with clock.set_to(HERE):
        try:
            moment = Tap(at=HERE + off).moment
        except Invalid:
            assert off > AHEAD or off < -OLDEST
        else:
            assert HERE - OLDEST <= moment <= HERE
