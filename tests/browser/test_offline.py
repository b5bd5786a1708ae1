"""In the dead corners of the floor: everything goes on, and is there once and in order when the signal is back."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from shopfloor.accounts.identity import identity
from shopfloor.accounts.operations import revoke_session
from shopfloor.accounts.operations import sign_in as sign_in_on_device
from shopfloor.accounts.queries import open_sessions, user_called
from shopfloor.db import db, everywhere, in_shop
from shopfloor.events import Event
from shopfloor.inventory.models import StockMovement
from shopfloor.jobs import queries
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import advance as advance_job
from shopfloor.sheets.models import Code
from shopfloor.shops.models import Member
from tests.browser.conftest import ARGUMENTS, PHONE, sign_in
from tests.support.server import Server
from tests.support.system import chromium

KEPT = """async () => {
  const opening = indexedDB.open("shopfloor");
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const ask = (store, key) => new Promise((resolve) => {
    const request = database.transaction(store).objectStore(store);
    (key ? request.get(key) : request.getAll()).onsuccess = ({ target }) => resolve(target.result);
  });
  const kept = { seq: await ask("about", "seq"), taps: await ask("taps"), pockets: (await ask("pockets")).length };
  database.close();
  return kept;
}"""


AGED = """async (ms) => {
  const opening = indexedDB.open("shopfloor");
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const store = database.transaction("taps", "readwrite").objectStore("taps");
  const rows = await new Promise((resolve) => (store.getAll().onsuccess = ({ target }) => resolve(target.result)));
  await Promise.all(rows.map((row) => new Promise((done) => (store.put({ ...row, made: row.made - ms }).onsuccess = done))));
  database.close();
}"""

Phone = Callable[[], Page]


class Found(NamedTuple):
    """A job of the demo shop, and the addresses its sheet's codes lead to."""

    id: int
    number: str
    bump: str
    powder: str | None


@pytest.fixture
def line(demo: Flask, database_url: str) -> Iterator[Server]:
    """A server of the test's own: it is the signal, and can be cut."""
    with Server(database_url) as server:
        yield server


