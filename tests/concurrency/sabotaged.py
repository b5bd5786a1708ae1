"""The server with one thing put wrong, named by SHOPFLOOR_SABOTAGE: a hammer that does not notice is no hammer."""

import importlib
import os
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from shopfloor import asgi
from shopfloor.db import db, engine, everywhere
from shopfloor.db.work import Work, work_in_hand
from shopfloor.db.writers import NoLock
from shopfloor.inventory import operations as inventory
from shopfloor.jobs import standing
from shopfloor.jobs.operations import create, moves, notes

LATE = 0.3  # seconds

_operation: Any = importlib.import_module("shopfloor.db.operation")  # the package has a function of that name


def forget_keys(app: Flask) -> None:
    """A tap that was heard before is done again. Answers are slow, so that many are lost when the server is killed."""
    for module in (create, moves, notes, inventory):
        module.heard_before = lambda *_, **__: None  # type: ignore[attr-defined]
    with app.app_context(), everywhere(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX IF EXISTS uq_events_key")

    @app.after_request
    def dawdle(response: Any) -> Any:
        time.sleep(LATE)
        return response


def commit_late(_app: Flask) -> None:
    """Taps are acknowledged first and committed a moment later."""
    _operation._transaction = _transaction_that_commits_late


def _transaction_that_commits_late(call: Callable[[], Any]) -> Any:
    work = Work()
    tokens = work_in_hand.set(work), engine.writing.set(True)
    turn = asgi.flask_app.extensions["writer_lock"].turn()
    turn.__enter__()
    try:
        result = call()
        _operation._close(work)
    except BaseException:
        db.session.rollback()
        turn.__exit__(None, None, None)
        raise
    finally:
        work_in_hand.reset(tokens[0])
        engine.writing.reset(tokens[1])
    session = db.session()
    db.session.registry.clear()  # the request must not close it
    threading.Timer(LATE, lambda: (session.commit(), session.close(), turn.__exit__(None, None, None))).start()
    return result


def take_no_turns(app: Flask) -> None:
    """Writers do not wait for each other: neither for the turn on SQLite nor for the job's row on PostgreSQL.

    They think a while about what they have read, so that it happens for sure.
    """
    app.extensions["writer_lock"] = NoLock()
    engine.writing = ContextVar("never", default=False)  # type: ignore[misc]

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def do_not_lock(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        return statement.replace(" FOR NO KEY UPDATE OF jobs", ""), parameters

    def locked(number: str) -> Any:
        job = standing.locked(number)
        time.sleep(LATE / 10)
        return job

    moves.locked = locked


SABOTAGES = {sabotage.__name__: sabotage for sabotage in (forget_keys, commit_late, take_no_turns)}
SABOTAGES[os.environ["SHOPFLOOR_SABOTAGE"]](asgi.flask_app)
app = asgi.app
