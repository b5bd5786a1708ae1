"""Where the measured databases are: files in a folder, or a PostgreSQL server of our own. As durable as in a shop."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

from shopfloor.db.engine import sqlite_module
from tests.bench.driver import Driver
from tests.support.postgres import PostgresServer


class Store(ABC):
    """Makes databases; all of them go with it. `folder` is on the disk that is measured."""

    folder: Path
    version: str

    def __init__(self) -> None:
        self.names = (f"bench{n}" for n in count(1))

    @abstractmethod
    def new(self) -> str:
        """The URL of an empty database."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """The URL of a copy. Nobody has the original open."""

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free


class Files(Store):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.version = folder, f"SQLite {sqlite_module().sqlite_version}"

    def new(self) -> str:
        return f"sqlite:///{self.folder / next(self.names)}.db"

    def copy(self, url: str) -> str:
        made = self.new()
        with Driver(url) as driver:
            driver.does("VACUUM INTO ?", [make_url(made).database])
        os.sync()
        return made


class Postgres(Store):
    def __init__(self, server: PostgresServer) -> None:
        super().__init__()
        self._server, self.folder = server, server.folder
        with Driver(self.new()) as driver:
            self.version = "PostgreSQL " + str(driver.rows("SHOW server_version")[0][0]).split()[0]

    def new(self) -> str:
        return self._server.create_database(next(self.names))

    def copy(self, url: str) -> str:
        made = self._server.create_database(next(self.names), template=make_url(url).database)
        os.sync()
        return made


@contextmanager
def store_of(kind: str) -> Iterator[Store]:
    """A store of that kind for the block; nothing of it is left."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="shopfloor-bench-") as folder:
            yield Files(Path(folder))
        return
    with PostgresServer(fsync=True) as server:
        yield Postgres(server)
