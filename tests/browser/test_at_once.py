"""Shop Mobile opens at once as the device has it, and never says that it is newer than it is."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from shopfloor.db import in_shop
from shopfloor.jobs import operations, queries
from shopfloor.shops.queries import members
from tests.browser.conftest import PHONE
from tests.support.hammer import Floor, Hand, lay_out, opened
from tests.support.server import Server

AT_ONCE, PATIENCE = 2.5, 2.9  # seconds: less, on a busy machine too, than other pages wait for the server
SHIFTED = """([name, change]) => new Promise((resolve) => {
  indexedDB.open("shopfloor").onsuccess = ({ target: { result: database } }) => {
    const about = database.transaction("about", "readwrite").objectStore("about");
    about.get(name).onsuccess = ({ target }) => {
      about.put(typeof change === "string" ? change : { ...target.result, asked: target.result.asked - change }, name);
      about.transaction.oncomplete = () => (database.close(), resolve());
    };
  };
})"""
NOTED = """() => new Promise((resolve) => {
  indexedDB.open("shopfloor").onsuccess = ({ target: { result: database } }) => {
    const asked = database.transaction("about").objectStore("about").get("mobile");
    asked.onsuccess = () => (database.close(), resolve(asked.result));
  };
})"""
IS_KEPT = "async () => Boolean(await caches.match('/mobile')) && Boolean(await caches.match('/scan'))"
FILLED = """() => new Promise((resolve) => {
  indexedDB.open("shopfloor").onsuccess = ({ target: { result: database } }) => {
    const asked = database.transaction("about").objectStore("about").get("seq");
    asked.onsuccess = () => (database.close(), resolve(asked.result !== undefined));
  };
})"""


@pytest.fixture(scope="module")
def floor(new_database: Callable[[], str]) -> Floor:
    return lay_out(new_database(), people=4)


@pytest.fixture
def own_server(floor: Floor) -> Iterator[Server]:
    """To be frozen."""
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


@pytest.fixture
def phone(chrome: Browser, floor: Floor, own_server: Server, job: Job) -> Iterator[BrowserContext]:
    """A phone that has the app and has kept Shop Mobile."""
    context = chrome.new_context(base_url=own_server.url, **PHONE)  # type: ignore[arg-type]
    become(context, floor, mate=0)
    page = context.new_page()
    page.goto("/mobile")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    page.wait_for_function(IS_KEPT)
    page.wait_for_function(FILLED)
    expect(pill(page)).to_have_attribute("data-state", "live")
    page.close()
    yield context
    context.close()


def become(context: BrowserContext, floor: Floor, *, mate: int) -> None:
    """Someone is signed in on this device from now on, and no page has been told."""
    cookie = {"name": "__Host-s", "value": floor.crew[mate].token, "url": "https://127.0.0.1", "secure": True}
    context.add_cookies([cookie])  # type: ignore[list-item]


def pill(page: Page) -> Locator:
    return page.locator(".live.needs-js")


def is_kept(page: Page) -> bool:
    """Whether the page that is shown comes from the device."""
    return bool(page.evaluate("'kept' in document.documentElement.dataset"))


def opened_again(phone: BrowserContext) -> Page:
    page = phone.new_page()
    page.goto("/mobile", wait_until="commit")
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    return page


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """The line is there, and nobody answers."""
    assert server.process
    group = os.getpgid(server.process.pid)
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def advance(floor: Floor, job: Job) -> None:
    """As another process does it."""
    with opened(floor.database_url), in_shop(floor.shop_id):
        operations.advance(job.number, expected=queries.job(job.number).step, by=members()[2])


def test_a_frozen_server_holds_nobody_up_and_the_pill_says_of_when_the_page_is(
    phone: BrowserContext, floor: Floor, own_server: Server, job: Job
) -> None:
    advance(floor, job)
    with frozen(own_server):
        began = time.monotonic()
        page = opened_again(phone)
        expect(page.locator(f"#{job.card}")).to_be_visible()
        assert time.monotonic() - began < AT_ONCE
        assert is_kept(page)
        before = page.locator(f"#{job.card}").get_attribute("data-group")
        states = page.evaluate(
            """() => new Promise((resolve) => {
              const seen = new Set(), look = () => seen.add(document.querySelector(".live.needs-js").dataset.state);
              const watch = setInterval(look, 20);
              setTimeout(() => (clearInterval(watch), resolve([...seen])), 2500);
            })"""
        )
        assert "live" not in states
        expect(pill(page)).to_have_attribute("title", re.compile(r"As of \d\d:\d\d"))
    expect(pill(page)).to_have_attribute("data-state", "live", timeout=15_000)
    expect(page.locator(f"#{job.card}")).not_to_have_attribute("data-group", before)  # brought up to date, not loaded anew
    assert is_kept(page)


def test_the_pill_is_never_live_while_the_board_is_old(
    phone: BrowserContext, floor: Floor, own_server: Server, job: Job
) -> None:
    page = phone.new_page()
    page.add_init_script(
        f"""globalThis.lies = [];
        let before;
        new MutationObserver(() => {{
          const pill = document.querySelector(".live.needs-js"), group = document.getElementById("{job.card}")?.dataset.group;
          before ??= group;
          if (pill?.dataset.state === "live" && group === before) lies.push(pill.textContent);
        }}).observe(document, {{ subtree: true, attributes: true, childList: true }});"""
    )
    advance(floor, job)
    with frozen(own_server):
        page.goto("/mobile", wait_until="commit")
        before = str(page.locator(f"#{job.card}").get_attribute("data-group"))
    expect(page.locator(f"#{job.card}")).not_to_have_attribute("data-group", before, timeout=15_000)
    expect(pill(page)).to_have_attribute("data-state", "live")
    assert page.evaluate("lies") == []


def test_who_loads_the_page_anew_gets_the_servers(phone: BrowserContext, own_server: Server) -> None:
    with frozen(own_server):
        page = opened_again(phone)
        assert is_kept(page)
    page.reload()
    assert not is_kept(page)
    with page.expect_navigation():
        page.evaluate("location.reload()")
    assert not is_kept(page)


def test_another_edition_is_loaded_once_and_not_the_kept_page_again(phone: BrowserContext, own_server: Server) -> None:
    page = phone.new_page()
    page.add_init_script("sessionStorage.setItem('loads', Number(sessionStorage.getItem('loads') ?? 0) + 1)")
    page.add_init_script(
        """const plain = fetch;
        globalThis.fetch = async (address, how) => {
          const answer = await plain(address, how);
          const isFirst = sessionStorage.getItem("loads") === "1" && String(address).includes("view=mobile");
          if (!isFirst) return answer;
          const news = answer.status === 200 ? await answer.json() : {};
          const told = { cards: [], gone: [], ...news, edition: "another" };
          return new Response(JSON.stringify(told), { headers: answer.headers });
        };"""
    )
    with frozen(own_server):
        page.goto("/mobile", wait_until="commit")
        assert is_kept(page)
    page.wait_for_function("() => sessionStorage.getItem('loads') === '2'")
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    assert not is_kept(page)
    expect(pill(page)).to_have_attribute("data-state", "live")
    assert page.evaluate("sessionStorage.getItem('loads')") == "2"


@pytest.mark.parametrize("how", [["mobile", 13 * 60 * 60 * 1000], ["mobile", -13 * 60 * 60 * 1000], ["edition", "another"]])
def test_what_is_too_old_or_of_another_day_waits_for_the_server(
    phone: BrowserContext, own_server: Server, how: list[object]
) -> None:
    page = phone.new_page()
    page.goto("/offline")
    page.evaluate(SHIFTED, how)
    with frozen(own_server):
        began = time.monotonic()
        page.goto("/mobile", wait_until="commit")
        assert time.monotonic() - began > PATIENCE


def test_after_a_form_the_page_shows_what_became_of_it(phone: BrowserContext) -> None:
    page = opened_again(phone)
    page.wait_for_function(f"async () => Boolean(await ({NOTED})())")
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const form = document.createElement("form");
              Object.assign(form, { method: "post", action: "/mobile" });
              document.body.append(form);
              form.submit();
            }"""
        )
    assert page.evaluate(NOTED) is None


def test_another_person_never_gets_to_work_on_the_first_ones_page(phone: BrowserContext, floor: Floor) -> None:
    own = opened_again(phone).locator("body").get_attribute("data-member")
    for page in phone.pages:
        page.close()
    become(phone, floor, mate=1)
    page = phone.new_page()
    page.goto("/mobile")
    expect(page.locator("body")).not_to_have_attribute("data-member", str(own))
    assert not is_kept(page)
    expect(pill(page)).to_have_attribute("data-state", "live")
    page.wait_for_function("async (own) => !(await caches.keys()).includes(`pages-${own}`)", arg=own)
