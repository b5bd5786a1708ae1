"""A new version is offered, never forced, and never in the middle of a tap."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.patience import until
from tests.support.server import Server

Release = Callable[[], None]

COUNTS_LOADS = "sessionStorage.setItem('loads', Number(sessionStorage.getItem('loads') ?? 0) + 1)"
CONTROLLED = "navigator.serviceWorker.ready.then(() => null)"
LOOK = "navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => null)"
TAKEN_OVER = "navigator.serviceWorker.getRegistration().then(found => !found.waiting)"
TAKEN_OVER_OR_OFFERED = """navigator.serviceWorker.getRegistration().then(
  found => !found.waiting || !document.querySelector('[data-hint=update]').hidden)"""
WAITS = "navigator.serviceWorker.getRegistration().then(found => Boolean(found.waiting))"


@pytest.fixture(scope="module")
def count(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("version") / "count"
    file.write_text("1")
    return file


@pytest.fixture(scope="module")
def releasing(demo: Flask, database_url: str, count: Path) -> Iterator[Server]:
    """A server whose releases a test makes."""
    environment = {"SHOPFLOOR_TEST_VERSION": str(count)}
    with Server(database_url, entry="tests.browser.versions:app", environment=environment) as server:
        yield server


@pytest.fixture
def release(count: Path) -> Release:
    return lambda: count.write_text(str(int(count.read_text()) + 1)) and None


@pytest.fixture
def phone(chrome: Browser, releasing: Server) -> Iterator[BrowserContext]:
    context = chrome.new_context(base_url=releasing.url, **PHONE)
    context.add_init_script(COUNTS_LOADS)
    yield context
    context.close()


def opened(context: BrowserContext) -> Page:
    """Shop Mobile on a phone that has the app."""
    page = context.new_page()
    sign_in(page, "supervisor@powder.example")
    page.evaluate(CONTROLLED)
    page.goto("/mobile")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def offered(page: Page) -> None:
    expect(page.get_by_text("A new version of Shopfloor is ready.")).to_be_visible()


def loads(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('loads')"))


def test_a_new_version_waits_until_the_person_agrees_and_loads_the_page_once(phone: BrowserContext, release: Release) -> None:
    page = opened(phone)
    release()
    page.evaluate(LOOK)
    offered(page)
    page.reload()
    offered(page)  # a reload alone brings nothing new
    before = loads(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Update").tap()
    expect(page.get_by_text("A new version of Shopfloor is ready.")).to_be_hidden()
    assert page.evaluate(WAITS) is False
    assert loads(page) == before + 1


def test_not_now_is_heard_until_the_app_is_opened_again(phone: BrowserContext, release: Release) -> None:
    page = opened(phone)
    release()
    page.evaluate(LOOK)
    offered(page)
    page.get_by_role("button", name="Not now").tap()
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    expect(page.get_by_text("A new version of Shopfloor is ready.")).to_be_hidden()
    page.close()
    again = phone.new_page()
    again.goto("/mobile")
    until(again, TAKEN_OVER_OR_OFFERED)  # the browser may still count the page that was closed


def test_the_first_page_after_a_start_takes_it_over_by_itself(phone: BrowserContext, release: Release) -> None:
    page = opened(phone)
    release()
    page.evaluate(LOOK)
    offered(page)
    page.evaluate("sessionStorage.clear()")  # as the browser does when the app is closed
    page.reload()
    page.wait_for_function("() => sessionStorage.getItem('loads') === '2'")
    until(page, TAKEN_OVER)
    expect(page.get_by_text("A new version of Shopfloor is ready.")).to_be_hidden()


def test_another_page_that_is_open_keeps_its_ground(phone: BrowserContext, release: Release) -> None:
    first = opened(phone)
    release()
    first.evaluate(LOOK)
    offered(first)
    second = phone.new_page()
    second.goto("/mobile")
    offered(second)  # not taken over: the first is at work
    with second.expect_navigation():
        second.get_by_role("button", name="Update").tap()
    offered(first)  # it is told, and loads anew when its person says so
    assert loads(second) == 2


def test_no_update_in_the_middle_of_a_tap(phone: BrowserContext, release: Release) -> None:
    page = opened(phone)
    release()
    page.evaluate(LOOK)
    offered(page)
    held: list[object] = []
    phone.route("**/moves", lambda route: held.append(route))
    card = page.locator("article", has=page.get_by_role("button", name="Advance")).first
    number = card.locator(".number").inner_text()
    card.get_by_role("button", name="Advance").tap()
    page.wait_for_function("() => document.querySelector('[data-busy]')")
    page.get_by_role("button", name="Update").tap()
    expect(page.get_by_role("button", name="One moment…")).to_be_visible()
    before = loads(page)
    page.wait_for_timeout(1000)
    assert (loads(page), page.evaluate(WAITS)) == (before, True)
    with page.expect_navigation():
        held[0].continue_()
    until(page, TAKEN_OVER)
    page.goto(f"/jobs/{number}")
    expect(page.locator(".history")).to_contain_text(f"moved {number}")


def test_a_page_older_than_the_server_loads_anew_once_and_not_for_ever(chrome: Browser, releasing: Server) -> None:
    context = chrome.new_context(base_url=releasing.url, service_workers="block", **PHONE)
    context.add_init_script(COUNTS_LOADS)
    page = context.new_page()
    sign_in(page, "worker@powder.example")
    asked = []

    def older(route: object, times: int) -> None:
        reply = route.fetch()
        asked.append(reply.status)
        main = "main.OLDER234.js" if len(asked) <= times else "main."
        route.fulfill(response=reply, body=reply.text().replace("/static/main.", f"/static/{main}"))

    page.route("**/mobile", lambda route: older(route, 1))
    page.goto("/mobile")
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    assert len(asked) == 2
    page.evaluate("sessionStorage.removeItem('loaded-anew')")
    page.unroute("**/mobile")
    asked.clear()
    page.route("**/mobile", lambda route: older(route, 99))
    page.goto("/mobile")
    page.wait_for_timeout(1500)
    assert len(asked) == 2  # the second time it stays as it is
    context.close()
