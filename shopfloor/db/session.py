"""The session, by Flask-SQLAlchemy: one for each request, command or test block."""

from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, Engine, Executable
from sqlalchemy.orm import Session

from shopfloor.db import guard
from shopfloor.db.base import Base
from shopfloor.db.engine import engine_options, prepare
from shopfloor.db.writers import lock_for

db = SQLAlchemy(
    metadata=Base.metadata,
    disable_autonaming=True,
    # Objects outlive their transaction: a view answers from what the operation returned.
    session_options={"expire_on_commit": False, "autoflush": True},
)


def open_database(app: Flask, url: str) -> None:
    """Bind the app to the database at `url`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        guard.watch(db.engine)
        app.extensions["writer_lock"] = lock_for(db.engine.url)


def close_database(app: Flask) -> None:
    """Let go of the database: its connections and the writers' lock."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["writer_lock"].close()


def run(statement: Executable, parameters: Any = None) -> CursorResult[Any]:
    """Run a Core statement in the session's transaction, past the ORM: the lean way of the hot paths.

    Statements are made of tables (`table(Job)`), not of mapped attributes, which would bring the ORM back in.
    They do not see what the session has not flushed yet.
    """
    return db.session.connection().execute(statement, parameters)


_kept: WeakKeyDictionary[Engine, dict[str, dict[Any, Any]]] = WeakKeyDictionary()


def kept(name: str) -> dict[Any, Any]:
    """A store in memory, one of that name for each database this process speaks to: ids mean nothing across them."""
    return _kept.setdefault(db.engine, {}).setdefault(name, {})


def table(model: type[Base]) -> Any:
    """The table behind a model, for Core statements."""
    return model.__table__


guard.narrow(Session)
