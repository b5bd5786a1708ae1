"""A proxy before the server that can swallow what passes without closing a line, as a phone's network does now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Swallower:
    """Listens at `url` and passes on what comes, both ways, as long as it does not swallow."""

    def __init__(self, port: int) -> None:
        self.url = ""
        self._port = port
        self._swallows = Event()
        self._lines: set[asyncio.Task[None]] = set()

    def swallow(self) -> None:
        """From here on nothing comes through, and nobody is told."""
        self._swallows.set()

    def pass_on(self) -> None:
        """What comes from here on comes through; what was swallowed is lost."""
        self._swallows.clear()

    async def listen(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        return listening

    async def hang_up(self) -> None:
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        ways = [asyncio.ensure_future(self._pass(reader, to_server)), asyncio.ensure_future(self._pass(from_server, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for end in (to_server, writer):
                end.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if not self._swallows.is_set():
                    writer.write(data)
                    await writer.drain()


@contextmanager
def swallower(port: int) -> Iterator[Swallower]:
    """One before that port of this machine, for the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    proxy = Swallower(port)
    listening = asyncio.run_coroutine_threadsafe(proxy.listen(), loop).result(30)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(listening.close)
        asyncio.run_coroutine_threadsafe(proxy.hang_up(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
