"""Dates and counts as the floor says them. Pure."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from shopfloor.kernel import quantity


class Due(NamedTuple):
    """`urgency` is late, today, soon, later or none."""

    words: str
    urgency: str


def due(on: date | None, today: date, *, is_open: bool = True) -> Due:
    """When it is due, in words: a worker must not have to count days."""
    if on is None:
        return Due("", "none")
    days = (on - today).days
    if not is_open:
        return Due(f"Due {day(on)}", "later")
    if days < 0:
        return Due("1 day overdue" if days == -1 else f"{-days} days overdue", "late")
    if days == 0:
        return Due("Due today", "today")
    return Due("Due tomorrow" if days == 1 else f"Due {day(on)}", "soon" if days <= 2 else "later")


def day(on: date) -> str:
    """Tue 25 Nov"""
    return f"{on:%a} {on.day} {on:%b}"


def moment(at: datetime) -> str:
    """Tue 25 Nov 10:04, of a local time."""
    return f"{day(at.date())} {at:%H:%M}"


def in_stage(since: datetime, today: date, lane: str) -> str:
    """How long in this lane, in calendar days of the shop: a night between counts as a day."""
    days = (today - since.date()).days
    return f"{lane} {days} d" if days > 0 else f"{lane} since {since:%H:%M}"


_FROM = {"mobile": "Shop Mobile", "bump": "scanned", "booth": "booth tablet", "demo": "", "desk": ""}


def how(source: str) -> str:
    """From where something was done, where that says more than the person's name."""
    return _FROM.get(source, source)


def pieces(count: Decimal) -> str:
    return "1 piece" if count == 1 else f"{quantity.words(count)} pieces"
