"""Slowing down those who try too often: counted in the database, looked at before anything costly is done."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select, update

from shopfloor.accounts.models import Throttle
from shopfloor.db import db, operation
from shopfloor.db.upsert import upsert
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Slowed

WINDOW = timedelta(minutes=5)


def _window(length: timedelta) -> int:
    return int(clock.now().timestamp() // length.total_seconds())


def check(key: str, *, limit: int, window: timedelta = WINDOW) -> None:
    """Raises Slowed when `key` has used up its `limit` of tries in this window."""
    where = (Throttle.key == key, Throttle.window == _window(window))
    if (db.session.execute(select(Throttle.tries).where(*where)).scalar() or 0) >= limit:
        raise _slowed(window)


def _slowed(window: timedelta) -> Slowed:
    seconds = int(window.total_seconds() - clock.now().timestamp() % window.total_seconds()) + 1
    wait = f"{seconds} seconds" if seconds < 90 else f"{seconds // 60 + 1} minutes"
    return Slowed(f"Too many tries. Wait {wait}, then try again.", seconds)


@operation
def count(*keys: str, window: timedelta = WINDOW) -> None:
    """Count one try for each key."""
    for key in keys:
        _count(key, window)


@operation
def take(limits: Mapping[str, int], *, window: timedelta = WINDOW) -> None:
    """Count one try for each key before it is made, so that many at once are not more. Raises Slowed over a limit."""
    for key, limit in limits.items():
        if _count(key, window) > limit:
            raise _slowed(window)


@operation
def give_back(*keys: str, window: timedelta = WINDOW) -> None:
    """The try was no wrong one: it does not count."""
    mine = (Throttle.key.in_(keys), Throttle.window == _window(window))
    db.session.execute(update(Throttle).where(*mine).values(tries=Throttle.tries - 1))


def _count(key: str, window: timedelta) -> int:
    """One try more; how many that makes. The row is locked until the transaction ends, so that no two see the same."""
    row = {"key": key, "window": _window(window)}
    more = upsert(Throttle, row, first={"tries": 1}, then={"tries": Throttle.tries + 1})
    tries = int(db.session.execute(more.returning(Throttle.tries)).scalar_one())
    db.session.execute(delete(Throttle).where(Throttle.key == key, Throttle.window < row["window"]))
    return tries
