"""The demo shop's working time, counted in seconds back from now. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from shopfloor.demo.shape import DemoShop
from shopfloor.kernel import clock

_SHORTEST_TODAY = timedelta(hours=4)


@dataclass(frozen=True)
class Hours:
    """Weekdays from `opens` to `closes` on the wall of `zone`, and today.

    Today is worked whatever the day and the hour, for at least four hours up to `now` if the day is that old:
    a demo that is opened on a Sunday at six has people at work.
    """

    now: datetime
    zone: ZoneInfo
    opens: time
    closes: time

    @classmethod
    def of(cls, shop: DemoShop, now: datetime) -> "Hours":
        return cls(now, clock.zone(shop.timezone), shop.opens, shop.closes)

    @cached_property
    def day(self) -> int:
        """Seconds of a working day."""
        return _seconds(self.closes) - _seconds(self.opens)

    @cached_property
    def worked_today(self) -> int:
        """Seconds worked today."""
        here = self.now.astimezone(self.zone)
        opened = datetime.combine(here.date(), self.opens, self.zone)
        midnight = datetime.combine(here.date(), time(), self.zone)
        start = min(max(opened, here - timedelta(seconds=self.day)), here - _SHORTEST_TODAY)
        if start < midnight <= here - timedelta(hours=1):
            start = midnight
        return int((here - start).total_seconds())

    @property
    def today(self) -> date:
        """Today on the shop's wall."""
        return self.now.astimezone(self.zone).date()

    def moment(self, back: int) -> datetime:
        """The moment that lies so many working seconds before now, in UTC."""
        if back <= self.worked_today:
            return self.now - timedelta(seconds=back)
        days, into = divmod(back - self.worked_today, self.day)
        closed = datetime.combine(_weekday(_number(self.today) - 1 - days), self.closes, self.zone)
        return (closed - timedelta(seconds=into)).astimezone(UTC)

    def on(self, back: int) -> date:
        """The shop's date at that moment."""
        return self.moment(back).astimezone(self.zone).date()

    def night_within(self, later: int, earlier: int) -> int | None:
        """The closing time that lies between the two, if one does; both and it counted back from now."""
        nights = 0 if later < self.worked_today else (later - self.worked_today) // self.day + 1
        closing = self.worked_today + nights * self.day
        return closing if closing < earlier else None


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60


def _number(day: date) -> int:
    """How many weekdays lie before it since the first Monday of all."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(weekday, 5)


def _weekday(number: int) -> date:
    weeks, weekday = divmod(number, 5)
    return date.fromordinal(weeks * 7 + weekday + 1)
