"""Days of a shop as spans of time: 23, 24 or 25 hours, and times of day that a day may not have. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shopfloor.kernel import clock

LONGEST = 2 * 24 * 60
"""Minutes a slot lasts at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until just before `end`, in UTC."""

    start: datetime
    end: datetime

    def touches(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def span(start: datetime, minutes: int) -> Span:
    return Span(start, start + timedelta(minutes=minutes))


def day_span(day: date, zone: str) -> Span:
    """The day there, from midnight to midnight on the wall."""
    return Span(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), clock.zone(zone)).astimezone(UTC)


def moment_on(day: date, at: time, zone: str) -> datetime:
    """That time of that day in UTC; the first one where the clocks go back over it.

    Raises ValueError in a sentence where they go forward over it.
    """
    there = datetime.combine(day, at.replace(second=0, microsecond=0), clock.zone(zone))
    moment = there.astimezone(UTC)
    if moment.astimezone(there.tzinfo).time() != there.time():
        raise ValueError(f"There is no {at:%H:%M} on that day: the clocks go forward. Choose a time an hour later.")
    return moment


def week_of(day: date) -> list[date]:
    """The seven days of its week, from Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=i) for i in range(7)]


def crowded(spans: Sequence[Span], capacity: int) -> set[int]:
    """Places in `spans` of those that stand, at some moment, among more than `capacity`."""
    found: set[int] = set()
    for moment in {one.start for one in spans}:
        there = [i for i, one in enumerate(spans) if one.start <= moment < one.end]
        if len(there) > capacity:
            found.update(there)
    return found


def first_free(start: datetime, minutes: int, taken: Iterable[tuple[Sequence[Span], int]]) -> datetime:
    """From `start` on, the first moment at which so many minutes are free in each of `taken`: (spans, capacity)."""
    calendars = list(taken)
    moments = sorted({start, *(one.end for spans, _ in calendars for one in spans if one.end > start)})
    return next(moment for moment in moments if all(_fits(moment, minutes, *calendar) for calendar in calendars))


def _fits(moment: datetime, minutes: int, spans: Sequence[Span], capacity: int) -> bool:
    wanted = span(moment, minutes)
    beside = [one for one in spans if one.touches(wanted)]
    return not crowded([wanted, *beside], capacity)
