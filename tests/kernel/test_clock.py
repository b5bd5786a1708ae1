"""The one clock."""

from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel import clock

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
zones = st.sampled_from(["America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/Berlin", "UTC"])
moments = st.timedeltas(timedelta(days=-9000), timedelta(days=27000)).map(lambda off: NOON + off)


def test_it_goes_by_itself_and_in_utc() -> None:
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second < first + timedelta(seconds=5)


def test_it_stands_where_it_is_set_and_goes_on_afterwards() -> None:
    with clock.set_to(NOON):
        assert clock.now() == clock.now() == NOON
        with clock.set_to(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON
    assert clock.now() > datetime(2024, 1, 1, tzinfo=UTC)


def test_it_goes_on_after_an_accident() -> None:
    with pytest.raises(ZeroDivisionError), clock.set_to(NOON):
        raise ZeroDivisionError
    assert clock.now() != NOON


def test_one_persons_clock_is_nobody_elses() -> None:
    seen: list[datetime] = []
    with clock.set_to(NOON):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] != NOON


def test_it_is_set_to_a_moment_whatever_zone_that_is_told_in() -> None:
    with clock.set_to(datetime(2026, 3, 7, 14, tzinfo=timezone(timedelta(hours=2)))):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "zone", "on"),
    [
        (datetime(2025, 4, 1, 3, 30, tzinfo=UTC), "America/New_York", date(2025, 3, 31)),
        (datetime(2025, 4, 1, 3, 30, tzinfo=UTC), "Europe/Berlin", date(2025, 4, 1)),
        (datetime(2025, 12, 31, 11, tzinfo=UTC), "Pacific/Auckland", date(2026, 1, 1)),
        (datetime(2024, 2, 29, 23, 59, tzinfo=UTC), "UTC", date(2024, 2, 29)),
    ],
)
def test_today_is_what_the_calendar_on_that_wall_says(moment: datetime, zone: str, on: date) -> None:
    with clock.set_to(moment):
        assert clock.today(zone) == on


def test_the_hour_that_comes_twice_comes_twice() -> None:
    before = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    walls = [clock.local(before + timedelta(hours=n), "America/New_York") for n in (0, 1)]
    assert [f"{wall:%H:%M %z}" for wall in walls] == ["01:30 -0400", "01:30 -0500"]


@given(moments, zones)
def test_a_local_time_is_the_same_moment(moment: datetime, zone: str) -> None:
    assert clock.local(moment, zone) == moment


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "america/new_york!", "../../etc/passwd", "Europe/Berlin\x00"])
def test_a_zone_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="No time zone is called"):
        clock.zone(name)
