"""One writer at a time on SQLite, by our own queue.

SQLite's busy handler sleeps and guesses; with 16 clients it leaves one waiting for a second or two. A lock in the
process and a file lock between processes hand the turn on at once. PostgreSQL queues its writers itself.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL

from shopfloor.kernel.errors import Unavailable

PATIENCE = 10.0  # seconds


class WriterLock:
    """The turn to write to one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._among_threads = threading.Lock()
        self._among_processes = path.open("a")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn for the block. Raises Unavailable when none comes in time."""
        if not self._among_threads.acquire(timeout=PATIENCE):
            raise Unavailable("The shop's store is busy. Nothing was saved; try again in a moment.")
        try:
            fcntl.flock(self._among_processes, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._among_processes, fcntl.LOCK_UN)
        finally:
            self._among_threads.release()

    def close(self) -> None:
        self._among_processes.close()


class NoLock:
    """The database queues its writers itself."""

    def turn(self) -> AbstractContextManager[None]:
        return nullcontext()

    def close(self) -> None:
        pass


def lock_for(url: URL) -> WriterLock | NoLock:
    """The lock that belongs to the database at that address."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return NoLock()
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    return WriterLock(path.with_name(path.name + ".writer"))
