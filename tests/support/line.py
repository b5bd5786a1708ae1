"""A line between one device and the server whose quality can be set: whole, cut, slow, failing, or without answers."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from threading import Thread

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_KEY = re.compile(rb"[?&]key=([\w-]+)")
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
NO_BELL = b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"  # it would hold its line for ever
FAILURE = b"HTTP/1.1 500 Oh\r\nContent-Length: 5\r\nContent-Type: text/html\r\nConnection: close\r\n\r\nOops\n"


class Quality(StrEnum):
    WHOLE = "whole"
    CUT = "cut"
    SLOW = "slow"
    FAILING = "failing"  # something on the way answers 500
    MUTE = "mute"  # done, and nobody hears of it


class DeviceLine:
    """Listens at `url`. Taps (POST with a key) meet its `quality`, all else passes; `heard` are the keys it has seen."""

    def __init__(self, port: int, *, seed: int = 0) -> None:
        self.url, self.quality, self.heard = "", Quality.WHOLE, set[str]()
        self._port, self._dice = port, random.Random(seed)
        self._open: set[asyncio.Task[None] | None] = set()

    async def listen(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        return listening

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(asyncio.current_task())  # the loop itself would let go of a task that waits
        try:
            await self._answer(reader, writer)
        finally:
            self._open.discard(asyncio.current_task())
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            key = _KEY.search(b"&" + body) if head.startswith(b"POST") else None
            if key:
                self.heard.add(key[1].decode())
            await self._meet(_CONNECTION.sub(b"", head[:-4]) + b"\r\nConnection: close\r\n\r\n" + body, writer, key is not None)

    async def _meet(self, request: bytes, writer: asyncio.StreamWriter, is_tap: bool) -> None:
        if request.startswith(b"GET /live"):
            writer.write(NO_BELL)
            return
        quality = self.quality if is_tap else Quality.WHOLE
        if quality is Quality.FAILING:
            writer.write(FAILURE)
        elif quality is not Quality.CUT:
            await asyncio.sleep(self._dice.random() * 0.3 if quality is Quality.SLOW else 0)
            await self._deliver(request, writer, mute=quality is Quality.MUTE)

    async def _deliver(self, request: bytes, writer: asyncio.StreamWriter, *, mute: bool) -> None:
        reader, server = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            server.write(request)
            while part := await reader.read(65536):
                if not mute:
                    writer.write(part)
                    await writer.drain()
        finally:
            server.close()


async def _hang_up(listening: list[asyncio.Server]) -> None:
    """Nobody listens any more, and the lines that are open (screens that hear the bell) are cut."""
    for one in listening:
        one.close()
    open_lines = asyncio.all_tasks() - {asyncio.current_task()}
    for line in open_lines:
        line.cancel()
    await asyncio.gather(*open_lines, return_exceptions=True)
    await asyncio.sleep(0.05)  # what was closed has the time to go


@contextmanager
def device_lines(port: int, count: int) -> Iterator[list[DeviceLine]]:
    """So many lines to that port of this machine, for the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    lines = [DeviceLine(port, seed=n) for n in range(count)]
    listening = [asyncio.run_coroutine_threadsafe(line.listen(), loop).result(30) for line in lines]
    try:
        yield lines
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(listening), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
