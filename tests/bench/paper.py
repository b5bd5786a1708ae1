"""The first minute of a small install: start, first work order, memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from tests.bench.cost import memory_mb
from tests.bench.feeds import SCREENS, ask
from tests.bench.fill import Workshop
from tests.bench.load import load
from tests.bench.phone import Phone
from tests.bench.serving import serving
from tests.bench.table import Row, at_most
from tests.bench.taps import tap_for
from tests.support.server import Server


def measure_paper(workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    """One process, started anew each round."""
    seen = [_first_minute(workshop, seconds) for _ in range(rounds)]
    start, first, other, warm, memory = (median(part) for part in zip(*seen, strict=True))
    return [
        at_most("start to first answer", start, 2.0, "s"),
        at_most("work order PDF, the server's first", first, 80, "ms"),
        at_most("work order PDF, first of another job", other, 80, "ms"),
        at_most("work order PDF, warm", warm, 20, "ms"),
        at_most("memory of one process, after work", memory, 150, "MB"),
    ]


def _first_minute(workshop: Workshop, seconds: float) -> tuple[float, float, float, float, float]:
    """Seconds to start; milliseconds of the first PDF, of another job's, of one more; megabytes when all has been used."""
    server = serving(workshop, workers=1)
    try:
        start = _seconds(server.start)
        phone = Phone(server, workshop.tokens[0])
        phone.fetch("/mobile")
        first, other = (_seconds(partial(phone.fetch, _sheet(number))) * 1000 for number in workshop.sheets[:2])
        warm = ask(server, [phone.get(_sheet(workshop.sheets[0]))], seconds)
        return start, first, other, median(warm.waits), _memory_after_work(workshop, server, seconds)
    finally:
        server.close()


def _memory_after_work(workshop: Workshop, server: Server, seconds: float) -> float:
    """In MB, when 16 screens have asked for everything and 16 people have tapped."""
    for asked in SCREENS.values():
        load(server, [asked(workshop, Phone(server, workshop.tokens[0]))] * 16, seconds=seconds, again=True)
    tap_for(workshop, server, lines=16, seconds=seconds)
    assert server.process
    return memory_mb(server.process.pid)


def _sheet(number: str) -> str:
    return f"/jobs/{number}/sheet.pdf"


def _seconds(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began
