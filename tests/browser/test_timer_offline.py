"""A timer started and stopped in the dead corners of the floor: it counts from thumb to thumb, as it was."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.timekeeping.models import TimeEntry
from tests.browser.test_offline import AGED, Found, Phone, in_hand, jobs_at_work, line, phone, until
from tests.support.server import Server

__all__ = ["line", "phone"]


def press(page: Page, job: Found, words: str) -> None:
    page.goto(f"/jobs/{job.number}")
    page.get_by_role("button", name=words).tap()
    expect(page.locator("[data-undo] [data-said]")).to_have_text("Kept on this device")


def timed(demo: Flask, job: Found) -> list[TimeEntry]:
    with demo.app_context(), in_shop(1):
        of_job = select(TimeEntry).where(TimeEntry.job_id == job.id, TimeEntry.is_timer)
        return list(db.session.scalars(of_job.order_by(TimeEntry.started_at)))


def test_a_timer_tapped_without_a_signal_has_the_times_of_the_thumb(demo: Flask, line: Server, phone: Phone) -> None:
    first, second = jobs_at_work(demo)[2:4]
    page = phone()
    in_hand(page)
    line.stop()
    page = phone()  # restarted, out of reach of the server

    press(page, first, "Start timer")
    page.evaluate(AGED, 90 * 60_000)  # an hour and a half goes by
    press(page, first, "Stop timer")
    press(page, second, "Start timer")
    page.evaluate(AGED, 30 * 60_000)
    expect(page.locator("[data-outbox]")).to_contain_text("3 not sent")
    assert timed(demo, first) == []

    line.start()
    back = datetime.now(UTC)
    page.goto("/mobile")
    until(page, lambda kept: not kept["taps"])
    (done,), (runs,) = timed(demo, first), timed(demo, second)
    assert done.stopped_at is not None
    assert timedelta(minutes=119) < back - done.started_at < timedelta(minutes=122)
    assert timedelta(minutes=89) < done.stopped_at - done.started_at < timedelta(minutes=91)
    assert runs.is_running
    assert timedelta(minutes=29) < back - runs.started_at < timedelta(minutes=31)

    page.goto(f"/jobs/{second.number}/bump")
    page.get_by_role("button", name="Stop timer").tap()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    (stopped,) = timed(demo, second)
    assert not stopped.is_running
