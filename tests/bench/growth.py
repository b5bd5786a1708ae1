"""Years of work in the database: what a thousand times as many past jobs cost."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from tests.bench.feeds import ask, requests_of
from tests.bench.fill import Workshop
from tests.bench.load import Run
from tests.bench.rounds import Series, in_turns
from tests.bench.serving import serving
from tests.bench.table import Row, figure, growth_of
from tests.bench.taps import tap_for

MOST = 1.2  # times


def measure_growth(workshops: list[Workshop], *, rounds: int, seconds: float) -> list[Row]:
    """The same requests at each, in turns; they differ in their past only. The first is the yardstick."""
    with ExitStack() as stack:
        cases = {}
        for workshop in workshops:
            server = stack.enter_context(serving(workshop, workers=1))
            for name, requests in requests_of(workshop, server).items():
                cases[name, workshop.past] = partial(ask, server, requests, seconds)
            cases["tap", workshop.past] = partial(tap_for, workshop, server, lines=1, seconds=seconds)
        by_name = {key: cases[key] for key in sorted(cases)}  # those that are compared follow each other
        runs = in_turns(by_name, rounds)
    names = list(dict.fromkeys(name for name, _ in runs))
    return [_row(name, first, later, runs) for name in names for first, later in _pairs(workshops)]


def _pairs(workshops: list[Workshop]) -> list[tuple[int, int]]:
    return [(workshops[0].past, workshop.past) for workshop in workshops[1:]]


def _row(name: str, first: int, later: int, runs: dict[tuple[str, int], list[Run]]) -> Row:
    small, large = Series(runs[name, first]), Series(runs[name, later])
    return growth_of(
        f"{name}, {later:,} past jobs, p50", f"{figure(large.p50)} ms", f"{figure(small.p50)} ms at {first:,}",
        large.p50 / small.p50, MOST,
    )  # fmt: skip
