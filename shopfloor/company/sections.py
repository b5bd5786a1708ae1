"""The company's choices: how it can be reached, when it works, how long a job may usually take."""

from datetime import date, timedelta

from shopfloor.shops.settings import section

RANKS = (5, 4, 3, 2, 1)


@section("company")
class CompanySettings:
    """What papers say beside the shop's name, address and phone."""

    email: str = ""
    website: str = ""


@section("working hours")
class WorkingHours:
    """Weekdays from Monday (0) to Sunday (6); times of day in minutes after midnight, on the shop's wall."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: int = 8 * 60
    closes: int = 17 * 60


@section("due dates")
class DueDays:
    """Working days until a job is due when nobody says, by its priority from 5 (rush) to 1 (low)."""

    rank_5: int = 1
    rank_4: int = 2
    rank_3: int = 4
    rank_2: int = 7
    rank_1: int = 15

    def of(self, rank: int) -> int:
        days: int = getattr(self, f"rank_{min(max(rank, 1), 5)}")
        return days


def due_after(start: date, working_days: int, hours: WorkingHours) -> date:
    """The day so many working days after `start`; a shop that works on no day counts every one."""
    works = hours.days or tuple(range(7))
    day = start
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() in works
    return day
