"""All open lines of this process: who is rung when a log grows, who hears a heartbeat, who has to leave."""

import asyncio
import logging
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, cycle

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from shopfloor.accounts.queries import sessions_that_may
from shopfloor.db import everywhere
from shopfloor.events.doorbell import Doorbell
from shopfloor.feed.line import HEARTBEAT, Line
from shopfloor.kernel.errors import Unavailable
from shopfloor.shops.permissions import Permission
from shopfloor.web.going_on import Receive, Send

log = logging.getLogger(__name__)

SWITCHBOARD = "switchboard"  # its name among the app's extensions

RECHECK = 4.0  # seconds: so long may a session be over and still hear
MOST = 10_000
MOST_OF_SESSION = 4  # browsers have six lines to a server over HTTP/1.1, and need some for everything else
SLICE = 100  # lines told before others have their turn on the loop
LONGEST_PAUSE = 0.2  # seconds between two rounds through a shop's screens
AT_ONCE = 500  # sessions in one statement


class Full(Unavailable):
    """There is no line left. Nothing is lost by it: the screen asks the feed now and then instead."""

    title = "Too many screens"


class Switchboard:
    """Holds the lines. Lives on the server's loop; `make_room` may be called from any thread."""

    def __init__(self, app: Flask) -> None:
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.most = MOST if files == resource.RLIM_INFINITY else min(MOST, files * 3 // 4)
        self._app = app
        self._bell = Doorbell(app.extensions["glancing_engine"], self._ring)
        self._is_closed = False
        self._heads: dict[int, int] = {}
        self._due: dict[int, None] = {}
        self._telling: asyncio.Task[None] | None = None
        self._of_shop: dict[int, set[Line]] = {}
        self._of_session: dict[int, set[Line]] = {}
        self._of_beat: list[set[Line]] = [set() for _ in range(HEARTBEAT)]
        self._many = 0
        self._keepers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Takes the running loop for its own."""
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """Hang up on everyone, and let nobody in any more."""
        self._is_closed = True
        self._bell.stop()
        self._ending = self._loop.create_task(_in_slices(list(chain(*self._of_beat)), Line.end))

    def make_room(self, session_id: int, page: str) -> None:
        """Raises Full when this process, or that session, has all the lines it may have. A page replaces its own."""
        if self._is_closed or self._many >= self.most:
            raise Full("The server can't hold another line just now. This screen asks for news now and then instead.")
        others = [line for line in list(self._of_session.get(session_id, ())) if not line.is_of(page)]
        if len(others) >= MOST_OF_SESSION:
            raise Full("Too many screens of this device listen already. This one asks for news now and then instead.")

    async def hold(self, line: Line, receive: Receive, send: Send) -> None:
        """Keep the line until the screen is gone or has to leave."""
        line.opens(send)
        with self._listed(line):
            self._begin()
            for other in self._of_session[line.session_id] - {line}:
                if other.is_of(line.page):
                    other.end()  # the page is back before its old line was noticed to be dead
            line.tell(self._heads.get(line.shop_id, 0))  # what happened since its answer was made
            if self._is_closed:
                line.end()
            while (await receive())["type"] != "http.disconnect":
                pass  # whatever else it sends

    @contextmanager
    def _listed(self, line: Line) -> Iterator[None]:
        self._many += 1
        self._of_beat[line.beat_at].add(line)
        self._of_session.setdefault(line.session_id, set()).add(line)
        self._of_shop.setdefault(line.shop_id, set()).add(line)
        try:
            yield
        finally:
            self._many -= 1
            self._of_beat[line.beat_at].discard(line)
            _strike(self._of_session, line.session_id, line)
            _strike(self._of_shop, line.shop_id, line)
            self._watch_shops()
            if not self._many:
                self._rest()

    def _begin(self) -> None:
        """With the first line there is something to do."""
        self._watch_shops()
        if not self._keepers and not self._is_closed:
            self._bell.start()
            self._keepers = [self._loop.create_task(deed) for deed in (self._beat(), self._see_out())]

    def _rest(self) -> None:
        """With the last line gone there is nothing to do."""
        self._bell.stop()
        for keeper in self._keepers:
            keeper.cancel()
        self._keepers = []

    def _watch_shops(self) -> None:
        if len(self._bell.shops) != len(self._of_shop):  # they come and go one at a time
            self._bell.shops = frozenset(self._of_shop)

    # A log has grown.

    def _ring(self, heads: Mapping[int, int]) -> None:
        """In the bell's thread."""
        with suppress(RuntimeError):  # the loop may have ended
            self._loop.call_soon_threadsafe(self._note, heads)

    def _note(self, heads: Mapping[int, int]) -> None:
        self._heads.update(heads)
        self._due.update(dict.fromkeys(heads))
        if self._telling is None:
            self._telling = self._loop.create_task(self._tell())

    async def _tell(self) -> None:
        """Shop by shop. After each as long a pause as it took: the bell never has more than half of the loop."""
        while self._due:
            began = time.monotonic()
            shop_id, _ = self._due.popitem()
            seq = self._heads[shop_id]
            await _in_slices(list(self._of_shop.get(shop_id, ())), partial(Line.tell, seq=seq))
            await asyncio.sleep(min(time.monotonic() - began, LONGEST_PAUSE))
        self._telling = None

    # All the time.

    async def _beat(self) -> None:
        """Silent while the logs can't be read: a screen must not look live that would not hear of a tap."""
        for lines in cycle(self._of_beat):
            await asyncio.sleep(1)
            if self._bell.hears:
                await _in_slices(list(lines), Line.beat)

    async def _see_out(self) -> None:
        """Hang up on whoever is signed out, expired, disabled, or may not look any more."""
        while True:
            await asyncio.sleep(RECHECK)
            try:
                sessions = list(self._of_session)
                for n in range(0, len(sessions), AT_ONCE):
                    self._hang_up_on(await asyncio.to_thread(self._over, sessions[n : n + AT_ONCE]))
            except SQLAlchemyError as error:
                log.error("Whether sessions still stand can't be read: %s", error)

    def _over(self, sessions: Sequence[int]) -> set[int]:
        with self._app.app_context(), everywhere():
            return set(sessions) - sessions_that_may(Permission.JOBS_SEE, sessions)

    def _hang_up_on(self, sessions: set[int]) -> None:
        for session_id in sessions:
            for line in self._of_session.get(session_id, ()):
                line.end()


def _strike(book: dict[int, set[Line]], key: int, line: Line) -> None:
    book[key].discard(line)
    if not book[key]:
        del book[key]


async def _in_slices(lines: Sequence[Line], deed: Callable[[Line], None]) -> None:
    """The deed for each, with a turn for everyone else on the loop now and then."""
    for n, line in enumerate(lines, start=1):
        deed(line)
        if n % SLICE == 0:
            await asyncio.sleep(0)
