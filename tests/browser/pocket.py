"""A phone of the demo shop whose memory outlives its browser: what it keeps, and what the shop's log says of it."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.events import Event
from shopfloor.jobs import queries
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import advance as advance_job
from shopfloor.sheets.models import Code
from shopfloor.shops.models import Member
from tests.browser.conftest import sign_in

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

Phone = Callable[[], Page]


class Found(NamedTuple):
    """A job of the demo shop, and the addresses its sheet's codes lead to."""

    id: int
    number: str
    bump: str
    powder: str | None


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


def move(demo: Flask, number: str, *, by: str) -> None:
    """Someone else moves that job, from a place with a signal."""
    with demo.app_context(), in_shop(1):
        person = db.session.scalars(select(Member).where(Member.role == by)).first()
        advance_job(number, expected=queries.job(number).step, by=person)


def answered(page: Page) -> None:
    """Until nothing waits here that could still be sent."""
    until(page, lambda kept: all(tap["state"] != "waiting" for tap in kept["taps"]))
