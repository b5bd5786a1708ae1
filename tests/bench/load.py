"""The hands: requests over kept connections, each sent when the one before is answered.

A process of its own (`python -m tests.bench.load`, a plan on its standard input), so that what it costs is not counted.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, Any

from tests.bench.cost import cpu_seconds

if TYPE_CHECKING:
    from tests.support.server import Server  # not in the process of its own, which should start at once

PATIENCE = 60.0  # seconds for the last answers after the time is over

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """What came of it: `waits` in milliseconds, `sent` the bytes of all bodies, `cpu` of the server in seconds."""

    seconds: float
    waits: list[float]
    statuses: dict[str, int]
    sent: int
    cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Of the server, for one answer."""
        return self.cpu * 1000 / len(self.waits)


def load(server: Server, lines: Sequence[Sequence[str]], *, seconds: float, again: bool = False) -> Run:
    """Send each line's requests over a connection of its own until the time is over or, unless `again`, they are used up."""
    assert server.process
    plan = {"port": server.port, "seconds": seconds, "again": again, "lines": lines}
    before = cpu_seconds(server.process.pid)
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(plan).encode(), capture_output=True, check=True, timeout=seconds + 2 * PATIENCE,
    )  # fmt: skip
    return Run(**json.loads(told.stdout), cpu=cpu_seconds(server.process.pid) - before)


@dataclass
class Line(asyncio.Protocol):
    """One connection. `done` is set when it has nothing more to send, or was cut off."""

    requests: Iterator[str]
    until: float
    done: asyncio.Future[None]
    waits: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if len(self._answer) >= self._size():
            self.waits.append((time.perf_counter() - self._began) * 1000)
            self.statuses[self._answer[9:12].decode()] += 1
            self.sent += self._body
            self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.done.done():
            self.statuses["cut off"] += 1
            self.done.set_result(None)

    def _send(self) -> None:
        request = next(self.requests, None) if time.perf_counter() < self.until else None
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._answer, self._whole = bytearray(), 0
        self._began = time.perf_counter()
        self._transport.write(request.encode())

    def _size(self) -> float:
        """Bytes of the whole answer, or infinity as long as its headers are not all there."""
        end = self._answer.find(b"\r\n\r\n") + 4 if not self._whole else 0
        if end > 3:
            length = _LENGTH.search(self._answer, 0, end)
            self._body = int(length[1]) if length else 0
            self._whole = end + self._body
        return self._whole or float("inf")


async def _work(port: int, seconds: float, again: bool, lines: Sequence[Sequence[str]]) -> dict[str, Any]:
    """What a `Run` is made of, but for the server's part."""
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    hands = [Line(cycle(line) if again else iter(line), began + seconds, loop.create_future()) for line in lines]
    for hand in hands:
        await loop.create_connection(partial(_itself, hand), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(hand.done for hand in hands)), seconds + PATIENCE)
    return {
        "seconds": time.perf_counter() - began,
        "waits": [round(wait, 4) for hand in hands for wait in hand.waits],
        "statuses": sum((hand.statuses for hand in hands), Counter()),
        "sent": sum(hand.sent for hand in hands),
    }


def _itself(hand: Line) -> Line:
    return hand


if __name__ == "__main__":
    json.dump(asyncio.run(_work(**json.load(sys.stdin))), sys.stdout)
