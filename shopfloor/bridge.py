"""From the server's events to Flask and back: one request, one thread, two crossings.

A request takes a thread when all of it is here, so that a phone on a bad line, sending its form for half a minute, holds
none of the few there are. (a2wsgi gives it one at its first byte, and crosses over for every part of body and answer:
three times the cost of all else in a feed request.)

An answer may go on after Flask is done with it (`web/going_on.py`): what follows is written on the server's loop, without a
thread.
"""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from types import FrameType
from typing import IO, Any, Protocol
from wsgiref.types import WSGIApplication

from shopfloor.web.going_on import GoesOn, Message, Receive, Send, who_goes_on

IN_MEMORY = 1024 * 1024  # bytes; larger bodies go to the disk on their way
SHORT = 1024 * 1024  # bytes; a longer answer is handed over in parts


class Beside(Protocol):
    """What runs beside the app for as long as the server does. Both are called on the server's loop.

    `stop` is called as soon as the server is told to end, and again when it does.
    """

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Bridge:
    """An ASGI app that answers by a WSGI app, in so many threads. Bodies over `largest` bytes are not taken in.

    `larger` is asked for a body over that: how many bytes may come by that method to that path.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        threads: int,
        largest: int,
        larger: Callable[[str, str], int] | None = None,
        beside: Sequence[Beside] = (),
    ) -> None:
        self._app, self._largest, self._larger, self._beside = app, largest, larger, beside
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            goes_on = await self._ask(scope, receive, send)
            if goes_on is not None:
                await goes_on(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        for other in self._beside:
            other.start()
        _when_told_to_end(self._stop)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._stop()
        self._threads.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    def _stop(self) -> None:
        for other in self._beside:
            other.stop()

    async def _ask(self, scope: Message, receive: Receive, send: Send) -> GoesOn | None:
        """Returns who goes on with the answer. Of body and environment nothing is kept then: thousands may listen."""
        with SpooledTemporaryFile(IN_MEMORY) as body:
            size = await self._take_in(scope, receive, body)
            return None if size is None else await self._answer(_environ(scope, body, size), send)

    async def _take_in(self, scope: Message, receive: Receive, body: IO[bytes]) -> int | None:
        """Read the body, and return its size: what it says of itself when that is too much, None when it was cut off."""
        said = next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)
        size, most = 0, self._largest
        if said > most and self._larger:
            most = self._larger(scope["method"], scope["path"])
        while max(said, size) <= most:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            size += body.write(message.get("body", b""))
            if not message.get("more_body"):
                body.seek(0)
                return size
        return max(said, size)

    async def _answer(self, environ: dict[str, Any], send: Send) -> GoesOn | None:
        run, context = asyncio.get_running_loop().run_in_executor, Context()
        answer = await run(self._threads, context.run, Answer, self._app, environ)
        goes_on = who_goes_on(environ) if answer.is_fine else None
        await send(answer.start_without_length if goes_on else answer.start)
        more = bool(goes_on) or not answer.is_whole
        await send({"type": "http.response.body", "body": answer.first, "more_body": more})
        while not answer.is_whole:
            part = await run(self._threads, context.run, answer.read)
            more = bool(goes_on) or not answer.is_whole
            await send({"type": "http.response.body", "body": part, "more_body": more})
        return goes_on


class Answer:
    """What the app answers, made in the thread that makes this."""

    def __init__(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        self.is_whole = False
        self._body: Iterable[bytes] = app(environ, self._started)
        self._parts = iter(self._body)
        self.first = self.read()

    def _started(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start: Message = {"type": "http.response.start", "status": int(status[:3]), "headers": raw}
        return _no_write

    @property
    def is_fine(self) -> bool:
        return bool(self.start["status"] == HTTPStatus.OK)

    @property
    def start_without_length(self) -> Message:
        """The start of an answer that is longer than what is here of it."""
        kept = [(name, value) for name, value in self.start["headers"] if name != b"content-length"]
        return {**self.start, "headers": kept}

    def read(self) -> bytes:
        """The next part; `is_whole` tells whether it was the last. Most answers are one."""
        taken: list[bytes] = []
        size = 0
        try:
            for part in self._parts:
                taken.append(part)
                size += len(part)
                if size > SHORT:
                    return b"".join(taken)
        except BaseException:
            self._close()
            raise
        self._close()
        return b"".join(taken)

    def _close(self) -> None:
        self.is_whole = True
        if hasattr(self._body, "close"):
            self._body.close()


def _when_told_to_end(stop: Callable[[], None]) -> None:
    """Call that on the loop at the signal itself: the server tells us only when every request has its answer whole."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        servers = signal.getsignal(number)
        if callable(servers):  # the server's own, which it puts back by itself at its end
            signal.signal(number, _first(lambda: loop.call_soon_threadsafe(stop), servers))


def _first(deed: Callable[[], object], then: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
    def both(number: int, frame: FrameType | None) -> None:
        deed()
        then(number, frame)

    return both


def _no_write(_data: bytes) -> None:
    raise NotImplementedError("Only answers that are returned are sent.")


def _environ(scope: Message, body: IO[bytes], size: int) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333)."""
    host, port = scope["server"]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        said = value.decode("latin-1")
        environ[key] = f"{environ[key]},{said}" if key in environ else said
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(size)
    return environ
