"""The demo's working time."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from shopfloor.demo.hours import Hours

CHICAGO = ZoneInfo("America/Chicago")
MOMENTS = {
    "a Tuesday afternoon": datetime(2026, 11, 24, 15, 10, tzinfo=CHICAGO),
    "before opening": datetime(2026, 11, 24, 6, 0, tzinfo=CHICAGO),
    "late in the evening": datetime(2026, 11, 24, 23, 30, tzinfo=CHICAGO),
    "just after midnight": datetime(2026, 11, 24, 0, 20, tzinfo=CHICAGO),
    "a Sunday at six": datetime(2026, 11, 22, 6, 0, tzinfo=CHICAGO),
    "the day clocks go back": datetime(2026, 11, 1, 12, 0, tzinfo=CHICAGO),
    "the day after clocks go forward": datetime(2026, 3, 9, 9, 0, tzinfo=CHICAGO),
}


@pytest.fixture(params=MOMENTS.values(), ids=MOMENTS.keys())
def hours(request: pytest.FixtureRequest) -> Hours:
    return Hours(request.param.astimezone(UTC), CHICAGO, time(7, 30), time(17, 0))


def test_time_counted_back_never_runs_forward(hours: Hours) -> None:
    moments = [hours.moment(minutes * 60) for minutes in range(60 * 9 * 30)]
    assert moments[0] == hours.now
    assert all(later > earlier for later, earlier in pairwise(moments))


def test_before_today_it_is_always_a_weekday_within_working_hours(hours: Hours) -> None:
    for back in range(hours.worked_today + 1, hours.worked_today + 40 * hours.day, 3571):
        wall = hours.moment(back).astimezone(CHICAGO)
        assert wall.weekday() < 5
        assert time(7, 30) <= wall.time() <= time(17, 0)


def test_hours_ago_is_today_whenever_the_demo_is_opened(hours: Hours) -> None:
    wall = hours.now.astimezone(CHICAGO)
    reach = min(timedelta(hours=4), wall - wall.replace(hour=0, minute=0))
    assert hours.worked_today >= 3600
    if reach >= timedelta(hours=1):
        assert hours.on(int(reach.total_seconds()) - 1) == hours.today


def test_the_night_between_two_moments_is_found(hours: Hours) -> None:
    evening = hours.worked_today
    assert hours.night_within(60, evening - 60) is None
    assert hours.night_within(evening - 60, evening + 60) == evening
    assert hours.night_within(evening, evening + hours.day) is None
    assert hours.night_within(evening + 60, evening + hours.day + 60) == evening + hours.day
