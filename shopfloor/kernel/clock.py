"""The one clock. Times are aware and in UTC; a shop's zone is applied where a person reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """This moment in UTC, or the moment the clock has been set to."""
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Set the clock for the block: a demo shop's past is built through the same operations as today."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError for a name nobody knows."""
    if name not in available_timezones():
        raise ValueError(f"No time zone is called {name!r}")
    return ZoneInfo(name)


def local(moment: datetime, zone_name: str) -> datetime:
    """The moment as a clock on the wall of that zone shows it."""
    return moment.astimezone(zone(zone_name))


def today(zone_name: str) -> date:
    """The date on the wall calendar of that zone."""
    return local(now(), zone_name).date()


def at_wall(wall: datetime, zone_name: str) -> datetime:
    """The moment, in UTC, at which a clock on the wall of that zone shows this; the first of two where clocks go back.

    Raises ValueError in a sentence for an hour that was left out.
    """
    moment = wall.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)
    if local(moment, zone_name).replace(tzinfo=None) != wall:
        raise ValueError(f"Clocks were put forward then: {wall:%H:%M} was left out that day.")
    return moment
