"""Whose taps they are: one phone in several hands, and no tap under another's name."""

from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from shopfloor.accounts.identity import identity
from shopfloor.accounts.operations import revoke_session
from shopfloor.accounts.operations import sign_in as sign_in_on_device
from shopfloor.accounts.queries import open_sessions, user_called
from shopfloor.db import db, everywhere, in_shop
from shopfloor.shops.models import Member
from tests.browser.conftest import sign_in
from tests.browser.pocket import Phone, advance, in_hand, jobs_at_work, newest, story, until
from tests.support.server import Server

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


def open_sessions_of(demo: Flask, user_id: int) -> int:
    with demo.app_context(), everywhere():
        return len(open_sessions(user_id))


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
