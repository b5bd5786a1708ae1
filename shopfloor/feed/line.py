"""One open line to a screen: server-sent events, each carrying the newest number of its shop's log."""

import asyncio
from secrets import randbelow

from shopfloor.web.going_on import Send

HEARTBEAT = 15  # seconds between two
RETRY_FROM_MS, RETRY_WITHIN_MS = 1000, 3000  # after a restart thousands of screens come back somewhere in there


def seq_event(seq: int) -> bytes:
    """The log has come as far as that."""
    return b"event: seq\nid: %d\ndata: %d\n\n" % (seq, seq)


def heartbeat(seq: int) -> bytes:
    """The line is alive, and the log is still where it was."""
    return b"event: hb\ndata: %d\n\n" % seq


def retry() -> bytes:
    """When to come back after the line is lost: each screen at another moment."""
    return b"retry: %d\n\n" % (RETRY_FROM_MS + randbelow(RETRY_WITHIN_MS))


class Line:
    """A screen that listens. `page` is what it calls itself, so that it can take its own place again; "" for nothing.

    What it has not taken yet is replaced by what is newer: a screen on a bad line gets the last number, not all of them.
    """

    __slots__ = ("_is_last", "_next", "_pouring", "_send", "beat_at", "page", "seq", "session_id", "shop_id")

    def __init__(self, *, shop_id: int, session_id: int, page: str, seq: int) -> None:
        self.shop_id, self.session_id, self.page, self.seq = shop_id, session_id, page, seq
        self.beat_at = randbelow(HEARTBEAT)
        self._send: Send | None = None
        self._next = b""
        self._is_last = False
        self._pouring: asyncio.Task[None] | None = None

    def is_of(self, page: str) -> bool:
        return bool(page) and self.page == page

    def opens(self, send: Send) -> None:
        """From here on it is told by that."""
        self._send = send

    def tell(self, seq: int) -> None:
        """The log has grown. Silent when it has heard so already."""
        if seq > self.seq:
            self.seq = seq
            self._say(seq_event(seq))

    def beat(self) -> None:
        """A sign of life."""
        self._say(heartbeat(self.seq))

    def end(self) -> None:
        """Hang up. The screen will try again, and hear then what there is to say."""
        self._say(retry(), last=True)

    def _say(self, words: bytes, *, last: bool = False) -> None:
        if self._is_last or self._send is None:
            return
        self._next, self._is_last = words, last
        if self._pouring is None:
            self._pouring = asyncio.get_running_loop().create_task(self._pour(self._send))

    async def _pour(self, send: Send) -> None:
        try:
            while words := self._next:
                self._next = b""
                await send({"type": "http.response.body", "body": words, "more_body": not self._is_last})
        finally:
            self._pouring = None
