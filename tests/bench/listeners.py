"""Thousands of screens in one process: each holds a stream and notes when it has heard how far the log has come.

`python -m tests.bench.listeners` is told on its standard input what to do, a line of JSON each time, and answers with one.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.server import Server

AT_ONCE = 100  # connections being opened
PATIENCE = 60.0  # seconds
_NUMBER = re.compile(rb"\ndata: (\d+)\n\n")
TAIL = 64  # bytes kept of what came: an event may arrive in two parts


class Listeners:
    """That process, as many screens as there are tokens, for the length of a `with`. The screens are there on entering."""

    def __init__(self, server: Server, tokens: Sequence[str]) -> None:
        self._plan = {"port": server.port, "tokens": tokens}

    def __enter__(self) -> Listeners:
        command = [sys.executable, "-m", "tests.bench.listeners"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.seconds_to_open = float(self._ask(self._plan))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()

    def heard(self, seq: int) -> list[float]:
        """When each of them heard that the log had come so far, by the steady clock. Raises RuntimeError when one never did."""
        return list(self._ask({"seq": seq}))

    def hung_up_on(self) -> int:
        """On how many the server has hung up."""
        return int(self._ask({"hung_up_on": True}))

    def leave(self) -> None:
        """All at once, without a word: as when the lights go out."""
        self._process.kill()
        self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            assert end
            end.close()

    def _ask(self, what: dict[str, Any]) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        self._process.stdin.flush()
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("The screens have failed; what they said is on the error output.")
        return json.loads(line)


class Screen(asyncio.Protocol):
    """One stream."""

    def __init__(self, port: int, token: str) -> None:
        self._request = (
            f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\nCookie: __Host-s={token}\r\n\r\n"
        )
        self.heard: dict[int, float] = {}
        self.newest = 0
        self.is_open = True
        self.began = asyncio.get_running_loop().create_future()
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport  # held on to, or it would be closed
        transport.write(self._request.encode())

    def data_received(self, data: bytes) -> None:
        if not self.began.done() and not self._tail and not data.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(data[:200])
        self._tail += data
        numbers = _NUMBER.findall(self._tail)
        self._tail = b" " if numbers else self._tail[-TAIL:]
        if numbers and (newest := int(numbers[-1])) > self.newest:
            self.newest = newest
            self.heard[newest] = time.monotonic()
        if numbers and not self.began.done():
            self.began.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        if not self.began.done():
            self.began.set_exception(error or RuntimeError("The server hung up."))

    def when(self, seq: int) -> float | None:
        """When it heard of that number, or of one that tells of it, too."""
        return min((at for number, at in self.heard.items() if number >= seq), default=None)


async def _work() -> None:
    loop = asyncio.get_running_loop()
    plan = await loop.run_in_executor(None, _told)
    began = time.monotonic()
    screens = await _opened(plan["port"], plan["tokens"])
    _answer(time.monotonic() - began)
    while what := await loop.run_in_executor(None, _told):
        if "seq" in what:
            _answer(await _heard(screens, what["seq"]))
        else:
            _answer(sum(not screen.is_open for screen in screens))


async def _opened(port: int, tokens: Sequence[str]) -> list[Screen]:
    turns = asyncio.Semaphore(AT_ONCE)

    async def opened(token: str) -> Screen:
        async with turns:
            screen = Screen(port, token)
            await asyncio.get_running_loop().create_connection(lambda: screen, "127.0.0.1", port)
            await asyncio.wait_for(screen.began, PATIENCE)
            return screen

    return await asyncio.gather(*(opened(token) for token in tokens))


async def _heard(screens: Sequence[Screen], seq: int) -> list[float]:
    until = time.monotonic() + PATIENCE
    while any(screen.newest < seq for screen in screens):
        if time.monotonic() > until:
            raise RuntimeError(f"{sum(screen.newest < seq for screen in screens)} screens never heard of {seq}.")
        await asyncio.sleep(0.05)
    return [at for screen in screens if (at := screen.when(seq)) is not None]


def _told() -> Any:
    return json.loads(sys.stdin.readline() or "null")


def _answer(what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_work())
