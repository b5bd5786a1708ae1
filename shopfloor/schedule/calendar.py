"""The calendar as a page shows it: days side by side, a cell in each for every worker or oven, slots in the cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from shopfloor.company.sections import WorkingHours
from shopfloor.jobs.cards import Card, Setting, cards
from shopfloor.jobs.words import day as day_words
from shopfloor.kernel import clock
from shopfloor.schedule.models import Slot
from shopfloor.schedule.queries import Booked, booked, ovens, without_slot
from shopfloor.schedule.times import Span, crowded, day_span
from shopfloor.shops.queries import members
from shopfloor.shops.settings import settings

BY = ("worker", "oven")
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What jobs are booked on: a worker, an oven, or neither yet (id 0)."""

    id: int
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot in one cell. `is_late_part` is the rest of one that began the day before; `at` and `until` are on the wall."""

    slot: Slot
    card: Card
    at: str
    until: str
    time: str
    is_late_part: bool
    is_overbooked: bool
    is_outside: bool


class Waiting(NamedTuple):
    """A job on no day; `seen` is the version of the slot it had."""

    card: Card
    seen: int


@dataclass(frozen=True, slots=True)
class Cell:
    row: Row
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    words: str
    is_today: bool
    is_working: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Calendar:
    days: list[Day]
    rows: list[Row]
    beside: list[Waiting]
    beside_total: int
    hours: WorkingHours

    @property
    def hours_words(self) -> str:
        return "–".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (self.hours.opens, self.hours.closes))


def calendar(dates: Sequence[date], by: str, setting: Setting) -> Calendar:
    """Those days, by worker or by oven, and the open jobs that stand on no day. As many statements for any number of jobs."""
    whole = Span(day_span(dates[0], setting.timezone).start, day_span(dates[-1], setting.timezone).end)
    found, (beside, total), hours = booked(whole), without_slot(), settings(WorkingHours)
    by_id = {card.id: card for card in cards({one.slot.job_id for one in found} | set(beside), setting)}
    rows = _rows(by)
    placed = _placed(found, rows, by)
    full = _overbooked(placed, rows)
    days = [_day(day, rows, placed, by_id, full, hours, setting) for day in dates]
    return Calendar(days, rows, [Waiting(by_id[id_], seen) for id_, seen in beside.items()], total, hours)


def _rows(by: str) -> list[Row]:
    if by == "oven":
        return [*(Row(oven.id, oven.name, oven.capacity) for oven in ovens()), Row(NOBODY, "No oven", 0)]
    return [*(Row(member.id, member.name, 1) for member in members()), Row(NOBODY, "Nobody yet", 0)]


def _placed(found: Sequence[Booked], rows: Sequence[Row], by: str) -> dict[int, list[Booked]]:
    """By row; whoever has left the shop leaves their slots to nobody."""
    known, placed = {row.id for row in rows}, defaultdict(list)
    for one in found:
        resource = one.slot.member_id if by == "worker" else one.slot.oven_id
        placed[resource if resource in known else NOBODY].append(one)
    return placed


def _overbooked(placed: dict[int, list[Booked]], rows: Sequence[Row]) -> set[int]:
    """Ids of slots that stand among more than their worker or oven can take at once; closed jobs take nothing."""
    over: set[int] = set()
    for row in rows:
        open_ones = [one for one in placed[row.id] if one.active] if row.id else []
        over |= {open_ones[i].slot.id for i in crowded([one.span for one in open_ones], row.capacity)}
    return over


def _day(
    on: date,
    rows: Sequence[Row],
    placed: dict[int, list[Booked]],
    by_id: dict[int, Card],
    full: set[int],
    hours: WorkingHours,
    setting: Setting,
) -> Day:
    span = day_span(on, setting.timezone)
    cells = [
        Cell(
            row,
            [
                _entry(one, by_id[one.slot.job_id], span, full, hours, setting)
                for one in placed[row.id]
                if one.span.touches(span)
            ],
        )
        for row in rows
    ]
    return Day(on, day_words(on), on == setting.today, on.weekday() in hours.days, cells)


def _entry(one: Booked, card: Card, day: Span, full: set[int], hours: WorkingHours, setting: Setting) -> Entry:
    start, end = (clock.local(moment, setting.timezone) for moment in (one.span.start, one.span.end))
    return Entry(
        slot=one.slot,
        card=card,
        at=_clock(start, day, setting),
        until=_clock(end, day, setting),
        time=f"{start:%H:%M}",
        is_late_part=one.span.start < day.start,
        is_overbooked=one.slot.id in full,
        is_outside=_is_outside(start, end, hours),
    )


def _clock(there: datetime, day: Span, setting: Setting) -> str:
    """10:30, or with its day when that is another one."""
    is_here = clock.local(day.start, setting.timezone).date() == there.date()
    return f"{there:%H:%M}" if is_here else f"{there:%a %H:%M}"


def _is_outside(start: datetime, end: datetime, hours: WorkingHours) -> bool:
    """Whether a part of it lies outside of one working day."""
    opens, closes = (
        datetime.combine(start.date(), time(), start.tzinfo) + timedelta(minutes=m) for m in (hours.opens, hours.closes)
    )
    return start.weekday() not in hours.days or start < opens or end > closes
