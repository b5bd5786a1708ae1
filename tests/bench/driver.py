"""The database past the app: its driver alone, set up as the app sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, cast

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from shopfloor.db.engine import engine_options, prepare


class Driver:
    """One connection for the length of a `with`, as durable as the app's. It commits each statement unless told BEGIN."""

    def __init__(self, database_url: str) -> None:
        self.name = make_url(database_url).get_backend_name()
        self.begin = "BEGIN IMMEDIATE" if self.name == "sqlite" else "BEGIN"
        self._engine = create_engine(database_url, **engine_options(database_url))
        prepare(self._engine)
        self._line = self._engine.raw_connection()
        self.connection = cast(Any, self._line.driver_connection)
        if self.name == "postgresql":
            self.connection.autocommit = True
            self.connection.execute("SELECT set_config('shopfloor.shop', '*', false)")

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._line.invalidate()
        self._engine.dispose()

    def sql(self, statement: str) -> str:
        """The statement, written with question marks, as this driver wants it."""
        return statement if self.name == "sqlite" else statement.replace("?", "%s")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._execute(statement, values).fetchall()]

    def does(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._execute(statement, values)

    def _execute(self, statement: str, values: Sequence[Any]) -> Any:
        return self.connection.execute(self.sql(statement), *([values] if values else []))
