"""Quiet hours: on the shop's clock, over midnight and over the nights when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel import clock
from shopfloor.notifications.quiet import DAY, told_at
from shopfloor.worker import Worker
from tests.notifications.conftest import Works
from tests.support.people import ShopFixture
from tests.support.push import PushService

CHICAGO = ZoneInfo("America/Chicago")


def at(words: str) -> datetime:
    """A time on the wall in Chicago."""
    return datetime.fromisoformat(words).replace(tzinfo=CHICAGO)


def minutes(words: str) -> int:
    wall = time.fromisoformat(words)
    return wall.hour * 60 + wall.minute


NIGHTS = {
    "by day": ("2026-08-03 12:00", "22:00", "06:00", "2026-08-03 12:00"),
    "in the evening": ("2026-08-03 23:10", "22:00", "06:00", "2026-08-04 06:00"),
    "before dawn": ("2026-08-04 05:59", "22:00", "06:00", "2026-08-04 06:00"),
    "as they begin": ("2026-08-03 22:00", "22:00", "06:00", "2026-08-04 06:00"),
    "as they end": ("2026-08-04 06:00", "22:00", "06:00", "2026-08-04 06:00"),
    "over lunch": ("2026-08-03 12:30", "12:00", "13:00", "2026-08-03 13:00"),
    "at the end of the year": ("2026-12-31 23:30", "22:00", "06:00", "2027-01-01 06:00"),
    "the night an hour is lost": ("2027-03-13 23:00", "22:00", "06:00", "2027-03-14 06:00"),
    "the night an hour comes twice": ("2026-10-31 23:00", "22:00", "06:00", "2026-11-01 06:00"),
    "never": ("2026-08-03 12:00", "08:00", "08:00", "2026-08-03 12:00"),
}


@pytest.mark.parametrize(("moment", "begin", "end", "told"), NIGHTS.values(), ids=NIGHTS)
def test_what_happens_meanwhile_is_told_when_they_end(moment: str, begin: str, end: str, told: str) -> None:
    assert told_at(at(moment), "America/Chicago", minutes(begin), minutes(end)) == at(told).astimezone(UTC)


def test_the_clock_is_the_shops(shop: ShopFixture) -> None:
    noon_in_utc = datetime(2026, 8, 3, 12, tzinfo=UTC)
    assert told_at(noon_in_utc, "UTC", minutes("22:00"), minutes("06:00")) == noon_in_utc
    assert told_at(noon_in_utc, "Pacific/Auckland", minutes("22:00"), minutes("06:00")) > noon_in_utc


@given(
    st.integers(1_700_000_000, 1_900_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.sampled_from(["America/Chicago", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]),
    st.integers(0, DAY - 1),
    st.integers(0, DAY - 1),
)
def test_nothing_is_told_in_them_or_put_off_by_more_than_a_day(moment: datetime, zone: str, begin: int, end: int) -> None:
    told = told_at(moment, zone, begin, end)
    assert moment <= told <= moment + timedelta(hours=25)
    wall = clock.local(told, zone)
    if told != moment:
        assert (wall.hour * 60 + wall.minute) == end or wall.utcoffset() != clock.local(moment, zone).utcoffset()


def test_a_person_is_left_alone_in_their_quiet_hours(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    begin = clock.local(clock.now(), "America/Chicago") - timedelta(hours=1)
    end = begin + timedelta(hours=2)
    hours = {"quiet_from": f"{begin:%H:%M}", "quiet_until": f"{end:%H:%M}"}
    assert shop.worker.posts("/account/notifications", hear="assigned", **hours).status_code == 303
    job = shop.job(workers=[shop.worker.member])
    works()
    assert ana.titles == []
    works(2 * 3600)
    assert ana.titles == [f"{job} is yours"]


def test_what_was_over_before_they_end_is_not_told(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    begin = clock.local(clock.now(), "America/Chicago") - timedelta(hours=1)
    hours = {"quiet_from": f"{begin:%H:%M}", "quiet_until": f"{begin + timedelta(hours=2):%H:%M}"}
    shop.worker.posts("/account/notifications", hear=["assigned", "set_back"], **hours)
    job, other = (shop.job(workers=[shop.worker.member]) for _ in range(2))
    works()
    for one in (job, other):
        shop.supervisor.does("holds", shop.supervisor.sees(one), reason="Oven down")
    works()
    shop.supervisor.does("resumptions", shop.supervisor.sees(other))  # over before anyone was told
    with clock.set_to(clock.now() + timedelta(hours=2)):
        Worker(shop.app).turn()
    assert sorted(ana.titles) == [f"{job} is on hold", f"{job} is yours", f"{other} is yours"]
