"""INSERT ... ON CONFLICT DO UPDATE, which both databases have and SQLAlchemy spells by dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from shopfloor.db.session import db


def upsert(table: Any, key: dict[str, Any], *, first: dict[str, Any], then: dict[str, Any], where: Any = None) -> Any:
    """A statement that inserts `key` with `first`, or sets `then` on the row that has that key already.

    `where` is what that row must be like to be changed. One that is not is left alone, and nothing is returned.
    """
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.engine.dialect.name]
    row = insert(table).values(**key, **first)
    return row.on_conflict_do_update(index_elements=list(key), set_=then, where=where)
