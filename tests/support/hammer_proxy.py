"""A bad line between phones and the server: it loses requests and answers, sends things twice, and delivers late."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from threading import Thread

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
GHOST_WALKS_AFTER = 0.2  # seconds: by then the tap was sent again


class Fate(StrEnum):
    """What becomes of a request. Only of the first and of those that came twice does the sender hear."""

    DELIVERED = "delivered"
    LOST = "lost"
    TORN = "torn"  # its end is missing
    DONE_UNHEARD = "done, and its answer lost"
    TWICE = "delivered twice at once"
    GHOST = "delivered after it was given up"


WEIGHTS = {
    Fate.DELIVERED: 50,
    Fate.LOST: 10,
    Fate.TORN: 5,
    Fate.DONE_UNHEARD: 15,
    Fate.TWICE: 12,
    Fate.GHOST: 8,
}


class BadLine:
    """Listens at `url` and forwards to 127.0.0.1:`port`, one request a connection. `fates` counts what became of them."""

    def __init__(self, port: int, *, seed: int) -> None:
        self.url = ""
        self.fates: Counter[Fate] = Counter()
        self._port = port
        self._dice = random.Random(seed)
        self._ghosts: set[asyncio.Task[bytes]] = set()

    async def listen(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        return listening

    async def settle(self) -> None:
        """Until the last late request has been delivered."""
        await asyncio.gather(*self._ghosts, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            answer = await self._meet(await _whole_request(reader))
            writer.write(answer)
            await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def _meet(self, request: bytes) -> bytes:
        """The answer as far as the sender hears of it: nothing, mostly."""
        fate = self._dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        self.fates[fate] += 1
        if fate is Fate.TORN:
            await self._deliver(request[:-3], torn=True)
        elif fate is Fate.GHOST:
            self._walk_later(request)
        elif fate is Fate.TWICE:
            return (await asyncio.gather(self._deliver(request), self._deliver(request)))[1]
        elif fate in {Fate.DELIVERED, Fate.DONE_UNHEARD}:
            answer = await self._deliver(request)
            return answer if fate is Fate.DELIVERED else b""
        return b""

    async def _deliver(self, request: bytes, *, torn: bool = False) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            await writer.drain()
            return b"" if torn else await reader.read(-1)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _walk_later(self, request: bytes) -> None:
        async def walk() -> bytes:
            await asyncio.sleep(GHOST_WALKS_AFTER)
            return await self._deliver(request)

        ghost = asyncio.ensure_future(walk())
        self._ghosts.add(ghost)
        ghost.add_done_callback(self._ghosts.discard)


async def _whole_request(reader: asyncio.StreamReader) -> bytes:
    """Up to the end of its body: one that is passed on by halves hangs at the server."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


async def _hang_up(listening: asyncio.Server) -> None:
    """Nobody is left on the line when the loop ends."""
    listening.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def bad_line(port: int, *, seed: int) -> Iterator[BadLine]:
    """A bad line to that port of this machine, for the block. At its end all that was late has been delivered."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    line = BadLine(port, seed=seed)

    listening = asyncio.run_coroutine_threadsafe(line.listen(), loop).result(30)
    try:
        yield line
        asyncio.run_coroutine_threadsafe(line.settle(), loop).result(30)
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(listening), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
