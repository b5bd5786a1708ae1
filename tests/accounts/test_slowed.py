"""Whoever tries too often is slowed down: by account, by address, before the password is looked at, and in words."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from shopfloor.accounts import passwords
from shopfloor.accounts.operations import WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS
from shopfloor.accounts.throttle import WINDOW
from shopfloor.kernel import clock
from tests.accounts.browser import Browser
from tests.support.people import ShopFixture, found_shop

_hours = count(1)


@pytest.fixture
def moment() -> datetime:
    """The beginning of a window in which nothing was tried yet."""
    return datetime(2031, 1, 1, tzinfo=UTC) + next(_hours) * timedelta(hours=1)


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hashing takes its time on purpose; here a password is compared as it is. Lists what was compared."""
    compared: list[str] = []

    def is_right(password: str, kept: str | None) -> bool:
        compared.append(password)
        return kept is not None and password == "a walk in the rain"

    monkeypatch.setattr(passwords, "is_right", is_right)
    return compared


def tries(browser: Browser, email: str, times: int) -> list[int]:
    return [browser.signs_in(email, "a walk in the sun").status_code for _ in range(times)]


def test_after_ten_wrong_passwords_an_account_waits(app: Flask, shop: ShopFixture, moment: datetime, quick: list[str]) -> None:
    with clock.set_to(moment + timedelta(seconds=30)):
        browser = Browser(app)
        assert set(tries(browser, shop.worker.email, WRONG_PER_ACCOUNT)) == {422}
        reply = browser.signs_in(shop.worker.email)
        assert_slowed(reply, seconds=271, words="Wait 5 minutes")
        assert len(quick) == WRONG_PER_ACCOUNT  # the right one was not even looked at
    with clock.set_to(moment + WINDOW):
        assert browser.signs_in(shop.worker.email).status_code == 303


def assert_slowed(reply: TestResponse, *, seconds: int, words: str) -> None:
    assert reply.status_code == 429
    assert reply.headers["Retry-After"] == str(seconds)
    assert f"Too many tries. {words}, then try again." in reply.text
    assert "Set-Cookie" not in reply.headers


def test_shortly_before_the_end_the_wait_is_told_in_seconds(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment + WINDOW - timedelta(seconds=20)):
        browser = Browser(app)
        tries(browser, shop.worker.email, WRONG_PER_ACCOUNT)
        assert_slowed(browser.signs_in(shop.worker.email), seconds=21, words="Wait 21 seconds")


def test_an_account_waits_wherever_it_is_tried_from(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment):
        for _ in range(WRONG_PER_ACCOUNT):
            tries(Browser(app), shop.worker.email, 1)
        assert Browser(app).signs_in(shop.worker.email).status_code == 429


@pytest.mark.parametrize("written", ["{}", " {}", "{} ", "\t{}"])
def test_an_account_waits_however_it_is_written(app: Flask, shop: ShopFixture, moment: datetime, written: str) -> None:
    with clock.set_to(moment):
        browser = Browser(app)
        tries(browser, shop.worker.email.title(), WRONG_PER_ACCOUNT)
        assert browser.signs_in(written.format(shop.worker.email.upper())).status_code == 429


def test_a_colleague_at_the_same_address_does_not_wait(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment):
        browser = Browser(app)
        tries(browser, shop.worker.email, WRONG_PER_ACCOUNT + 5)
        assert browser.signs_in(shop.supervisor.email).status_code == 303


def test_after_thirty_wrong_ones_of_anyone_an_address_waits(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment):
        browser = Browser(app)
        for n in range(WRONG_PER_ADDRESS):
            assert tries(browser, f"guess-{n}@shop.example", 1) == [422]
        assert_slowed(browser.signs_in(shop.worker.email), seconds=301, words="Wait 6 minutes")
        assert Browser(app).signs_in(shop.worker.email).status_code == 303  # at another address


def test_a_made_up_address_of_a_proxy_is_not_believed(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment):
        browser = Browser(app)
        for n in range(WRONG_PER_ADDRESS):
            spoofed = {"X-Forwarded-For": f"192.0.2.{n}", "X-Real-IP": f"192.0.2.{n}", "Forwarded": f"for=192.0.2.{n}"}
            browser.signs_in(f"guess-{n}@shop.example", "a walk in the sun", headers=spoofed)
        assert browser.signs_in(shop.worker.email, headers={"X-Forwarded-For": "192.0.2.99"}).status_code == 429


def test_signing_in_rightly_is_never_counted(app: Flask, shop: ShopFixture, moment: datetime) -> None:
    with clock.set_to(moment):
        browser = Browser(app)
        replies = {browser.signs_in(shop.worker.email).status_code for _ in range(WRONG_PER_ACCOUNT + 2)}
        assert replies == {303}


def test_guesses_that_come_all_at_once_are_not_more(
    app: Flask, shop: ShopFixture, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing takes long enough for many to pass a counter that is written only afterwards."""
    looked_at: list[str] = []

    def is_right(password: str, _kept: str | None) -> bool:
        looked_at.append(password)
        time.sleep(0.05)
        return False

    def guesses(n: int) -> int:
        with clock.set_to(moment):
            return Browser(app).signs_in(shop.worker.email, f"a walk in the sun {n}").status_code

    monkeypatch.setattr(passwords, "is_right", is_right)
    with ThreadPoolExecutor(12) as machine:
        replies = list(machine.map(guesses, range(24)))
    assert len(looked_at) <= WRONG_PER_ACCOUNT
    assert replies.count(429) >= 24 - WRONG_PER_ACCOUNT
