"""A timer started and stopped in the dead corners of the floor: it counts from thumb to thumb, as it was."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.kernel import clock
from shopfloor.shops.models import Member
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.operations import start_timer
from tests.browser.pocket import Found, Phone, in_hand, jobs_at_work, until
from tests.support.server import Server

CHICAGO = ZoneInfo("America/Chicago")


class Moment(NamedTuple):
    """When the thumb came down: between these two; the server's reckoning may be a little off."""

    first: datetime
    last: datetime

    def __contains__(self, at: object) -> bool:
        slack = timedelta(milliseconds=250)
        return isinstance(at, datetime) and self.first - slack <= at <= self.last + slack


def press(page: Page, job: Found, words: str) -> Moment:
    page.goto(f"/jobs/{job.number}")
    button = page.get_by_role("button", name=words)
    expect(button).to_be_visible()
    before = datetime.now(UTC)
    button.tap()
    after = datetime.now(UTC)
    expect(page.locator("[data-undo] [data-said]")).to_have_text("Kept on this device")
    return Moment(before, after)


def timed(demo: Flask, job: Found) -> list[TimeEntry]:
    with demo.app_context(), in_shop(1):
        of_job = select(TimeEntry).where(TimeEntry.job_id == job.id, TimeEntry.is_timer)
        return list(db.session.scalars(of_job.order_by(TimeEntry.started_at)))


def test_the_question_about_a_forgotten_timer_is_gone_when_it_is_answered(demo: Flask, line: Server, phone: Phone) -> None:
    """Also from what the device keeps of Shop Mobile, which is shown before the server is asked."""
    job = jobs_at_work(demo)[4]
    page = phone()
    in_hand(page)
    with demo.app_context(), in_shop(1):
        worker = db.session.scalars(select(Member).where(Member.role == "worker").order_by(Member.id)).first()
        with clock.set_to(datetime.now(UTC) - timedelta(hours=30)):
            start_timer(job.number, by=worker)
    question = page.get_by_role("heading", name=f"Your timer on {job.number} has been running since")
    page.goto(f"/jobs/{job.number}")
    page.goto("/mobile")
    page.reload()
    expect(question).to_be_visible()
    page.get_by_label("When did you stop?").fill(f"{datetime.now(CHICAGO) - timedelta(hours=26):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Save").tap()
    page.wait_for_url(f"**/jobs/{job.number}**")
    expect(question).to_be_hidden()
    for _ in range(2):
        page.goto("/mobile")
        expect(page.get_by_role("heading", level=1)).to_have_text("Shop Mobile")
        expect(question).to_be_hidden()
    (entry,) = timed(demo, job)
    assert timedelta(hours=3, minutes=58) < entry.stopped_at - entry.started_at < timedelta(hours=4, minutes=1)


def test_a_timer_tapped_without_a_signal_has_the_times_of_the_thumb(demo: Flask, line: Server, phone: Phone) -> None:
    first, second = jobs_at_work(demo)[2:4]
    page = phone()
    in_hand(page)
    line.stop()
    page = phone()  # restarted, out of reach of the server

    began = press(page, first, "Start timer")
    page.wait_for_timeout(3000)
    ended = press(page, first, "Stop timer")
    went_on = press(page, second, "Start timer")
    expect(page.locator("[data-outbox]")).to_contain_text("3 not sent")
    assert timed(demo, first) == []

    page.wait_for_timeout(3000)
    line.start()
    page.goto("/mobile")
    until(page, lambda kept: not kept["taps"])
    (done,), (runs,) = timed(demo, first), timed(demo, second)
    assert done.started_at in began
    assert done.stopped_at in ended
    assert runs.started_at in went_on
    assert runs.is_running

    page.goto(f"/jobs/{second.number}/bump")
    page.get_by_role("button", name="Stop timer").tap()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    (stopped,) = timed(demo, second)
    assert not stopped.is_running
