"""The customer's own page, without signing in."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopfloor.db import in_shop
from shopfloor.kernel import clock
from shopfloor.quotes import operations, queries
from shopfloor.shops.history import history_of
from tests.support.papers import body_of, quote_in, token_of
from tests.support.people import ORIGIN, ShopFixture


@pytest.fixture
def customer(shop: ShopFixture) -> FlaskClient:
    """A browser that nobody is signed in on."""
    browser = shop.app.test_client()
    browser.environ_base["REMOTE_ADDR"] = f"10.9.{shop.id // 250}.{shop.id % 250}"
    return browser


def answers(browser: FlaskClient, token: str, answer: str = "approve", **fields: str) -> TestResponse:
    form = {"name": "Dana Harlan", "answer": answer, **fields}
    return browser.post(f"/your-quote/{token}/answers", data=form, headers={"Origin": ORIGIN}, follow_redirects=True)


def test_a_customer_reads_the_quote_and_approves_it(shop: ShopFixture, customer: FlaskClient) -> None:
    number = quote_in(shop, "sent").number
    token = token_of(shop, number)
    page = customer.get(f"/your-quote/{token}")
    assert "$541.25" in page.text
    assert shop.shop.name in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Approved by" in answers(customer, token, remark="Please hurry").text
    with shop.app.app_context(), in_shop(shop.id):
        quote = queries.quote(number)
        assert (quote.status, quote.decided_by, quote.remark) == ("approved", "Dana Harlan", "Please hurry")
        assert history_of(quote)[0].sentence == f"Dana Harlan approved version 1 of {number}: Please hurry"


def test_approving_twice_is_approving_once_and_declining_after_that_changes_nothing(
    shop: ShopFixture, customer: FlaskClient
) -> None:
    number = quote_in(shop, "sent").number
    token = token_of(shop, number)
    for answer in ("approve", "approve", "decline"):
        assert "Approved by" in answers(customer, token, answer).text
    with shop.app.app_context(), in_shop(shop.id):
        assert [told.sentence for told in history_of(queries.quote(number))].count(
            f"Dana Harlan approved version 1 of {number}"
        ) == 1


def test_a_customer_declines(shop: ShopFixture, customer: FlaskClient) -> None:
    number = quote_in(shop, "sent").number
    assert "Declined by" in answers(customer, token_of(shop, number), "decline", remark="Too dear").text
    assert "declined" in shop.office.opens(f"/quotes/{number}").text


@pytest.mark.parametrize(("fields", "told"), [({"name": " "}, "Type your name"), ({"remark": "x" * 501}, "At most 500")])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    shop: ShopFixture, customer: FlaskClient, fields: dict[str, str], told: str
) -> None:
    token = token_of(shop, quote_in(shop, "sent").number)
    reply = answers(customer, token, **{"remark": "My note", **fields})
    assert reply.status_code == 422
    assert told in reply.text
    assert fields.get("remark", "My note") in reply.text


def test_the_link_of_a_version_before_says_there_is_a_newer_one(shop: ShopFixture, customer: FlaskClient) -> None:
    number = quote_in(shop, "sent").number
    old = token_of(shop, number)
    with shop.app.app_context(), in_shop(shop.id):
        new = operations.NewQuote(shop.customer, "coating", "Wheels", body_of(shop))
        operations.change_quote(number, new, seen=0, by=shop.office.member)
    assert "newer version" in customer.get(f"/your-quote/{old}").text
    shop.office.posts(f"/quotes/{number}/sendings", how="link")
    refused = answers(customer, old)
    assert refused.status_code == 422
    assert "newer version" in refused.text
    assert token_of(shop, number) != old
    assert "Approved by" in answers(customer, token_of(shop, number)).text


def test_after_its_last_day_it_says_so_and_can_not_be_approved(shop: ShopFixture, customer: FlaskClient) -> None:
    with clock.set_to(clock.now() - timedelta(days=31)):
        number = quote_in(shop, "sent").number
    token = token_of(shop, number)
    page = customer.get(f"/your-quote/{token}").text
    assert "was valid until" in page
    assert "Approve this quote" not in page
    assert answers(customer, token).status_code == 422


def test_the_paper_opens_from_the_link(shop: ShopFixture, customer: FlaskClient) -> None:
    token = token_of(shop, quote_in(shop, "sent").number)
    reply = customer.get(f"/your-quote/{token}/quote.pdf")
    assert reply.data.startswith(b"%PDF")
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_link_can_not_be_guessed_and_guessing_is_slowed(shop: ShopFixture, customer: FlaskClient) -> None:
    token = token_of(shop, quote_in(shop, "sent").number)
    assert len(token) == 32  # 24 bytes
    with clock.set_to(clock.now()):
        tried = [customer.get(f"/your-quote/{'A' * 31}{n % 10}").status_code for n in range(31)]
    assert tried == [404] * 30 + [429]


def test_a_draft_has_no_link(shop: ShopFixture) -> None:
    number = quote_in(shop).number
    assert token_of(shop, number) == ""
    assert "/your-quote/" not in shop.office.opens(f"/quotes/{number}").text


def test_a_customers_page_is_the_same_for_someone_signed_in_elsewhere(shop: ShopFixture) -> None:
    token = token_of(shop, quote_in(shop, "sent").number)
    assert "$541.25" in shop.stranger.opens(f"/your-quote/{token}").text
