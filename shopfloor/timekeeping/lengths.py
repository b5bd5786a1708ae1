"""Lengths of time: as people type them, as they are counted, as they read. Pure; minutes are Decimal, nothing is rounded."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from shopfloor.jobs import words as days
from shopfloor.kernel import clock, money, typed

LONG = timedelta(hours=12)
MORNING, EVENING = 5, 20  # o'clock
_MILLI, _HUNDREDTH = Decimal("0.001"), Decimal("0.01")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_WORDS = re.compile(r"(?:([\d.,]+)\s*h(?:ours?|rs?)?)?\s*(?:([\d.,]+)\s*m(?:in(?:utes?)?)?)?", re.IGNORECASE)


def parse(text: str) -> Decimal:
    """Minutes, from "90", "1:30", "1.5 h" or "1 h 30 min". Raises ValueError in a sentence."""
    said = text.strip()
    if at := _CLOCK.fullmatch(said):
        return Decimal(at[1]) * 60 + Decimal(at[2])
    minutes = typed.number(said)
    if minutes is None and (words := _WORDS.fullmatch(said)) and (words[1] or words[2]):
        hours, rest = (typed.number(part) if part else Decimal(0) for part in words.groups())
        minutes = None if hours is None or rest is None else hours * 60 + rest
    if minutes is None:
        raise ValueError(f"“{said[:20]}” is no length of time. Write it like 90, 1:30 or 1.5 h.")
    return typed.within(minutes, Decimal(100_000), _MILLI)


def minutes_between(start: datetime, end: datetime) -> Decimal:
    """Minutes that have passed, to thousandths: a night, and a clock put forward or back, make no difference."""
    return (Decimal((end - start) // timedelta(milliseconds=1)) / 60_000).quantize(_MILLI)


def hours(minutes: Decimal) -> Decimal:
    """Hours to two decimals, for people to read. What is kept are the minutes."""
    return (minutes / 60).quantize(_HUNDREDTH, ROUND_HALF_UP)


def rounded(minutes: Decimal, step: int) -> Decimal:
    """To the nearest whole `step` minutes, halves up; 29 CFR 785.48(b) allows 5, 6 and 15. 0 leaves it as it is."""
    return (minutes / step).to_integral_value(ROUND_HALF_UP) * step if step else minutes


def labor_cost(minutes: Decimal, hourly: Decimal) -> Decimal:
    """What so many minutes cost at so much an hour, to the cent."""
    return (minutes * hourly / 60).quantize(money.CENT, ROUND_HALF_UP)


def words(minutes: Decimal) -> str:
    """1 h 20 min. Seconds are not told."""
    whole = int(minutes)
    if not whole:
        return "less than a minute"
    parts = [f"{whole // 60} h" if whole >= 60 else "", f"{whole % 60} min" if whole % 60 else ""]
    return " ".join(filter(None, parts))


def stretch(started: datetime, stopped: datetime | None, zone: str) -> str:
    """Mon 9 Mar 22:30 to Tue 10 Mar 01:15; the day once where it is the same; where nothing has stopped, when it began."""
    begun = clock.local(started, zone)
    if stopped is None:
        return days.moment(begun)
    ended = clock.local(stopped, zone)
    return f"{days.moment(begun)} to {f'{ended:%H:%M}' if begun.date() == ended.date() else days.moment(ended)}"


def is_forgotten(started: datetime, now: datetime, zone: str) -> bool:
    """Whether someone should be asked about a timer: over 12 hours, or still running the morning after a day's work."""
    begun, here = clock.local(started, zone), clock.local(now, zone)
    is_next_morning = begun.date() < here.date() and here.hour >= MORNING and begun.hour < EVENING
    return now - started > LONG or is_next_morning
