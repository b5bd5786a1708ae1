"""The session, by Flask-SQLAlchemy: one for each request, command or test block."""

from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, Engine, Executable, Row, create_engine
from sqlalchemy.orm import Session

from shopfloor.db import guard
from shopfloor.db.base import Base
from shopfloor.db.engine import engine_options, glancing_options, open_transactions, prepare
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
    glancing = create_engine(url, **glancing_options(url))
    prepare(glancing)
    with app.app_context():
        prepare(db.engine)
        open_transactions(db.engine)
        app.extensions["writer_lock"] = lock_for(db.engine.url)
    app.extensions["glancing_engine"] = glancing


def close_database(app: Flask) -> None:
    """Let go of the database: its connections and the writers' lock."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["glancing_engine"].dispose()
    app.extensions["writer_lock"].close()


def run(statement: Executable, parameters: Any = None) -> CursorResult[Any]:
    """Run a Core statement in the session's transaction, past the ORM: the lean way of the hot paths.

    Statements are made of tables (`table(Job)`), not of mapped attributes, which would bring the ORM back in.
    They do not see what the session has not flushed yet.
    """
    return db.session.connection().execute(statement, parameters)


def glance(statement: Executable, parameters: Any) -> Row[Any] | None:
    """The first row of one statement, outside of any transaction: half the cost of a transaction that only reads.

    It sees all shops, so say `everywhere()`; and it must read: there is nothing to commit or roll back.
    """
    with current_app.extensions["glancing_engine"].connect() as connection:
        row: Row[Any] | None = connection.execute(statement, parameters).first()
        return row


_kept: WeakKeyDictionary[Engine, dict[str, dict[Any, Any]]] = WeakKeyDictionary()


def kept(name: str) -> dict[Any, Any]:
    """A store in memory, one of that name for each database this process speaks to: ids mean nothing across them."""
    return _kept.setdefault(db.engine, {}).setdefault(name, {})


def table(model: type[Base]) -> Any:
    """The table behind a model, for Core statements."""
    return model.__table__


guard.narrow(Session)
