"""Years of work in the database: what a thousand times as many past jobs cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from shopfloor.jobs.listing.look import SORTS
from tests.bench.feeds import SCREENS, ask, ask_for
from tests.bench.fill import Workshop
from tests.bench.load import Run
from tests.bench.phone import Phone
from tests.bench.rounds import Series, in_turns
from tests.bench.serving import serving
from tests.bench.table import Row, at_most, figure, growth_of
from tests.bench.taps import tap_for

MOST = 1.2  # times
LIST_MS = 15.0  # of lists and searches, however long the past


def measure_growth(workshops: list[Workshop], *, rounds: int, seconds: float) -> list[Row]:
    """The same requests at each, in turns; they differ in their past only. The first is the yardstick."""
    with ExitStack() as stack:
        cases: dict[tuple[str, int], Callable[[], Run]] = {}
        for workshop in workshops:
            server = stack.enter_context(serving(workshop, workers=1))
            past, phone = workshop.past, Phone(server, workshop.tokens[0])
            cases |= {(name, past): partial(ask_for, name, workshop, server, seconds) for name in SCREENS}
            for name, address in _looked_up(workshop).items():
                cases[name, past] = partial(ask, server, [phone.get(address, Accept="text/html")], seconds)
            cases["tap", past] = partial(tap_for, workshop, server, lines=1, seconds=seconds)
        runs = in_turns({key: cases[key] for key in sorted(cases)}, rounds)  # those that are compared follow each other
    p50 = {key: Series(series).p50 for key, series in runs.items()}
    first, *later = [workshop.past for workshop in workshops]
    names = dict.fromkeys(name for name, _ in p50)
    return [_row(name, past, p50[name, past], first, p50[name, first]) for name in names for past in later]


def _looked_up(workshop: Workshop) -> dict[str, str]:
    """Addresses of what looks back: the list, a search in all of it, one job with its history."""
    return {
        "list": "/jobs?filter=all",
        "list of the floor": "/jobs?filter=floor",
        **{f"list by {sort}": f"/jobs?filter=all&sort=-{sort}" for sort in SORTS},
        "list, far back": "/jobs?filter=all&sort=priority&after=3~100500",
        "list of a worker": "/jobs?filter=all&sort=price&worker=1",
        "search by customer": "/jobs?filter=all&q=mesa",
        "search by a word of all": "/jobs?filter=all&q=whe",
        "search by two of all": "/jobs?filter=all&q=harlan+wheels&sort=due",
        "search by three of all": "/jobs?filter=all&q=whe+inc+job",
        "search for one of all": "/jobs?filter=all&q=wheel+10000007",
        "search for nothing": "/jobs?filter=all&q=harlan+nothing",
        "search on the floor": "/jobs?filter=floor&q=harlan+wheel",
        "search by number": f"/jobs?filter=all&q={workshop.sheets[0][:-1]}",
        "job page": f"/jobs/{workshop.sheets[0]}",
    }


def _row(name: str, past: int, p50: float, first: int, p50_at_first: float) -> Row:
    what = f"{name}, {past:,} past jobs, p50"
    if name.startswith(("list", "search")):
        return at_most(what, p50, LIST_MS, "ms")
    return growth_of(what, f"{figure(p50)} ms", f"{figure(p50_at_first)} ms at {first:,}", p50 / p50_at_first, MOST)
