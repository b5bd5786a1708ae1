"""Screens that ask what is new, and the page they ask from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from shopfloor.feed.views import MOST
from tests.bench.driver import Driver
from tests.bench.fill import Workshop
from tests.bench.load import Run, load
from tests.bench.phone import BROWSER, Phone
from tests.bench.rounds import Series, in_turns, median_ratio
from tests.bench.serving import at_the_limit, serving
from tests.bench.table import Row, at_most, figure, part_of
from tests.bench.taps import taps_on
from tests.support.server import Server

CHANGED = (1, 20, MOST, 500)
BUDGETS_MS, BUDGETS_KB = {200: 3.0, 1000: 6.0}, {200: 8.0, 1000: 30.0}
NEW_ANSWERS = 320  # more than the feed keeps


def since(workshop: Workshop, changed: int) -> int:
    """The number after which so many jobs have changed."""
    with Driver(workshop.database_url) as driver:
        [(seq,)] = driver.rows(
            "SELECT card_seq FROM jobs WHERE shop_id = ? AND active ORDER BY card_seq DESC LIMIT 1 OFFSET ?",
            [workshop.shop_id, min(changed, workshop.live - 1)],
        )
    return int(seq)


def head(workshop: Workshop) -> int:
    with Driver(workshop.database_url) as driver:
        return int(driver.rows("SELECT seq FROM log_heads WHERE shop_id = ?", [workshop.shop_id])[0][0])


def nothing_new(workshop: Workshop, phone: Phone) -> str:
    """The request of a screen that has seen all there is."""
    address = f"/feed?view=mobile&since={head(workshop)}"
    etag = phone.fetch(address, **{"Accept-Encoding": BROWSER["Accept-Encoding"]}).headers["ETag"]
    return phone.get(address, **{"If-None-Match": etag})


def new_answers(workshop: Workshop, phone: Phone) -> list[str]:
    """Changes of the last while, each since another moment: answers that nobody has asked for yet."""
    newest = head(workshop)
    return [phone.get(f"/feed?view=mobile&since={newest - n}") for n in range(NEW_ANSWERS)]


def changes(workshop: Workshop, phone: Phone, changed: int) -> str:
    """The request of a screen that has missed as many changes."""
    return phone.get(f"/feed?view=mobile&since={since(workshop, changed)}")


# What a screen asks for, made out anew each time: taps change what is new.
SCREENS: dict[str, Callable[[Workshop, Phone], list[str]]] = {
    "page": lambda _workshop, phone: [phone.get("/mobile", Accept="text/html")],
    "feed 304": lambda workshop, phone: [nothing_new(workshop, phone)],
    "feed, 20 changed": lambda workshop, phone: [changes(workshop, phone, 20)],
    "feed, a new answer": new_answers,
}


def ask_for(screen: str, workshop: Workshop, server: Server, seconds: float) -> Run:
    return ask(server, SCREENS[screen](workshop, Phone(server, workshop.tokens[0])), seconds)


def ask(server: Server, requests: list[str], seconds: float) -> Run:
    """Over one connection, again and again. Raises RuntimeError when the server refuses."""
    return answered(load(server, [requests], seconds=seconds, again=True))


def page_after_taps(workshop: Workshop, server: Server, seconds: float) -> Run:
    """Each time just after a tap has changed a card. The taps are not in the waits, though in the CPU."""
    phone = Phone(server, workshop.tokens[0])
    [page], [taps] = SCREENS["page"](workshop, phone), taps_on(workshop, [phone])
    run = answered(load(server, [[sent for tap in taps for sent in (tap, page)]], seconds=seconds))
    return replace(run, waits=run.waits[1::2])


def answered(run: Run) -> Run:
    if wrong := {status: count for status, count in run.statuses.items() if status not in {"200", "304"}}:
        raise RuntimeError(f"The server answered {wrong}")
    return run


def measure_nothing_new(workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    """16 connections, two processes, beside the least that a server could do."""
    with serving(workshop, workers=2) as server, at_the_limit(workshop, workers=2) as limit:
        screens = [[nothing_new(workshop, Phone(server, workshop.tokens[0]))]] * 16
        cases: dict[str, Callable[[], Run]] = {
            "limit": lambda: answered(load(limit, screens, seconds=seconds, again=True)),
            "feed": partial(load, server, screens, seconds=seconds, again=True),
        }
        runs = in_turns(cases, rounds)
    native, feed = Series(runs["limit"]), Series(runs["feed"])
    ratio = median_ratio([run.rate for run in runs["feed"]], [run.rate for run in runs["limit"]])
    return [
        part_of("feed 304, 16 connections", f"{figure(feed.rate)}/s", f"{figure(native.rate)}/s native", ratio, 0.20),
        Row("CPU of a feed 304", f"{figure(feed.cpu_ms)} ms", f"{figure(native.cpu_ms)} ms native"),
        at_most("feed requests not answered 304", sum(feed.others_than("304").values()), 0, "requests"),
    ]


def measure_changes(workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    """One process, one connection: what changed cards cost beyond nothing new, when others have asked before."""
    with serving(workshop, workers=1) as server:
        phone = Phone(server, workshop.tokens[0])
        asked = {0: nothing_new(workshop, phone), **{n: changes(workshop, phone, n) for n in CHANGED}}
        runs = in_turns({n: partial(ask, server, [request], seconds) for n, request in asked.items()}, rounds)
        reloads = {n for n in CHANGED if b'"reload":true' in phone.fetch(f"/feed?view=mobile&since={since(workshop, n)}").body}
    series = {n: Series(of_n) for n, of_n in runs.items()}
    return [
        at_most(
            f"feed, {n} changed{', told to reload' if n in reloads else ''}, {figure(series[n].sent_kb)} KB: CPU beyond 304",
            series[n].cpu_ms - series[0].cpu_ms, 0.5, "ms",
        )
        for n in CHANGED
    ]  # fmt: skip


def measure_pages(workshops: list[Workshop], *, rounds: int, seconds: float) -> list[Row]:
    """One process each, one connection, warm: time to answer, size as it travels."""
    rows = []
    for workshop in workshops:
        with serving(workshop, workers=1) as server:
            names = ("page", "feed 304", "feed, 20 changed")
            cases = {name: partial(ask_for, name, workshop, server, seconds) for name in names}
            runs = in_turns({**cases, "after a tap": partial(page_after_taps, workshop, server, seconds)}, rounds)
        page, size = Series(runs["page"]), workshop.live
        rows += [
            at_most(f"Shop Mobile, {size} cards, p50", page.p50, BUDGETS_MS.get(size), "ms"),
            at_most(f"Shop Mobile, {size} cards, CPU", page.cpu_ms, None, "ms"),
            at_most(f"Shop Mobile, {size} cards, just after a tap, p50", Series(runs["after a tap"]).p50, None, "ms"),
            at_most(f"Shop Mobile, {size} cards, compressed", page.sent_kb, BUDGETS_KB.get(size), "KB"),
            at_most(f"feed 304, {size} cards, p50", Series(runs["feed 304"]).p50, None, "ms"),
            at_most(f"feed, 20 changed of {size}, p50", Series(runs["feed, 20 changed"]).p50, None, "ms"),
        ]
    return rows
