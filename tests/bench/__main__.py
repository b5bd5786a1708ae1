"""`make bench`: one table of what is measured against what was promised. `--help` tells the options."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.bench.feeds import measure_changes, measure_nothing_new, measure_pages
from tests.bench.fill import Workshop, lay_workshop
from tests.bench.growth import measure_growth
from tests.bench.lighthouse import measure_lighthouse
from tests.bench.paper import measure_paper
from tests.bench.past import BYTES_A_JOB
from tests.bench.screen import measure_screen
from tests.bench.stores import Store, store_of
from tests.bench.streams import measure_streams
from tests.bench.table import Row, as_text
from tests.bench.taps import measure_taps

SPARE_BYTES = 2 * 1024**3
LIVE, PAST = (60, 200, 1000), 1000
USUAL = 200  # jobs on the floor of the shop that grows
CARDS = (30, 200)  # on a phone

R = TypeVar("R")


@dataclass(frozen=True)
class Scale:
    """How long a run measures, and how far back its shops go."""

    rounds: int
    seconds: float
    looks: int  # with a browser
    pasts: tuple[int, ...]


QUICK = Scale(2, 0.25, 1, (PAST, 30_000))
FULL = Scale(5, 2.0, 5, (PAST, 100_000, 1_000_000))


def main() -> None:
    options = _options()
    scale = QUICK if options.quick else FULL
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # what it made is removed then, too
    with store_of(options.database) as store:
        print(_machine(store))
        rows = [row for measure in _measures(store, scale, options.only) for row in measure]
    print(as_text(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description="Measure the app against its targets.")
    parser.add_argument("--quick", action="store_true", help="a minute instead of several; rougher, and a shorter past")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--only", choices=("taps", "feed", "pages", "paper", "phone", "streams", "growth"), help="one part of the table"
    )
    return parser.parse_args()


def _measures(store: Store, scale: Scale, only: str | None) -> Iterator[list[Row]]:
    """Taps come late: they change the jobs that the others look at."""
    turns = {"rounds": scale.rounds, "seconds": scale.seconds}
    if only in {None, "phone"}:
        yield _told("phone", _phone, store, scale)
    if only == "phone":
        return
    full = _told("filling", lay_workshop, store.new(), live=LIVE[-1], past=PAST)
    if only in {None, "feed"}:
        yield _told("feed 304", measure_nothing_new, full, **turns)
        yield _told("feed", measure_changes, full, **turns)
    if only in {None, "pages"}:
        smaller = [lay_workshop(store.new(), live=live, past=PAST) for live in LIVE[:-1]]
        yield _told("pages", measure_pages, [*smaller, full], **turns)
    if only in {None, "paper"}:
        yield _told("paper", measure_paper, full, **turns)
    if only in {None, "taps"}:
        yield _told("taps", measure_taps, store, full, **turns)
    if only in {None, "streams"}:
        yield _told("streams", measure_streams, full, rounds=scale.rounds)
    if only in {None, "growth"}:
        yield _told("growth", _growth, store, scale)


def _phone(store: Store, scale: Scale) -> list[Row]:
    """Lighthouse comes first: taps change what it looks at."""
    shops = [lay_workshop(store.new(), live=live, past=PAST) for live in CARDS]
    return [*measure_lighthouse(shops[0], rounds=scale.looks), *measure_screen(shops, rounds=scale.looks)]


def _growth(store: Store, scale: Scale) -> list[Row]:
    fits = [past for past in scale.pasts if past * BYTES_A_JOB + SPARE_BYTES < store.free_bytes()]
    left_out = [Row(f"{past:,} past jobs", "left out: too little room on the disk") for past in scale.pasts if past not in fits]
    workshops = [_grown(store, past) for past in fits]
    return [*measure_growth(workshops, rounds=scale.rounds, seconds=scale.seconds), *left_out]


def _grown(store: Store, past: int) -> Workshop:
    return _told(f"filling {past:,} past jobs", lay_workshop, store.new(), live=USUAL, past=past)


def _told(what: str, deed: Callable[..., R], *args: object, **kwargs: object) -> R:
    """Do it, and say on the error output how long it took."""
    began = time.monotonic()
    done = deed(*args, **kwargs)
    print(f"{what}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return done


def _machine(store: Store) -> str:
    """What it was measured on."""
    cpu = next(
        (line.partition(": ")[2] for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine()
    )
    disks = {line.split()[1]: line.split()[2] for line in _lines("/proc/mounts")}
    disk = next(disks[str(folder)] for folder in (store.folder, *store.folder.resolve().parents) if str(folder) in disks)
    cores = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return f"{cpu.strip()}, {cores}; {disk}; Python {platform.python_version()}; {store.version}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


if __name__ == "__main__":
    main()
