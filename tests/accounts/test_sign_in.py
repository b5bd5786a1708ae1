"""Signing in by the page: who comes in, what the others are told, and where one goes on to."""

import re
from hashlib import sha256
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select, update

from shopfloor.accounts import passwords
from shopfloor.accounts.models import Session, User
from shopfloor.db import db, everywhere
from shopfloor.shops.models import Member
from shopfloor.web.places import safe_next
from tests.accounts.browser import Browser
from tests.support.people import ORIGIN, ShopFixture, found_shop

WRONG = "That e-mail address and password don&#39;t belong together."

FINE = ["/", "/jobs", "/jobs?q=a%20b&filter=all", "/jobs/JOB-2608-0007/bump", "/q/abc-_9", "/jobs#history"]
HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/jobs\\..\\evil",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/jobs\r\nSet-Cookie: a=b",
    "/ /evil.example",
    "/\x00/evil.example",
    "/jobs\x00",
    "?next=/jobs",
    "",
    "/" + "x" * 2000,
]


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


def change(app: Flask, model: type, identity: int, **values: object) -> None:
    with app.app_context(), everywhere():
        db.session.execute(update(model).where(model.id == identity).values(values))  # type: ignore[attr-defined]
        db.session.commit()


# Who comes in.


def test_the_right_password_opens_the_shop(shop: ShopFixture, browser: Browser) -> None:
    reply = browser.signs_in(shop.worker.email)
    assert (reply.status_code, reply.location) == (303, "/")
    assert str(shop.worker) in browser.opens("/account").text


def test_an_address_is_the_same_in_capitals_and_with_a_space_behind_it(shop: ShopFixture, browser: Browser) -> None:
    assert browser.signs_in(f" {shop.worker.email.upper()} ").status_code == 303


def test_the_log_says_who_came_and_on_what(app: Flask, browser: Browser) -> None:
    shop = found_shop(app, trade="powder")
    browser.signs_in(shop.worker.email)
    assert "Firefox on Windows" in browser.opens("/account").text


def test_two_people_on_two_browsers_are_two_people(shop: ShopFixture, app: Flask) -> None:
    first, second = Browser(app), Browser(app)
    first.signs_in(shop.worker.email)
    second.signs_in(shop.supervisor.email)
    assert str(shop.worker) in first.opens("/account").text
    assert str(shop.supervisor) in second.opens("/account").text


def test_whoever_signs_in_last_on_a_browser_is_who_it_is(shop: ShopFixture, browser: Browser) -> None:
    browser.signs_in(shop.worker.email)
    browser.signs_in(shop.owner.email)
    page = browser.opens("/account").text
    assert str(shop.owner) in page
    assert str(shop.worker) not in page


def test_someone_with_a_place_in_two_shops_comes_into_the_first(app: Flask, browser: Browser) -> None:
    first, second = found_shop(app, trade="powder"), found_shop(app, trade="jewelry")
    change(app, Member, second.worker.member.id, user_id=first.worker.member.user_id)
    browser.signs_in(first.worker.email)
    assert first.shop.name in browser.opens("/account").text
    change(app, Member, first.worker.member.id, active=False)
    browser.signs_in(first.worker.email)
    assert second.shop.name in browser.opens("/account").text


# What the others are told.


def test_a_wrong_password_is_told_so_and_nothing_more(shop: ShopFixture, browser: Browser) -> None:
    reply = browser.signs_in(shop.worker.email, "a walk in the sun")
    assert reply.status_code == 422
    assert WRONG in reply.text
    assert "Set-Cookie" not in reply.headers
    assert shop.worker.email in reply.text  # which need not be typed again
    assert "a walk in the sun" not in reply.text


def test_nobody_learns_who_has_an_account(app: Flask) -> None:
    """Wrong, unknown, disabled, without a shop: one answer."""
    shop = found_shop(app, trade="powder")
    change(app, User, shop.office.member.user_id, active=False)
    change(app, Member, shop.supervisor.member.id, active=False)
    tries = {
        shop.worker.email: "a walk in the sun",
        "nobody@shop.example": "a walk in the sun",
        shop.office.email: "a walk in the rain",
        shop.supervisor.email: "a walk in the rain",
    }
    replies = {email: Browser(app).signs_in(email, password) for email, password in tries.items()}
    assert {reply.status_code for reply in replies.values()} == {422}
    assert len({reply.text.replace(email, "…") for email, reply in replies.items()}) == 1
    assert WRONG in next(iter(replies.values())).text


