"""Quiet hours: a time of day at which someone is left alone, on the shop's clock. Pure."""

from datetime import UTC, datetime, timedelta

from shopfloor.kernel import clock

DAY = 24 * 60


def told_at(moment: datetime, timezone: str, quiet_from: int | None, quiet_until: int | None) -> datetime:
    """When to tell what happens at `moment`: then, or when the quiet hours it falls into end.

    They are given in minutes of the day and may pass midnight; the same minute twice, or None, is none.
    """
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return moment
    wall = clock.local(moment, timezone)
    minute = wall.hour * 60 + wall.minute
    if (minute - quiet_from) % DAY >= (quiet_until - quiet_from) % DAY:
        return moment
    end = wall.replace(hour=quiet_until // 60, minute=quiet_until % 60, second=0, microsecond=0, fold=0)
    if minute >= quiet_until:
        end = (end.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=wall.tzinfo)
    return max(moment, end.astimezone(UTC))
