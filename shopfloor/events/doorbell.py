"""The doorbell: how far the shops' logs have come, noticed within a moment whichever process wrote them.

SQLite tells for next to nothing whether anybody has committed since one last looked, so it is asked often, and the heads are
read only then. PostgreSQL is asked for the heads themselves: a NOTIFY in the transaction would end its commits in groups.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from threading import Event as Signal
from threading import Thread

from sqlalchemy import Connection, Engine, bindparam, select

from shopfloor.db import everywhere, table
from shopfloor.events.models import LogHead

log = logging.getLogger(__name__)

EVERY = {"sqlite": 0.05, "postgresql": 0.2}  # seconds between two looks
LONGEST_REST = 5.0  # seconds between two tries while the database can't be read
DEAF_AFTER = 3.0  # seconds without a look
AT_ONCE = 500  # shops in one statement

Ring = Callable[[Mapping[int, int]], None]


class Doorbell:
    """Watches the logs of `shops` from a thread of its own, and calls `ring` there with the heads that are new to it.

    `shops` may be replaced at any time; the head of a shop that is new in it is told, too.
    """

    def __init__(self, engine: Engine, ring: Ring) -> None:
        self.shops: frozenset[int] = frozenset()
        self._engine, self._ring = engine, ring
        self._known: dict[int, int] = {}
        self._stop: Signal | None = None
        self._thread: Thread | None = None
        self._looked_at = 0.0

    @property
    def hears(self) -> bool:
        """Whether it has looked just now. While it has not, nobody may be told that nothing has happened."""
        return time.monotonic() - self._looked_at < DEAF_AFTER

    def start(self) -> None:
        """No-op when it watches already."""
        if self._stop is None:
            self._stop = Signal()
            self._thread = Thread(target=self._watch, args=(self._stop,), name="doorbell", daemon=True)
            self._thread.start()

    def stop(self, *, wait: bool = False) -> None:
        """Lets its thread end, and waits for it only when told to. No-op when it does not watch."""
        if self._stop is not None and self._thread is not None:
            self._stop.set()
            self._stop = None
            if wait:
                self._thread.join()

    def _watch(self, stop: Signal) -> None:
        """Look until told to stop. What goes wrong is tried again, ever less often."""
        rest, every = 0.0, EVERY[self._engine.dialect.name]
        while not stop.wait(rest):
            try:
                with everywhere(), self._engine.connect() as line:
                    look = Look(line)
                    while not stop.is_set():
                        self._tell(look.heads(self.shops))
                        rest = 0.0
                        stop.wait(every)
            except Exception:
                if not rest:
                    log.exception("The logs can't be read; screens are told nothing until they can")
                rest = min(max(2 * rest, every), LONGEST_REST)

    def _tell(self, heads: Mapping[int, int]) -> None:
        self._looked_at = time.monotonic()
        new = {shop: seq for shop, seq in heads.items() if self._known.get(shop) != seq}
        self._known.update(new)
        if new:
            self._ring(new)


class Look:
    """One connection's eyes on the heads."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._tells_of_commits = line.dialect.name == "sqlite"
        self._version: int | None = None
        self._shops: frozenset[int] = frozenset()

    def heads(self, shops: frozenset[int]) -> dict[int, int]:
        """Their newest numbers; nothing when no number can have changed since the last look at the same shops."""
        if self._is_still() and shops <= self._shops:
            return {}
        self._shops = shops
        rows = (row for few in _in_parts(shops) for row in self._line.execute(_HEADS_OF, {"shops": few}))
        return {row.shop_id: row.seq for row in rows}

    def _is_still(self) -> bool:
        if not self._tells_of_commits:
            return False
        before, self._version = self._version, self._line.exec_driver_sql("PRAGMA data_version").scalar_one()
        return before == self._version


def _in_parts(shops: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(shops)
    while part := list(islice(rest, AT_ONCE)):
        yield part


_HEADS = table(LogHead)
_HEADS_OF = select(_HEADS.c.shop_id, _HEADS.c.seq).where(_HEADS.c.shop_id.in_(bindparam("shops", expanding=True)))
