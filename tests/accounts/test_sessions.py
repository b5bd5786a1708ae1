"""Sessions: rows on the server, listed, ended from anywhere, and ending by themselves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from shopfloor.accounts import login
from shopfloor.accounts.models import User
from shopfloor.accounts.queries import open_sessions
from shopfloor.db import db, everywhere, in_shop
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Unavailable
from shopfloor.shops.models import Member
from tests.accounts.browser import COOKIE, Browser
from tests.support.people import Person, ShopFixture

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
MONDAY = datetime(2026, 6, 1, 13, tzinfo=UTC)


def browser_of(person: Person) -> Browser:
    """A browser on which that person has just signed in."""
    browser = Browser(person.app)
    assert browser.signs_in(person.email).status_code == 303
    return browser


def session_ids(person: Person) -> list[int]:
    """Where they are signed in, latest first."""
    with person.app.app_context():
        return [session.id for session in open_sessions(person.member.user_id)]


# Ended by someone.


def test_the_devices_one_is_signed_in_on_are_listed(shop: ShopFixture) -> None:
    browser = browser_of(shop.worker)
    page = browser.opens("/account").text
    assert "Firefox on Windows" in page
    assert "Chrome on Android" in page
    assert page.count("This device") == 1
    assert page.count("/revocation") == len(session_ids(shop.worker)) - 1


def test_a_lost_phone_is_signed_out_from_another_device(shop: ShopFixture) -> None:
    lost = browser_of(shop.worker)
    (lost_id, *_) = session_ids(shop.worker)
    at_hand = browser_of(shop.worker)
    reply = at_hand.posts(f"/account/sessions/{lost_id}/revocation")
    assert (reply.status_code, reply.location) == (303, "/account")
    assert (lost.is_signed_in, at_hand.is_signed_in) == (False, True)
    assert lost_id not in session_ids(shop.worker)


def test_a_session_that_has_ended_can_not_be_ended_again(shop: ShopFixture) -> None:
    browser = browser_of(shop.worker)
    oldest = session_ids(shop.worker)[-1]
    assert [browser.posts(f"/account/sessions/{oldest}/revocation").status_code for _ in range(2)] == [303, 404]


def test_nobody_ends_a_colleagues_session(shop: ShopFixture) -> None:
    (of_worker, *_) = session_ids(shop.worker)
    assert shop.owner.posts(f"/account/sessions/{of_worker}/revocation").status_code == 404
    assert of_worker in session_ids(shop.worker)


def test_a_token_copied_before_signing_out_is_dead_afterwards(shop: ShopFixture) -> None:
    browser = browser_of(shop.worker)
    copied = browser.token
    reply = browser.posts("/sign-out")
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert browser.token == ""
    thief = Browser(shop.app)
    thief.token = copied
    assert not thief.is_signed_in
    assert thief.opens("/account", headers={"Accept": "application/json"}).status_code == 401


def test_signing_out_is_for_this_device_alone(shop: ShopFixture) -> None:
    here, there = browser_of(shop.worker), browser_of(shop.worker)
    here.posts("/sign-out")
    assert there.is_signed_in


@pytest.mark.parametrize(
    ("model", "which"),
    [(User, lambda person: person.member.user_id), (Member, lambda person: person.member.id)],
    ids=["the user", "their place in the shop"],
)
def test_whoever_is_disabled_is_out_at_once(shop: ShopFixture, model: Any, which: Callable[[Person], int]) -> None:
    browser = browser_of(shop.worker)
    change(shop.app, model, which(shop.worker), active=False)
    assert not browser.is_signed_in
    assert browser.opens("/feed?since=0", headers={"Accept": "application/json"}).status_code == 401
    change(shop.app, model, which(shop.worker), active=True)
    assert browser.is_signed_in


def test_another_role_counts_from_the_next_request_on(shop: ShopFixture) -> None:
    browser = browser_of(shop.supervisor)
    assert browser.opens("/jobs/new").status_code == 200
    change(shop.app, Member, shop.supervisor.member.id, role="worker")
    assert browser.opens("/jobs/new").status_code == 403


def change(app: Flask, model: Any, identity: int, **values: object) -> None:
    with app.app_context(), everywhere():
        db.session.execute(update(model).where(model.id == identity).values(values))
        db.session.commit()


# Ending by themselves: thirty days on the floor, twelve hours at the desk, each counted from the last use.

RESTS = {"worker": 30 * DAY, "supervisor": 30 * DAY, "office": 12 * HOUR, "owner": 12 * HOUR}

for_each_role = pytest.mark.parametrize(("role", "rest"), RESTS.items())


@for_each_role
def test_a_device_in_use_stays_signed_in(shop: ShopFixture, role: str, rest: timedelta) -> None:
    with clock.set_to(MONDAY):
        browser = browser_of(getattr(shop, role))
    for n in range(1, 8):
        with clock.set_to(MONDAY + n * (rest - SECOND)):
            assert browser.is_signed_in, n


@for_each_role
def test_a_device_left_alone_is_signed_out(shop: ShopFixture, role: str, rest: timedelta) -> None:
    with clock.set_to(MONDAY):
        browser = browser_of(getattr(shop, role))
    with clock.set_to(MONDAY + rest + SECOND):
        assert not browser.is_signed_in
    with clock.set_to(MONDAY + rest / 2):
        assert browser.is_signed_in
    with clock.set_to(MONDAY + rest / 2 + rest + SECOND):
        assert not browser.is_signed_in


@for_each_role
def test_the_cookie_lasts_as_long_and_is_given_anew_now_and_then(shop: ShopFixture, role: str, rest: timedelta) -> None:
    with clock.set_to(MONDAY):
        browser = Browser(shop.app)
        given = browser.signs_in(getattr(shop, role).email).headers["Set-Cookie"]
        assert f"Max-Age={int(rest.total_seconds())};" in given
        assert "Set-Cookie" not in browser.opens("/mobile").headers  # not with every answer: each would be a write
    with clock.set_to(MONDAY + rest / 10):
        again = browser.opens("/mobile").headers["Set-Cookie"]
        assert again.split(";")[0] == f"{COOKIE}={browser.token}"
        assert f"Max-Age={int(rest.total_seconds())};" in again
        assert "Set-Cookie" not in browser.opens("/mobile").headers


def test_signing_out_does_not_give_the_cookie_anew(shop: ShopFixture) -> None:
    with clock.set_to(MONDAY):
        browser = browser_of(shop.owner)
    with clock.set_to(MONDAY + 6 * HOUR):
        given = browser.posts("/sign-out").headers.getlist("Set-Cookie")
    assert len(given) == 1
    assert "Max-Age=0;" in given[0]


def test_a_shop_may_have_shorter_days(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        db.session.execute(update(type(shop.shop)).where(type(shop.shop).id == shop.id).values(floor_rest_days=2))
        db.session.commit()
    with clock.set_to(MONDAY):
        browser = browser_of(shop.worker)
    with clock.set_to(MONDAY + 2 * DAY + SECOND):
        assert not browser.is_signed_in


def test_a_page_is_shown_when_its_session_can_not_be_written_just_now(
    shop: ShopFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk stops writing; looking goes on, and the session's rest starts anew another time."""

    def full(_person: object) -> None:
        raise Unavailable("The shop's store can't be written just now.")

    with clock.set_to(MONDAY):
        browser = browser_of(shop.owner)
    with clock.set_to(MONDAY + 6 * HOUR):
        with monkeypatch.context() as patched:
            patched.setattr(login, "keep_alive", full)
            assert browser.opens("/mobile").status_code == 200
        assert "Max-Age" in browser.opens("/mobile").headers["Set-Cookie"]


def test_signing_in_again_on_a_browser_ends_the_session_that_was_there(shop: ShopFixture) -> None:
    browser = browser_of(shop.worker)
    left_behind = browser.token
    browser.signs_in(shop.supervisor.email)
    thief = Browser(shop.app)
    thief.token = left_behind
    assert not thief.is_signed_in
