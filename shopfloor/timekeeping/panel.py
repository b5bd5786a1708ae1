"""Time Entries, on the job page: one's own timer, who is at work, what was worked, and how that compares to the estimate."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopfloor.accounts.current import me
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.shops.permissions import Permission
from shopfloor.shops.settings import settings
from shopfloor.timekeeping import lengths
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.queries import entries_of
from shopfloor.timekeeping.settings import TimeSettings


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes counted as the shop counts them; `cost` is None where no entry knows what an hour costs."""

    minutes: Decimal
    estimate: Decimal | None
    cost: Decimal | None

    @property
    def over(self) -> Decimal | None:
        """Minutes past the estimate; below nothing where some are left."""
        return None if self.estimate is None else self.minutes - self.estimate


def panel(job: Job, _card: Card) -> Panel:
    entries = entries_of(job.id)
    mine = next((entry for entry in entries if entry.is_running and entry.member_id == me().id), None)
    context = {
        "entries": entries,
        "mine": mine,
        "worked": worked(entries, estimate_of(job), settings(TimeSettings).round_to),
        "may_correct": me().may(Permission.TIME_CORRECT),
    }
    return Panel("timekeeping/_panel.html", context)


def estimate_of(job: Job) -> Decimal | None:
    """Minutes of labor on all pieces, as far as they are known; None where none are."""
    known = [item.minutes * item.quantity for item in job.items if item.minutes is not None]
    return sum(known, Decimal(0)) if known else None


def worked(entries: Sequence[TimeEntry], estimate: Decimal | None, round_to: int) -> Worked:
    """What was worked so far."""
    counted = [(lengths.rounded(entry.minutes, round_to), entry.hourly) for entry in entries]
    costs = [lengths.labor_cost(minutes, hourly) for minutes, hourly in counted if hourly is not None]
    return Worked(sum((minutes for minutes, _ in counted), Decimal(0)), estimate, sum(costs, Decimal(0)) if costs else None)