@pytest.fixture
def phone(chrome: Browser, line: Server, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """A phone with its own memory: each call starts its browser anew, after killing the one before."""
    running: list[BrowserContext] = []

    def start() -> Page:
        for context in running:
            context.close()
        running[:] = [
            chrome.browser_type.launch_persistent_context(
                tmp_path / "profile", executable_path=chromium(), args=ARGUMENTS, base_url=line.url, **PHONE
            )
        ]
        return running[0].new_page()

    yield start
    for context in running:
        context.close()


def jobs_at_work(demo: Flask, *, with_powder: bool = False) -> list[Found]:
    """Open jobs of the powder shop with five steps and more before them."""
    with demo.app_context(), in_shop(1):
        found = []
        for job in db.session.scalars(select(Job).where(Job.active, Job.hold_reason.is_(None)).order_by(Job.id)).all():
            codes = db.session.scalars(select(Code).where(Code.job_id == job.id, Code.revoked_at.is_(None)))
            tokens = {code.purpose: f"/q/{code.token}" for code in codes}
            if len(job.route) - job.position > 5 and with_powder <= ("powder" in tokens):
                found.append(Found(job.id, job.number, tokens["bump"], tokens.get("powder")))
        return found


def story(demo: Flask, job: Found, since: int) -> list[Event]:
    with demo.app_context(), in_shop(1):
        mine = (Event.subject_type == "job", Event.subject_id == job.id, Event.seq > since)
        return list(db.session.scalars(select(Event).where(*mine).order_by(Event.seq)))


def newest(demo: Flask) -> int:
    with demo.app_context(), in_shop(1):
        return db.session.scalars(select(Event.seq).order_by(Event.seq.desc())).first()


def until(page: Page, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Wait for what the device keeps. Raises AssertionError after a while."""
    patience = time.monotonic() + 15
    while not is_so(kept := page.evaluate(KEPT)):
        assert time.monotonic() < patience, kept
        page.wait_for_timeout(50)


def in_hand(page: Page) -> None:
    """Until this device has all of the floor in its pocket, and a worker of its own."""
    sign_in(page, "worker@powder.example")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    until(page, lambda kept: kept["pockets"] > 20)


def advance(page: Page, *, times: int) -> None:
    """Press the big button and see it offer the step after, without a signal."""
    for _ in range(times):
        button = page.locator('form[action$="/moves"] button').first
        words = button.inner_text()
        button.tap()
        expect(button).not_to_have_text(words)
        page.wait_for_timeout(750)  # the next button keeps quiet for so long under the same thumb


def test_a_shift_without_a_signal_is_in_the_log_once_and_in_order(demo: Flask, line: Server, phone: Phone) -> None:
    first, second = jobs_at_work(demo, with_powder=True)[:2]
    page = phone()
    in_hand(page)
    since = newest(demo)
    line.stop()

    page = phone()  # restarted, out of reach of the server
    page.goto(first.bump)
    expect(page.get_by_role("heading", level=1)).to_have_text(first.number)
    advance(page, times=3)
    page.goto(second.bump)
    advance(page, times=2)
    page.goto(first.powder)
    page.get_by_label("How much was used?").fill("2.5")
    page.get_by_role("button", name="Log powder").tap()
    expect(page.locator("[data-outbox]")).to_contain_text("6 not sent")
    assert newest(demo) == since

    line.start()
    page.goto("/mobile")
    until(page, lambda kept: not kept["taps"])
    expect(page.locator("[data-outbox]")).to_be_hidden()
    moves = {job: [event for event in story(demo, job, since) if event.kind == "job.moved"] for job in (first, second)}
    assert [len(of_job) for of_job in moves.values()] == [3, 2]
    for of_job in moves.values():
        assert [event.payload["was"] for event in of_job[1:]] == [event.payload["now"] for event in of_job[:-1]]
        assert all((event.recorded_at - event.occurred_at).total_seconds() > 1 for event in of_job)
        assert sorted(of_job, key=lambda event: event.occurred_at) == of_job
    with demo.app_context(), in_shop(1):
        logged = db.session.scalars(select(StockMovement).where(StockMovement.job_id == first.id)).all()
    assert [str(row.entered.normalize()) for row in logged].count("2.5") == 1


SWEEP = """async (mark) => {
  const found = [], look = (where, what) => String(what).includes(mark) && found.push(where);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) look(`cache ${request.url}`, await (await cache.match(request)).text());
  }
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    for (const store of database.objectStoreNames) {
      const asked = database.transaction(store).objectStore(store).getAll();
      const rows = await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
      look(`store ${store}`, JSON.stringify(rows));
    }
    database.close();
  }
  look("storage", JSON.stringify(localStorage) + JSON.stringify(sessionStorage));
  look("page", document.documentElement.outerHTML);
  return found;
}"""


def move(demo: Flask, number: str, *, by: str) -> None:
    """Someone else moves that job, from a place with a signal."""
    with demo.app_context(), in_shop(1):
        person = db.session.scalars(select(Member).where(Member.role == by)).first()
        advance_job(number, expected=queries.job(number).step, by=person)


def answered(page: Page) -> None:
    """Until nothing waits here that could still be sent."""
    until(page, lambda kept: all(tap["state"] != "waiting" for tap in kept["taps"]))


def test_someone_was_quicker_and_the_card_says_so_with_the_choices_there_are(demo: Flask, line: Server, phone: Phone) -> None:
    job = jobs_at_work(demo)[-1]
    page = phone()
    in_hand(page)
    line.stop()
    page.goto(job.bump)
    meant = page.locator('form[action$="/moves"] button').first.inner_text().removeprefix("Advance to ").strip()
    advance(page, times=1)
    move(demo, job.number, by="supervisor")
    since = newest(demo)

    line.start()
    page.goto(f"/jobs/{job.number}/bump")
    answered(page)
    asks = page.locator("[data-asks]")
    expect(asks).to_contain_text(re.compile(f"moved {job.number} from .* to {meant}"))
    expect(asks).to_contain_text(f"You tapped Advance to {meant} at")
    expect(asks.get_by_role("button", name="Do mine too")).to_be_hidden()  # the job is there already
    asks.get_by_role("button", name="Keep theirs").tap()
    expect(asks).to_have_count(0)
    until(page, lambda kept: not kept["taps"])
    assert story(demo, job, since) == []


def test_a_second_person_on_the_phone_finds_nothing_of_the_first_and_sends_nothing_of_theirs(
    demo: Flask, line: Server, phone: Phone
) -> None:
    job = jobs_at_work(demo)[-1]
    page = phone()
    in_hand(page)
    name = worker_of(demo)
    line.stop()
    page.goto(job.bump)
    advance(page, times=1)
    since = newest(demo)
    revoked(demo, "worker@powder.example")  # from the office: the phone was left in a taxi
    line.start()

    page.goto("/mobile")
    page.wait_for_url(lambda url: "/sign-in" in url)
    until(page, lambda kept: not kept["pockets"])
    assert page.evaluate(SWEEP, name) == []
    sign_in(page, "supervisor@jewelry.example")
    page.goto("/mobile")
    expect(page.locator("[data-outbox]")).to_contain_text("1")
    until(page, lambda kept: kept["pockets"] > 20)
    assert page.evaluate(SWEEP, name) == []
    assert job.number not in page.content()
    assert story(demo, job, since) == []

    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).tap()
    page.wait_for_url(lambda url: "/sign-in" in url)
    sign_in(page, "worker@powder.example")
    until(page, lambda kept: not kept["taps"])
    (moved,) = story(demo, job, since)
    assert moved.kind == "job.moved"


def worker_of(demo: Flask) -> str:
    return member_called(demo, "worker@powder.example").name


def member_called(demo: Flask, email: str) -> Member:
    with demo.app_context(), everywhere():
        return db.session.scalars(select(Member).where(Member.user_id == user_called(email).id)).first()


def revoked(demo: Flask, email: str) -> None:
    """Every device of theirs is signed out, from another one."""
    with demo.app_context(), everywhere():
        person = identity(sign_in_on_device(member_called(demo, email), device="Firefox on Linux", address="10.0.0.9"))
        others = [session.id for session in open_sessions(person.user_id) if session.id != person.session_id]
        with in_shop(person.shop_id):
            for session_id in others:
                revoke_session(session_id, by=person)


def test_what_a_worker_left_unsent_a_supervisor_may_do_or_set_aside(demo: Flask, line: Server, phone: Phone) -> None:
    done, left = jobs_at_work(demo)[-2:]
    page = phone()
    in_hand(page)
    line.stop()
    for job in (done, left):
        page.goto(job.bump)
        advance(page, times=1)
    since = newest(demo)
    revoked(demo, "worker@powder.example")
    line.start()
    page.goto("/mobile")
    page.wait_for_url(lambda url: "/sign-in" in url)
    sign_in(page, "supervisor@powder.example")
    page.locator("[data-outbox]").tap()
    for job, choice in ((done, "Do it as me"), (left, "Discard")):
        page.get_by_role("listitem").filter(has_text=job.number).get_by_role("button", name=choice).tap()
    until(page, lambda kept: not kept["taps"])
    name = member_called(demo, "supervisor@powder.example").name
    told = [event.kind for job in (done, left) for event in story(demo, job, since)]
    assert told == ["job.moved", "job.note_added"]
    page.goto(f"/jobs/{left.number}")
    expect(page.locator(".history")).to_contain_text("Set aside, never sent: Advance to")
    page.goto(f"/jobs/{done.number}")
    expect(page.locator(".history")).to_contain_text(f"{name} moved {done.number}")


def test_a_tap_made_long_ago_asks_before_it_is_sent(demo: Flask, line: Server, phone: Phone) -> None:
    job = jobs_at_work(demo)[-1]
    page = phone()
    in_hand(page)
    line.stop()
    page.goto(job.bump)
    advance(page, times=1)
    page.evaluate(AGED, 9 * 60 * 60 * 1000)
    since = newest(demo)
    line.start()
    page.goto("/mobile")
    page.locator("[data-outbox]").tap()
    asked = page.get_by_role("listitem").filter(has_text=job.number)
    expect(asked).to_contain_text("more than 8 hours ago")
    page.get_by_role("button", name="Send now").tap()
    page.wait_for_timeout(500)
    assert story(demo, job, since) == []
    asked.get_by_role("button", name="Send", exact=True).tap()
    until(page, lambda kept: not kept["taps"])
    (moved,) = story(demo, job, since)
    assert 9 * 3600 <= (moved.recorded_at - moved.occurred_at).total_seconds() < 9 * 3600 + 120


def test_an_answer_of_the_feed_that_ends_in_the_middle_changes_nothing_and_is_asked_for_again(
    demo: Flask, line: Server, phone: Phone
) -> None:
    job = jobs_at_work(demo)[-1]
    page = phone()
    in_hand(page)
    card = page.locator(f"#job-{job.id}")
    words = card.locator("button").first.inner_text()
    page.route(
        "**/feed?*",
        lambda route: route.fulfill(status=200, content_type="application/json", body='{"seq": 99999, "cards": [{"id"'),
    )
    move(demo, job.number, by="supervisor")
    expect(page.locator("[data-state]").first).to_contain_text("Reconnecting", timeout=15_000)
    expect(card.locator("button").first).to_have_text(words)
    until(page, lambda kept: kept["seq"] < 99_999 and kept["pockets"] > 20)
    page.unroute("**/feed?*")
    expect(card.locator("button").first).not_to_have_text(words, timeout=20_000)
    expect(page.locator("[data-state]").first).to_have_text("Live", timeout=15_000)


def test_a_device_that_keeps_nothing_sends_at_once_or_says_that_it_is_not_saved(
    demo: Flask, line: Server, chrome: Browser
) -> None:
    context = chrome.new_context(base_url=line.url, **PHONE)
    refused = "{ get() { throw new DOMException('', 'SecurityError'); } }"
    context.add_init_script(f"Object.defineProperty(window, 'indexedDB', {refused})")
    page = context.new_page()
    sign_in(page, "worker@powder.example")
    job = jobs_at_work(demo)[-1]
    since = newest(demo)
    page.goto(f"/jobs/{job.number}/bump")
    button = page.locator('form[action$="/moves"] button').first
    words = button.inner_text()
    button.tap()
    expect(button).not_to_have_text(words)
    assert len(story(demo, job, since)) == 1
    line.stop()
    page.wait_for_timeout(750)
    button.tap()
    expect(page.locator(".bump-act > [data-problem]")).to_contain_text("Not saved", timeout=15_000)
    context.close()


def test_who_signs_out_without_a_signal_leaves_nothing_and_is_out_when_it_is_back(
    demo: Flask, line: Server, phone: Phone
) -> None:
    job = jobs_at_work(demo)[-1]
    page = phone()
    in_hand(page)
    name, person = worker_of(demo), member_called(demo, "worker@powder.example").user_id
    page.goto("/account")
    sessions = open_sessions_of(demo, person)
    line.stop()
    page.get_by_role("button", name="Sign out", exact=True).tap()
    expect(page.get_by_text("Signed out on this device.")).to_be_visible()
    assert page.evaluate(SWEEP, name) == []
    assert page.evaluate(SWEEP, job.number) == []
    page.goto(job.bump)
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()

    line.start()
    page.goto("/mobile")
    page.wait_for_url(lambda url: "/sign-in" in url)
    assert open_sessions_of(demo, person) == sessions - 1


def open_sessions_of(demo: Flask, user_id: int) -> int:
    with demo.app_context(), everywhere():
        return len(open_sessions(user_id))
