"""From the server's events to Flask and back: one request, one thread, two crossings.

A request takes a thread when all of it is here, so that a phone on a bad line, sending its form for half a minute, holds
none of the few there are. (a2wsgi gives it one at its first byte, and crosses over for every part of body and answer:
three times the cost of all else in a feed request.)
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.types import WSGIApplication

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

IN_MEMORY = 1024 * 1024  # bytes; larger bodies go to the disk on their way
SHORT = 1024 * 1024  # bytes; a longer answer is handed over in parts


class Bridge:
    """An ASGI app that answers by a WSGI app, in so many threads. Bodies over `largest` bytes are not taken in."""

    def __init__(self, app: WSGIApplication, *, threads: int, largest: int) -> None:
        self._app, self._largest = app, largest
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            with SpooledTemporaryFile(IN_MEMORY) as body:
                size = await self._take_in(scope, receive, body)
                if size is not None:
                    await self._answer(_environ(scope, body, size), send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._threads.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    async def _take_in(self, scope: Message, receive: Receive, body: IO[bytes]) -> int | None:
        """Read the body, and return its size: what it says of itself when that is too much, None when it was cut off."""
        said = next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)
        size = 0
        while max(said, size) <= self._largest:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            size += body.write(message.get("body", b""))
            if not message.get("more_body"):
                body.seek(0)
                return size
        return max(said, size)

    async def _answer(self, environ: dict[str, Any], send: Send) -> None:
        run, context = asyncio.get_running_loop().run_in_executor, Context()
        answer = await run(self._threads, context.run, Answer, self._app, environ)
        await send(answer.start)
        more = not answer.is_whole
        await send({"type": "http.response.body", "body": answer.first, "more_body": more})
        while more:
            part = await run(self._threads, context.run, answer.read)
            more = not answer.is_whole
            await send({"type": "http.response.body", "body": part, "more_body": more})


class Answer:
    """What the app answers, made in the thread that makes this."""

    def __init__(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        self.is_whole = False
        self._body: Iterable[bytes] = app(environ, self._started)
        self._parts = iter(self._body)
        self.first = self.read()

    def _started(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": raw}
        return _no_write

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
