"""Screens that ask what is new, and the page they ask from."""

from __future__ import annotations

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


def requests_of(workshop: Workshop, server: Server) -> dict[str, list[str]]:
    """What a screen asks for, by what it is: the page, nothing new, twenty new cards, answers that nobody has asked for yet."""
    phone = Phone(server, workshop.tokens[0])
    newest = head(workshop)
    return {
        "page": [phone.get("/mobile", Accept="text/html")],
        "304": [nothing_new(workshop, phone)],
        "20 changed": [phone.get(f"/feed?view=mobile&since={since(workshop, 20)}")],
        "new answer": [phone.get(f"/feed?view=mobile&since={newest - n}") for n in range(NEW_ANSWERS)],
    }


def ask(server: Server, requests: list[str], seconds: float) -> Run:
    """Over one connection, again and again. Raises RuntimeError when the server refuses."""
    return answered(load(server, [requests], seconds=seconds, again=True))


def ask_after_taps(workshop: Workshop, server: Server, request: str, seconds: float) -> Run:
    """Each time just after a tap has changed something; the taps are not in the waits, though in the CPU."""
    taps = taps_on(workshop, [Phone(server, workshop.tokens[0])])[0]
    run = answered(load(server, [[sent for tap in taps for sent in (tap, request)]], seconds=seconds))
    return replace(run, waits=run.waits[1::2])


def answered(run: Run) -> Run:
    if wrong := {status: count for status, count in run.statuses.items() if status not in {"200", "304"}}:
        raise RuntimeError(f"The server answered {wrong}")
    return run


def measure_nothing_new(workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    """16 connections, two processes, beside the least that a server could do."""
    with serving(workshop, workers=2) as server, at_the_limit(workshop, workers=2) as limit:
        screens = [[nothing_new(workshop, Phone(server, workshop.tokens[0]))]] * 16
        cases = {
            "limit": partial(load, limit, screens, seconds=seconds, again=True),
            "feed": partial(load, server, screens, seconds=seconds, again=True),
        }
        runs = in_turns(cases, rounds)
    limit_rate, feed = Series(runs["limit"]).rate, Series(runs["feed"])
    ratio = median_ratio([run.rate for run in runs["feed"]], [run.rate for run in runs["limit"]])
    return [
        part_of("feed 304, 16 connections", f"{figure(feed.rate)}/s", f"{figure(limit_rate)}/s native", ratio, 0.20),
        at_most("CPU of a feed 304", feed.cpu_ms, None, "ms"),
        at_most("feed requests not answered 304", sum(feed.others_than("304").values()), 0, "requests"),
    ]


def measure_changes(workshop: Workshop, *, rounds: int, seconds: float) -> list[Row]:
    """One process, one connection: what changed cards cost beyond nothing new, when others have asked before."""
    with serving(workshop, workers=1) as server:
        phone = Phone(server, workshop.tokens[0])
        asked = {"304": nothing_new(workshop, phone)}
        asked |= {str(n): phone.get(f"/feed?view=mobile&since={since(workshop, n)}") for n in CHANGED}
        runs = in_turns({name: partial(ask, server, [request], seconds) for name, request in asked.items()}, rounds)
        reloads = {n for n in CHANGED if b'"reload":true' in phone.fetch(f"/feed?view=mobile&since={since(workshop, n)}").body}
    nothing = Series(runs["304"])
    rows = []
    for n in CHANGED:
        series = Series(runs[str(n)])
        what = f"feed, {n} changed{' (answers: reload)' if n in reloads else ''}, {figure(series.sent_kb)} KB: CPU beyond 304"
        rows.append(at_most(what, series.cpu_ms - nothing.cpu_ms, 0.5, "ms"))
    return rows


def measure_pages(workshops: list[Workshop], *, rounds: int, seconds: float) -> list[Row]:
    """One process each, one connection, warm: time to answer, size as it travels."""
    rows = []
    for workshop in workshops:
        with serving(workshop, workers=1) as server:
            asked = requests_of(workshop, server)
            cases = {name: partial(ask, server, requests, seconds) for name, requests in asked.items()}
            cases["after a tap"] = partial(ask_after_taps, workshop, server, asked["page"][0], seconds)
            runs = in_turns(cases, rounds)
        page, size = Series(runs["page"]), workshop.live
        rows += [
            at_most(f"Shop Mobile, {size} cards, p50", page.p50, BUDGETS_MS.get(size), "ms"),
            at_most(f"Shop Mobile, {size} cards, CPU", page.cpu_ms, None, "ms"),
            at_most(f"Shop Mobile, {size} cards, just after a tap, p50", Series(runs["after a tap"]).p50, None, "ms"),
            at_most(f"Shop Mobile, {size} cards, compressed", page.sent_kb, BUDGETS_KB.get(size), "KB"),
            at_most(f"feed 304, {size} cards, p50", Series(runs["304"]).p50, None, "ms"),
            at_most(f"feed, 20 changed of {size}, p50", Series(runs["20 changed"]).p50, None, "ms"),
        ]
    return rows
