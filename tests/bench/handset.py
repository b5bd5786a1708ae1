"""A phone's browser on the desk: slowed as a cheap phone is, behind a poor line, and watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench.fill import Workshop
from tests.browser.conftest import ARGUMENTS, PHONE
from tests.support.server import Server
from tests.support.system import chromium

SLOWER = 4  # times: this machine beside a cheap phone
POOR_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
PAINTS = """() => new Promise((resolve) => {
  let largest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ startTime }) => (largest = startTime)))
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => resolve([performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null, largest]), 300);
})"""


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, for the block."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def handset(chrome: Browser, workshop: Workshop, server: Server) -> Iterator[BrowserContext]:
    """A phone that has never seen the app, with someone signed in."""
    context = chrome.new_context(base_url=server.url, **PHONE)  # type: ignore[arg-type]
    cookie = {"name": "__Host-s", "value": workshop.tokens[0], "url": "https://127.0.0.1", "secure": True}
    context.add_cookies([cookie])  # type: ignore[list-item]
    yield context
    context.close()


@dataclass
class Asked:
    """One request of a page; times in seconds of the browser's clock."""

    address: str
    kind: str
    began: float
    ended: float | None = None
    size: int = 0  # bytes, as they travelled, with their headers
    from_device: bool = False


@dataclass
class Watched:
    """A page with what it asks of the network. The worker's own requests are not the page's."""

    page: Page
    asked: dict[str, Asked] = field(default_factory=dict)
    loaded: float = 0.0

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        for name in ("Network", "Page"):
            self.session.send(f"{name}.enable")  # type: ignore[call-overload]
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._ended)
        self.session.on("Page.loadEventFired", self._loaded)

    def slowed(self) -> Watched:
        """From now on it has a cheap phone's processor."""
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return self

    def on_a_poor_line(self) -> Watched:
        self.session.send("Network.emulateNetworkConditions", POOR_LINE)
        return self

    def open(self, address: str) -> tuple[float, float]:
        """Milliseconds until the first and the largest paint."""
        self.page.goto(address, wait_until="load")
        first, largest = self.page.evaluate(PAINTS)
        return first, largest

    def needed(self) -> list[Asked]:
        """What was asked for before the page had loaded."""
        return [one for one in self.asked.values() if one.began < self.loaded]

    def _asked(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = Asked(event["request"]["url"], event.get("type", ""), event["timestamp"])

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if one := self.asked.get(event["requestId"]):
            one.from_device = bool(response.get("fromServiceWorker") or response.get("fromDiskCache"))

    def _ended(self, event: dict[str, Any]) -> None:
        if one := self.asked.get(event["requestId"]):
            one.ended, one.size = event["timestamp"], int(event["encodedDataLength"])

    def _loaded(self, event: dict[str, Any]) -> None:
        self.loaded = event["timestamp"]
