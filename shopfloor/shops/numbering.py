"""Numbers people say aloud. Taken inside the transaction that uses them; never reused; widths are minimums."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from shopfloor.db import db, shop_in_scope
from shopfloor.kernel import clock
from shopfloor.shops.models import Counter

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_in(series: str, period: str = "") -> int:
    """The next number of a series. The counter's row stays locked until the transaction ends."""
    insert = _INSERTS[db.engine.dialect.name]
    first = insert(Counter).values(shop_id=shop_in_scope(), series=series, period=period, last=1)
    bumped = first.on_conflict_do_update(index_elements=["shop_id", "series", "period"], set_={"last": Counter.last + 1})
    return int(db.session.execute(bumped.returning(Counter.last)).scalar_one())


def monthly_number(prefix: str, created: datetime, timezone: str) -> str:
    """JOB-2608-0007: the month is the shop's own, the counter restarts with it."""
    period = clock.local(created, timezone).strftime("%y%m")
    return f"{prefix}-{period}-{next_in(prefix, period):04d}"


def last_of(series: str, period: str) -> int:
    """The highest number dealt so far, 0 for none."""
    where = (Counter.shop_id == shop_in_scope(), Counter.series == series, Counter.period == period)
    return db.session.execute(select(Counter.last).where(*where)).scalar() or 0
