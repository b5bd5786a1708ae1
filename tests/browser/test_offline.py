"""In the dead corners of the floor: everything goes on, and is there once and in order when the signal is back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from shopfloor.db import db, everywhere, in_shop
from shopfloor.events import Event
from shopfloor.inventory.models import StockMovement
from shopfloor.jobs.models import Job
from shopfloor.sheets.models import Code
from tests.browser.conftest import ARGUMENTS, PHONE, sign_in
from tests.support.server import Server
from tests.support.system import chromium

KEPT = """async (seq) => {
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


def jobs_at(demo: Flask, label: str, *, with_powder: bool = False) -> list[Found]:
    """Open jobs of the powder shop at that status with two steps and more before them."""
    with demo.app_context(), everywhere():
        rows = db.session.scalars(select(Job).where(Job.active, Job.shop_id == 1).order_by(Job.id)).all()
        found = []
        for job in rows:
            with in_shop(job.shop_id):
                codes = list(db.session.scalars(select(Code).where(Code.job_id == job.id, Code.revoked_at.is_(None))))
                moved = db.session.scalars(select(Event).where(Event.subject_id == job.id).order_by(Event.seq.desc())).first()
            if label not in str(moved.payload.get("now")) or len(job.route) - job.position < 5:
                continue
            tokens = {code.purpose: f"/q/{code.token}" for code in codes}
            if with_powder <= ("powder" in tokens):
                found.append(Found(job.id, job.number, tokens["bump"], tokens.get("powder")))
        return found


def story(demo: Flask, job: Found, since: int) -> list[Event]:
    with demo.app_context(), in_shop(1):
        mine = (Event.subject_type == "job", Event.subject_id == job.id, Event.seq > since)
        return list(db.session.scalars(select(Event).where(*mine).order_by(Event.seq)))


def newest(demo: Flask) -> int:
    with demo.app_context(), in_shop(1):
        return db.session.scalars(select(Event.seq).order_by(Event.seq.desc())).first()


def in_hand(page: Page) -> None:
    """Until this device has all of the floor in its pocket, and a worker of its own."""
    sign_in(page, "worker@powder.example")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    page.wait_for_function(f"async () => (await ({KEPT})()).pockets > 20")


def advance(page: Page, *, times: int) -> None:
    """Press the big button and see it offer the step after, without a signal."""
    for _ in range(times):
        button = page.locator('form[action$="/moves"] button').first
        words = button.inner_text()
        button.tap()
        expect(button).not_to_have_text(words)
        page.wait_for_timeout(750)  # the next button keeps quiet for so long under the same thumb


def test_a_shift_without_a_signal_is_in_the_log_once_and_in_order(demo: Flask, line: Server, phone: Callable[[], Page]) -> None:
    first, second = jobs_at(demo, "In Preparation", with_powder=True)[:2]
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
    page.wait_for_function(f"async () => !(await ({KEPT})()).taps.length")
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
