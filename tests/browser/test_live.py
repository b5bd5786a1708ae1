"""The pill tells the truth: about the server, about the line to it, and about how old the board is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect
from sqlalchemy import update

from shopfloor.accounts.models import Session
from shopfloor.accounts.queries import open_sessions
from shopfloor.db import db, everywhere, in_shop
from shopfloor.jobs import operations, queries
from shopfloor.kernel import clock
from shopfloor.shops.queries import members
from tests.browser.conftest import PHONE
from tests.support.hammer import Floor, Hand, lay_out, opened
from tests.support.server import Server
from tests.support.swallower import swallower

AMBER, RED, GREEN = 20.0, 36.0, 5.0  # seconds
A_MOMENT = 2.0


@pytest.fixture(scope="module")
def floor(new_database: Callable[[], str]) -> Floor:
    return lay_out(new_database(), people=8)


@pytest.fixture
def own_server(floor: Floor) -> Iterator[Server]:
    """To be frozen and killed."""
    with Server(floor.database_url) as server:
        yield server


class Job(NamedTuple):
    number: str
    card: str


@pytest.fixture
def job(floor: Floor, own_server: Server) -> Job:
    with Hand(floor.crew[1], own_server.url) as hand:
        number = hand.make_job(floor).reply.job_number
    with opened(floor.database_url), in_shop(floor.shop_id):
        return Job(number, f"job-{queries.job(number).id}")


Phone = Callable[..., BrowserContext]


@pytest.fixture
def phone(chrome: Browser, floor: Floor, own_server: Server) -> Iterator[Phone]:
    """A phone on which someone is signed in: `phone(mate=0, at=url)`."""
    taken: list[BrowserContext] = []

    def take(mate: int = 0, at: str = "") -> BrowserContext:
        context = chrome.new_context(base_url=at or own_server.url, **PHONE)  # type: ignore[arg-type]
        cookie = {"name": "__Host-s", "value": floor.crew[mate].token, "url": "https://127.0.0.1", "secure": True}
        context.add_cookies([cookie])  # type: ignore[list-item]
        taken.append(context)
        return context

    yield take
    for context in taken:
        context.close()


def board(context: BrowserContext) -> Page:
    """Shop Mobile, live, and marked: a page that was loaded anew has lost its mark."""
    page = context.new_page()
    page.goto("/mobile")
    expect(pill(page)).to_have_attribute("data-state", "live")
    page.evaluate("document.body.classList.add('still-the-same')")
    return page


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("document.body.classList.contains('still-the-same')"))


def pill(page: Page) -> Locator:
    return page.locator(".live.needs-js")


def stands_in(page: Page, job: Job) -> str:
    return str(page.locator(f"#{job.card}").get_attribute("data-group"))


def turns(page: Page, state: str, *, within: float) -> float:
    """How many seconds until the pill is of that state."""
    began = time.monotonic()
    expect(pill(page)).to_have_attribute("data-state", state, timeout=within * 1000)
    return time.monotonic() - began


def advance_past_the_server(floor: Floor, job: Job) -> None:
    """As another process does it, while the server is down."""
    with opened(floor.database_url), in_shop(floor.shop_id):
        operations.advance(job.number, expected=queries.job(job.number).step, by=members()[2])


def test_a_tap_elsewhere_is_on_the_board_at_once(phone: Phone, floor: Floor, own_server: Server, job: Job) -> None:
    page = board(phone())
    before = stands_in(page, job)
    with Hand(floor.crew[1], own_server.url) as hand:
        assert hand.tap(f"/jobs/{job.number}/moves", step=0, view="mobile").is_acknowledged
    expect(page.locator(f"#{job.card}")).not_to_have_attribute("data-group", before, timeout=A_MOMENT * 1000)
    assert is_the_same(page)
    assert "As of" in str(pill(page).get_attribute("title"))


def freeze(server: Server) -> Callable[[], None]:
    """The line is there, and nobody answers."""
    assert server.process
    group = os.getpgid(server.process.pid)
    os.killpg(group, signal.SIGSTOP)
    return lambda: os.killpg(group, signal.SIGCONT)


def kill(server: Server) -> Callable[[], None]:
    server.kill()
    return server.start


@pytest.mark.parametrize("away", [32, pytest.param(90, marks=pytest.mark.soak)])
@pytest.mark.parametrize("stop", [freeze, kill])
def test_a_server_that_stops_turns_it_amber_then_red_and_green_soon_after_its_return(
    phone: Phone, floor: Floor, own_server: Server, job: Job, stop: Callable[[Server], Callable[[], None]], away: int
) -> None:
    page = board(phone())
    before = stands_in(page, job)
    stopped, come_back = time.monotonic(), stop(own_server)
    try:
        turns(page, "late", within=AMBER)
        expect(pill(page)).to_contain_text("as of ")
        advance_past_the_server(floor, job)
        turns(page, "off", within=RED - (time.monotonic() - stopped))
        expect(pill(page)).to_contain_text("Offline, as of ")
        page.wait_for_timeout(max(0.0, away - (time.monotonic() - stopped)) * 1000)
    finally:
        come_back()
    turns(page, "live", within=GREEN)
    expect(page.locator(f"#{job.card}")).not_to_have_attribute("data-group", before, timeout=A_MOMENT * 1000)
    assert is_the_same(page)


def test_a_line_that_swallows_all_without_closing_is_noticed(phone: Phone, own_server: Server, floor: Floor, job: Job) -> None:
    with swallower(own_server.port) as proxy:
        page = board(phone(at=proxy.url))
        proxy.swallow()
        with Hand(floor.crew[1], own_server.url) as hand:
            hand.make_job(floor)
        turns(page, "late", within=AMBER)
        proxy.pass_on()
        turns(page, "live", within=15)  # a request that was swallowed is given up first
        assert is_the_same(page)
        page.context.close()


def test_pages_of_one_browser_share_a_stream_and_it_passes_by_the_worker(
    phone: Phone, floor: Floor, own_server: Server, job: Job
) -> None:
    context = phone(mate=3)
    streams: list[Response] = []
    first = board(context)
    first.evaluate("navigator.serviceWorker.ready.then(() => null)")
    first.reload()
    turns(first, "live", within=A_MOMENT)
    context.on("response", lambda reply: streams.append(reply) if "/live" in reply.url else None)
    pages = [board(context) for _ in range(7)]  # over HTTP/1.1 a browser has six lines
    assert streams == []
    first.close()
    with Hand(floor.crew[1], own_server.url) as hand:
        hand.tap(f"/jobs/{job.number}/holds", step=0, reason="Powder not here", view="mobile")
    for page in pages:
        expect(page.locator(f"#{job.card}")).to_contain_text("Powder not here", timeout=A_MOMENT * 1000)
        expect(pill(page)).to_have_attribute("data-state", "live")
    assert len(streams) == 1
    assert not streams[0].from_service_worker


def test_a_page_that_nobody_looks_at_costs_nothing(phone: Phone, own_server: Server) -> None:
    page = phone(mate=4).new_page()
    page.clock.install()
    page.goto("/mobile")
    expect(pill(page)).to_have_attribute("data-state", "live")
    asked: list[Request] = []
    with page.expect_event("requestfailed", lambda request: "/live" in request.url):
        looked_at(page, "hidden")
        page.clock.fast_forward(25_000)
    page.on("request", lambda request: asked.append(request))
    for _ in range(5):
        page.clock.fast_forward(400_000)
    assert asked == []
    with page.expect_request(lambda request: "/live" in request.url):
        looked_at(page, "visible")
    expect(pill(page)).to_have_attribute("data-state", "live")


def looked_at(page: Page, how: str) -> None:
    """Headless pages are all visible; what the browser would say is said for it."""
    page.evaluate("how => Object.defineProperty(document, 'visibilityState', { get: () => how, configurable: true })", how)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_whoever_is_signed_out_elsewhere_is_asked_to_sign_in(phone: Phone, floor: Floor) -> None:
    page = board(phone(mate=5))
    with opened(floor.database_url), everywhere():
        user = next(at.user_id for at in everyone(floor) if at.id == floor.crew[5].id)
        for session in open_sessions(user):
            db.session.execute(update(Session).where(Session.id == session.id).values(ended_at=clock.now()))
        db.session.commit()
    page.wait_for_url(lambda url: "/sign-in" in url, timeout=15_000)


def everyone(floor: Floor) -> list[object]:
    with in_shop(floor.shop_id):
        return list(members())