def test_an_unknown_address_takes_as_long_as_a_known_one(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have a password verified; what is verified against nothing is never right."""
    kept: list[str | None] = []
    is_right = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda word, hash_: kept.append(hash_) or is_right(word, hash_))
    browser.signs_in("nobody@shop.example", "nobody has this password")
    assert kept == [None]
    assert not browser.is_signed_in


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [
        ("", "a walk in the rain", "Enter your e-mail address."),
        ("ana@shop.example", "", "Enter your password."),
        ("a" * 255, "a walk in the rain", "longer than 254"),
        ("ana@shop.example", "x" * 129, "longer than 128"),
    ],
)
def test_a_form_half_filled_says_what_is_missing(browser: Browser, email: str, password: str, says: str) -> None:
    reply = browser.signs_in(email, password)
    assert reply.status_code == 422
    assert says in reply.text


ODD = [
    "%00",
    "a%00na%40shop.example",
    "%ED%A0%BD",
    "%FF%FE",
    "%F0%9F%92%A5",
    "'%20OR%201%3D1%20--",
    "ana%40shop.example%0D%0AX:%20y",
]


@pytest.mark.parametrize("email", ODD)
def test_an_odd_address_is_only_a_wrong_one(browser: Browser, email: str) -> None:
    form, kind = f"email={email}&password=a+walk+in+the+rain", "application/x-www-form-urlencoded"
    reply = browser.client.post("/sign-in", data=form, content_type=kind, headers={"Origin": ORIGIN})
    assert reply.status_code == 422


# What the browser is given.


def test_each_sign_in_has_a_token_of_its_own_and_the_database_only_its_hash(shop: ShopFixture, app: Flask) -> None:
    tokens = []
    for _ in range(2):
        browser = Browser(app)
        browser.signs_in(shop.worker.email)
        tokens.append(browser.token)
    assert len(set(tokens)) == 2
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)  # 256 bits
    with app.app_context():
        kept = set(db.session.scalars(select(Session.token_hash)))
    assert {sha256(token.encode()).digest() for token in tokens} <= kept


@pytest.mark.parametrize("planted", ["planted", "x" * 3000, "💥", "' OR 1=1 --", ""])
def test_a_token_that_was_planted_is_nobodys_and_is_replaced(shop: ShopFixture, browser: Browser, planted: str) -> None:
    browser.token = planted
    assert not browser.is_signed_in
    browser.signs_in(shop.worker.email)
    assert browser.token != planted
    assert browser.is_signed_in


# Where one goes on to.


@pytest.mark.parametrize("wanted", ["/jobs?q=a%20b&filter=all", "/q/no-such-code", "/feed?since=0&view=mobile"])
def test_one_lands_where_one_wanted_to_go(shop: ShopFixture, browser: Browser, wanted: str) -> None:
    """A scan while signed out must not be lost: the code is in the worker's hand, not in their head."""
    sent = browser.opens(wanted)
    assert sent.status_code == 302
    page = browser.opens(sent.location)
    kept = re.search(r'name="next"[^>]*value="([^"]*)"', page.text)
    assert kept is not None
    reply = browser.signs_in(shop.worker.email, next=unescape(kept[1]))
    assert unquote(reply.location) == unquote(wanted)


def test_a_post_without_a_session_leads_home_and_not_to_itself(browser: Browser) -> None:
    assert browser.posts("/jobs/JOB-2608-0007/moves", step=0).location == "/sign-in?next=/"


def test_a_wrong_password_does_not_lose_the_way(browser: Browser, shop: ShopFixture) -> None:
    reply = browser.signs_in(shop.worker.email, "a walk in the sun", next="/jobs")
    assert re.search(r'name="next"[^>]*value="/jobs"', reply.text)


@pytest.mark.parametrize("address", FINE)
def test_a_path_of_ours_is_a_way(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize("address", HOSTILE, ids=ascii)
def test_nobody_is_sent_anywhere_else(shop: ShopFixture, browser: Browser, address: str) -> None:
    assert safe_next(address) == "/"
    page = browser.client.get("/sign-in", query_string={"next": address})
    assert 'value="/"' in page.text
    assert "evil" not in page.text
    assert browser.signs_in(shop.worker.email, next=address).location == "/"


def test_no_way_is_the_way_home() -> None:
    assert safe_next(None) == "/"
