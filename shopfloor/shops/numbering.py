"""Numbers people say aloud. Taken inside the transaction that uses them; never reused; widths are minimums."""

from datetime import datetime

from shopfloor.db import db, shop_in_scope
from shopfloor.db.upsert import upsert
from shopfloor.kernel import clock
from shopfloor.shops.models import Counter


def next_in(series: str, period: str = "") -> int:
    """The next number of a series. The counter's row stays locked until the transaction ends."""
    key = {"shop_id": shop_in_scope(), "series": series, "period": period}
    bumped = upsert(Counter, key, first={"last": 1}, then={"last": Counter.last + 1})
    return int(db.session.execute(bumped.returning(Counter.last)).scalar_one())


def monthly_number(prefix: str, created: datetime, timezone: str) -> str:
    """JOB-2608-0007: the month is the shop's own, the counter restarts with it."""
    period = clock.local(created, timezone).strftime("%y%m")
    return f"{prefix}-{period}-{next_in(prefix, period):04d}"
