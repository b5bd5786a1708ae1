"""Shop Mobile on a cheap phone: the first time, each time after, and under the thumb."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.bench.feeds import head
from tests.bench.fill import Workshop
from tests.bench.handset import Asked, Watched, browser, handset
from tests.bench.serving import serving
from tests.bench.table import Row, at_most
from tests.support.server import Server

SCRIPTS_KB, ALL_KB, REQUESTS, LCP_S = 40.0, 50.0, 8, 1.5
AGAIN_S, KEPT_MS, APPLIED_S = 0.6, 100.0, 2.0
PROMISED = 30  # cards, of what is promised of the first paint
TAPS = 40
# Asked for beside the page, which would be complete without: the browser's own wishes for the icon and for installing, and
# the stream, which never ends.
BESIDE = ("/manifest.webmanifest", "/static/favicon", "/static/maskable", "/live")

# From the touch to the first frame that can show the tap as kept: the count at the top, told after the disk has it.
KEPT = """() => {
  const count = document.querySelector("[data-outbox]");
  let touched;
  addEventListener("pointerdown", ({ timeStamp }) => (touched = timeStamp), true);
  globalThis.taken = [];
  const before = () => Number(count.querySelector("[data-count]").textContent);
  let shown = before();
  new MutationObserver(() => {
    if (before() === shown || count.hidden) return;
    shown = before();
    requestAnimationFrame(() => setTimeout(() => taken.push(performance.now() - touched)));
  }).observe(count, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


SERVED = (
    """() => "kept" in document.documentElement.dataset ? 0 : performance.getEntriesByType("navigation")[0].decodedBodySize"""
)


def measure_screen(workshops: list[Workshop], *, rounds: int) -> list[Row]:
    """One process serves; the browser shares the machine with it."""
    with browser() as chrome:
        return [row for workshop in workshops for row in _measured(chrome, workshop, rounds)]


def _measured(chrome: Browser, workshop: Workshop, rounds: int) -> list[Row]:
    with serving(workshop, workers=1) as server:
        return [
            *_first(chrome, workshop, server, rounds),
            *_again(chrome, workshop, server, rounds),
            *_thumb(chrome, workshop, server),
        ]


def _first(chrome: Browser, workshop: Workshop, server: Server, rounds: int) -> list[Row]:
    said, paints, needed = f"phone, {workshop.live} cards, first load", [], list[Asked]()
    for _ in range(rounds):
        with handset(chrome, workshop, server) as phone:
            watched = Watched(phone.new_page()).slowed().on_a_poor_line()
            paints.append(watched.open("/mobile")[1] / 1000)
            needed = [one for one in watched.needed() if not any(part in one.address for part in BESIDE)]
    scripts = sum(one.size for one in needed if one.kind in {"Script", "Stylesheet"}) / 1024
    return [
        at_most(f"{said}: JS + CSS", scripts, SCRIPTS_KB, "KB"),
        at_most(f"{said}: all", sum(one.size for one in needed) / 1024, ALL_KB, "KB"),
        at_most(f"{said}: requests", len(needed), REQUESTS, ""),
        at_most(f"{said}: largest paint, 1.6 Mbps, 4× CPU", median(paints), _promised(workshop, LCP_S), "s"),
    ]


def _again(chrome: Browser, workshop: Workshop, server: Server, rounds: int) -> list[Row]:
    said, sizes, frozen = f"phone, {workshop.live} cards, again", [], []
    with handset(chrome, workshop, server) as phone:
        _in_pocket(phone)
        for _ in range(rounds):
            sizes.append(_bytes_before_paint(phone))
            with _frozen(server):
                frozen.append(_cold(phone).open("/mobile")[1] / 1000)
            _close(phone)
    return [
        at_most(f"{said}: bytes before the first paint", max(sizes), 0, "B"),
        at_most(f"{said}: largest paint, server frozen, 4× CPU", median(frozen), AGAIN_S, "s"),
    ]


def _bytes_before_paint(phone: BrowserContext) -> int:
    """What the page itself has had from the network when it is first painted."""
    watched = _cold(phone)
    first, _ = watched.open("/mobile")
    began = min(one.began for one in watched.asked.values())
    soon = [one for one in watched.asked.values() if one.ended and one.ended < began + first / 1000 and not one.from_device]
    # A page that the worker has had from the server in time is no request of the page, but has travelled all the same.
    through_worker = watched.page.evaluate(SERVED)
    watched.page.close()
    return sum(one.size for one in soon) + int(through_worker)


def _cold(phone: BrowserContext) -> Watched:
    """A new page of a cheap phone whose worker sleeps."""
    watched = Watched(phone.new_page()).slowed()
    watched.session.send("ServiceWorker.enable")
    watched.session.send("ServiceWorker.stopAllWorkers")
    return watched


def _in_pocket(phone: BrowserContext) -> None:
    """Opened twice: the worker is there, and has kept the page."""
    page = phone.new_page()
    page.goto("/mobile")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    page.wait_for_function("async () => (await caches.match('/mobile')) && (await caches.match('/scan'))")
    expect(page.locator(".live.needs-js")).to_have_attribute("data-state", "live")
    page.close()


def _close(phone: BrowserContext) -> None:
    for page in phone.pages:
        page.close()


@contextmanager
def _frozen(server: Server) -> Iterator[None]:
    """The line is there, and nobody answers."""
    assert server.process
    group = os.getpgid(server.process.pid)
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def _thumb(chrome: Browser, workshop: Workshop, server: Server) -> list[Row]:
    said = f"phone, {workshop.live} cards, a tap without a signal"
    with handset(chrome, workshop, server) as phone:
        _in_pocket(phone)
        page = Watched(phone.new_page()).slowed().page
        page.goto("/mobile")
        expect(page.locator(".live.needs-js")).to_have_attribute("data-state", "live")
        phone.set_offline(True)
        page.evaluate(KEPT)
        many = min(TAPS, workshop.live - 6)
        for number in _to_tap(page, many):
            _tap(page, number)
        taken = page.evaluate("taken")
        seconds = _until_applied(workshop, phone, page, many)
    return [
        at_most(f"{said}: kept on screen, p50", median(taken), None, "ms"),
        at_most(f"{said}: kept on screen, p95", quantiles(taken, n=20)[18], KEPT_MS, "ms"),
        at_most(f"{said}: {many} of them applied, signal back", seconds, APPLIED_S, "s"),
    ]


def _to_tap(page: Page, many: int) -> list[str]:
    """Cards that can be advanced, by their place in the page."""
    ids: list[str] = page.locator('[data-board] article:has(form[action$="/moves"])').evaluate_all(
        "all => all.map(({ id }) => id)"
    )
    return ids[:many]


def _tap(page: Page, card: str) -> None:
    before = page.evaluate("taken.length")
    page.locator(f'#{card} form[action$="/moves"] button').first.tap()
    page.wait_for_function("before => taken.length > before", arg=before)
    page.wait_for_function("() => !document.querySelector('[data-busy]')")
    page.wait_for_timeout(750)  # for so long the page takes no second tap from the same thumb


def _until_applied(workshop: Workshop, phone: BrowserContext, page: Page, many: int) -> float:
    """Until the last of them is in the log."""
    until = head(workshop) + many
    began = time.monotonic()
    phone.set_offline(False)
    while head(workshop) < until:
        if time.monotonic() - began > 60:
            raise RuntimeError(f"Taps do not arrive: {page.locator('[data-outbox]').inner_text()}")
        page.wait_for_timeout(10)
    return time.monotonic() - began


def _promised(workshop: Workshop, target: float) -> float | None:
    return target if workshop.live == PROMISED else None
