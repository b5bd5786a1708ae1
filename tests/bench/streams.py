"""Thousands of screens that listen: how soon all have heard of a tap, what they cost, and how they are let go."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPResponse
from statistics import median, quantiles

from shopfloor.kernel import clock
from tests.bench.cost import cpu_seconds, memory_mb
from tests.bench.driver import Driver
from tests.bench.feeds import head
from tests.bench.fill import Workshop
from tests.bench.listeners import Listeners
from tests.bench.phone import Phone
from tests.bench.serving import serving
from tests.bench.table import Row, at_most, figure, growth_of
from tests.bench.taps import taps_on
from tests.support.server import Server

MANY = {1000: 300.0, 5000: 500.0}  # screens, and the milliseconds within which all but one in a hundred hear of a tap
TAPS = 25  # in a round
BETWEEN = 0.1  # seconds between two: a busy floor
IDLE = 5.0  # seconds
KB_EACH, SECONDS_TO_FORGET, SECONDS_TO_END = 20.0, 2.0, 5.0
SLOWER = 1.2  # times: less can't be told from the machine's other work


@dataclass
class Held:
    """What came of so many screens; times in seconds."""

    many: int
    limit: float
    alone: list[float] = field(default_factory=list)
    among: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    opened: float = 0.0
    kb: float = 0.0
    idle: float = 0.0
    forgotten: float = 0.0
    ended: float = 0.0

    def rows(self) -> list[Row]:
        """In the table."""
        said, slower = f"{self.many:,} streams", _p99(self.among) / _p99(self.alone)
        return [
            at_most(f"{said}: a tap seen by all, p50", median(self.waits) * 1000, None, "ms"),
            at_most(f"{said}: a tap seen by all, p99", _p99(self.waits) * 1000, self.limit, "ms"),
            at_most(f"{said}: each", self.kb, KB_EACH, "kB"),
            growth_of(
                f"{said}: a tap's p99, 10 a second", f"{figure(_p99(self.among) * 1000)} ms",
                f"{figure(_p99(self.alone) * 1000)} ms alone", slower, SLOWER,
            ),
            Row(f"{said}: CPU while nothing happens", f"{figure(self.idle * 100)} % of a core"),
            Row(f"{said}: opened in", f"{figure(self.opened)} s"),
            at_most(f"{said}: all gone at once, forgotten in", self.forgotten, SECONDS_TO_FORGET, "s"),
            at_most(f"{said}: told to end, ended in", self.ended, SECONDS_TO_END, "s"),
        ]  # fmt: skip


def measure_streams(workshop: Workshop, *, rounds: int) -> list[Row]:
    """Two processes; one screen a session, all of one shop, so that each tap is told to all of them."""
    return [row for many, limit in MANY.items() for row in _measured(workshop, Held(many, limit), rounds).rows()]


def _measured(workshop: Workshop, held: Held, rounds: int) -> Held:
    tokens = _sessions(workshop, held.many)
    with serving(workshop, workers=2) as server:
        thumb = _thumb(workshop, server)
        _taps(thumb, TAPS)  # warms
        before = _memory_kb(server)
        held.alone += _taps(thumb, TAPS * rounds)
        with Listeners(server, tokens) as screens:
            held.opened, held.kb = screens.seconds_to_open, (_memory_kb(server) - before) / held.many
            held.idle = _idle(server)
            for _ in range(TAPS * rounds):
                sent, seq = time.monotonic(), head(workshop) + 1
                held.among += _taps(thumb, 1)
                held.waits += [at - sent for at in screens.heard(seq)]
            screens.leave()
            held.forgotten = _until_forgotten(server)
        held.alone += _taps(thumb, TAPS * rounds)
        with Listeners(server, tokens):
            began = time.monotonic()
            server.stop()
            held.ended = time.monotonic() - began
    return held


def _sessions(workshop: Workshop, many: int) -> list[str]:
    """Tokens of as many devices, of the people who are there."""
    now = clock.now().replace(tzinfo=None)
    tokens = [f"{n:05}{'s' * 38}" for n in range(many)]
    with Driver(workshop.database_url) as driver:
        people = driver.rows("SELECT id, user_id FROM members WHERE shop_id = ?", [workshop.shop_id])
        driver.does(driver.begin)
        driver.does("DELETE FROM sessions WHERE device = 'A screen'")
        for n, token in enumerate(tokens):
            member, user = people[n % len(people)]
            driver.does(
                "INSERT INTO sessions (token_hash, user_id, member_id, shop_id, device, address,"
                " created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, 'A screen', '127.0.0.1', ?, ?, ?)",
                [sha256(token.encode()).digest(), user, member, workshop.shop_id, now, now, now + timedelta(days=1)],
            )
        driver.does("COMMIT")
    return tokens


def _thumb(workshop: Workshop, server: Server) -> Iterator[float]:
    """Each `next` is a tap over a new line, now to this process, now to that; it gives the seconds until the answer."""
    [requests] = taps_on(workshop, [Phone(server, workshop.tokens[0])])
    return (_tap(server, request) for request in requests)


def _tap(server: Server, request: str) -> float:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(request.encode())
        answer = HTTPResponse(line)
        answer.begin()
        answer.read()
    if answer.status != 200:
        raise RuntimeError(f"A tap was answered {answer.status}")
    return time.monotonic() - began


def _taps(thumb: Iterator[float], many: int) -> list[float]:
    """So many, in the time that they would take a busy floor."""
    taken = []
    for _ in range(many):
        taken.append(next(thumb))
        time.sleep(BETWEEN)
    return taken


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100)[98]


def _memory_kb(server: Server) -> float:
    assert server.process
    return memory_mb(server.process.pid) * 1024


def _idle(server: Server) -> float:
    """Part of a core that listening costs while nothing happens."""
    assert server.process
    before = cpu_seconds(server.process.pid)
    time.sleep(IDLE)
    return (cpu_seconds(server.process.pid) - before) / IDLE


def _until_forgotten(server: Server) -> float:
    """Seconds until no process holds a line of those who are gone."""
    began, workers = time.monotonic(), server.workers()
    while sum(server.lines_of(worker) for worker in workers):
        if time.monotonic() - began > 60:
            raise RuntimeError("Screens that are gone are held on to.")
        time.sleep(0.02)
    return time.monotonic() - began
