"""In the dead corners of the floor: everything goes on, and is there once and in order when the signal is back."""

import re

from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.inventory.models import StockMovement
from tests.browser.conftest import PHONE, sign_in
from tests.browser.pocket import Phone, advance, answered, in_hand, jobs_at_work, move, newest, story, until
from tests.support.server import Server

AGED = """async (ms) => {
  const opening = indexedDB.open("shopfloor");
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const store = database.transaction("taps", "readwrite").objectStore("taps");
  const rows = await new Promise((resolve) => (store.getAll().onsuccess = ({ target }) => resolve(target.result)));
  await Promise.all(rows.map((row) => new Promise((done) => (store.put({ ...row, made: row.made - ms }).onsuccess = done))));
  database.close();
}"""


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
