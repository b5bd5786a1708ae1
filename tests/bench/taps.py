"""The tap: from the thumb over HTTP to the durable commit, beside what the database alone can commit."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.bench.driver import Driver
from tests.bench.fill import Workshop
from tests.bench.limit import Bare
from tests.bench.load import Run, load
from tests.bench.phone import Phone
from tests.bench.rounds import Series, in_turns, median_ratio
from tests.bench.serving import serving
from tests.bench.stores import Store
from tests.bench.table import Row, at_most, figure, part_of
from tests.support.server import Server

LEAST = {"sqlite": 0.30, "postgresql": 0.25}  # part of the bare transactions
MOST = 3_000  # taps in one go


def tap_for(workshop: Workshop, server: Server, *, lines: int, seconds: float) -> Run:
    """So many people tap at once, each on jobs of their own."""
    phones = [Phone(server, workshop.tokens[n % len(workshop.tokens)]) for n in range(lines)]
    return load(server, taps_on(workshop, phones), seconds=seconds)


def taps_on(workshop: Workshop, phones: list[Phone]) -> list[list[str]]:
    """Each phone's taps, on jobs of its own. They close nothing: the floor stays as full as it is."""
    jobs = _jobs_to_tap(workshop)
    return [_taps(phone, jobs[n :: len(phones)], MOST // len(phones)) for n, phone in enumerate(phones)]


def _jobs_to_tap(workshop: Workshop) -> list[tuple[str, int, int]]:
    """The open jobs: number, step, how many steps can be taken. Put back to the start of their routes when few are left."""
    with Driver(workshop.database_url) as driver:
        open_jobs = "SELECT id, number, step, position, route FROM jobs WHERE shop_id = ? AND active ORDER BY step, id"
        rows = driver.rows(open_jobs, [workshop.shop_id])
        jobs = [(number, step, len(json.loads(route)) - 2 - position) for _, number, step, position, route in rows]
        if sum(left for _, _, left in jobs) >= MOST:
            return jobs
        driver.does(driver.begin)
        for job, _, _, _, route in rows:
            back = "UPDATE jobs SET position = 0, status_id = ?, hold_reason = NULL WHERE shop_id = ? AND id = ?"
            driver.does(back, [json.loads(route)[0][0], workshop.shop_id, job])
        driver.does("COMMIT")
        return [(number, step, len(json.loads(route)) - 2) for _, number, step, _, route in rows]


def _taps(phone: Phone, jobs: list[tuple[str, int, int]], most: int) -> list[str]:
    """One step of each job, then the next of each."""
    farthest = max((left for _, _, left in jobs), default=0)
    taps = [phone.tap(number, step + n) for n in range(farthest) for number, step, left in jobs if n < left]
    return taps[:most]


def measure_taps(store: Store, workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    copy = store.copy(workshop.database_url)
    with Driver(copy) as driver, serving(workshop, workers=2) as server:
        bare = Bare(driver, workshop.shop_id)
        taps = partial(tap_for, workshop, server, seconds=seconds)
        cases: dict[str, Callable[[], Any]] = {
            "bare": partial(bare.rate, seconds),
            "one": partial(taps, lines=1),
            "many": partial(taps, lines=16),
        }
        taken = in_turns(cases, rounds)
    return _rows(driver.name, taken["bare"], Series(taken["one"]), Series(taken["many"]))


def _rows(database: str, bare: list[float], one: Series, many: Series) -> list[Row]:
    middle = sorted(bare)[len(bare) // 2]
    ratio = median_ratio([run.rate for run in many.runs], bare)
    wrong = {**one.others_than("200"), **many.others_than("200")}
    return [
        Row("the bare transaction, one writer", f"{figure(middle)}/s"),
        part_of("taps, 16 connections", f"{figure(many.rate)}/s", f"{figure(middle)}/s bare", ratio, LEAST[database]),
        Row("taps, 1 connection", f"{figure(one.rate)}/s", f"{figure(middle)}/s bare", f"{one.rate / middle:.2f}"),
        at_most("a tap, 1 connection, p50", one.p50, None, "ms"),
        at_most("a tap, 1 connection, p99", one.p99, 15, "ms"),
        at_most("a tap, 16 connections, p50", many.p50, None, "ms"),
        at_most("a tap, 16 connections, p99", many.p99, 75, "ms"),
        at_most("CPU of a tap, 1 connection", one.cpu_ms, 2.0, "ms"),
        at_most("CPU of a tap, 16 connections", many.cpu_ms, 2.0, "ms"),
        at_most("a tap's answer, compressed", many.sent_kb, 1.5, "KB"),
        at_most(f"taps not answered 200 {wrong or ''}".strip(), sum(wrong.values()), 0, "taps"),
    ]
