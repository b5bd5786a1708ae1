"""Every verb is an operation: a function that owns its transaction. Raise rolls back, return commits."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app
from sqlalchemy.exc import DBAPIError, OperationalError

from shopfloor.db import guard
from shopfloor.db.engine import writing
from shopfloor.db.session import db
from shopfloor.db.work import Work, current_work, work_in_hand
from shopfloor.kernel.errors import Overtaken, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 4
_TRANSIENT = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock; the whole operation may run again


class SilentChange(AssertionError):
    """An operation changed a shop's rows and told the log nothing."""


_before_commit: list[Callable[[Work], None]] = []


def before_commit(closing: Callable[[Work], None]) -> Callable[[Work], None]:
    """Have `closing` called as the last thing in every operation's transaction. The log does its numbering there."""
    _before_commit.append(closing)
    return closing


def operation(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a function an operation. Called within another operation it joins that one's transaction.

    Raises Unavailable when the store can't be written: nothing was changed then, and trying again is right.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if current_work() is not None:
            return verb(*args, **kwargs)
        return _run_alone(lambda: verb(*args, **kwargs))

    return run


def _run_alone(call: Callable[[], R]) -> R:
    if db.session().in_transaction():
        db.session.commit()  # what was read before is let go: a writer must see the newest
    for left in reversed(range(TRIES)):
        try:
            return _transaction(call)
        except Overtaken:
            if not left:
                raise
        except DBAPIError as error:
            if left and getattr(error.orig, "sqlstate", None) in _TRANSIENT:
                continue
            raise _unavailable(error) or error from error
    raise AssertionError("unreachable")


def _transaction(call: Callable[[], R]) -> R:
    work = Work()
    tokens = work_in_hand.set(work), writing.set(True)
    try:
        with current_app.extensions["writer_lock"].turn():
            result = call()
            _close(work)
            db.session.commit()
            return result
    except BaseException:
        db.session.rollback()
        raise
    finally:
        work_in_hand.reset(tokens[0])
        writing.reset(tokens[1])


def _close(work: Work) -> None:
    db.session.flush()
    if silent := guard.told_nothing(work.changed, len(work.recorded)):
        raise SilentChange(f"Changed without an event: {', '.join(sorted(silent))}")
    for closing in _before_commit:
        closing(work)


def _unavailable(error: DBAPIError) -> Unavailable | None:
    """Full, locked, read-only or broken stores are no fault of the person's, and are told from a fault of ours."""
    if not isinstance(error, OperationalError):
        return None
    return Unavailable("The shop's store can't be written just now. Nothing was saved; try again in a moment.")
