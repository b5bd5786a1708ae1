"""The customer field of a form: found, asked about, brought back, or taken on; with a script or without."""

from typing import Any

import pytest

from shopfloor.customers.queries import customers_called
from shopfloor.jobs import queries
from tests.customers.conftest import Book
from tests.jobs.test_new_job import filled, made_by
from tests.support.people import ShopFixture


def whose(book: Book, number: str) -> int | None:
    with book.open():
        return queries.job(number).customer_id


def sent(shop: ShopFixture, **field: Any) -> Any:
    return shop.office.posts("/jobs", **filled(shop, **field))


def test_two_of_one_name_are_told_apart_by_what_was_chosen(shop: ShopFixture, book: Book) -> None:
    first, second = book.adds("John Smith"), book.adds("John Smith")
    for chosen in (first, second):
        number = made_by(shop.office, filled(shop, customer="John Smith", customer_id=str(chosen)))
        assert whose(book, number) == chosen


def test_a_name_that_two_have_is_asked_about_and_nothing_is_lost(shop: ShopFixture, book: Book) -> None:
    first, second = book.adds("John Smith", phone="555-0101"), book.adds("John Smith", phone="555-0202")
    reply = sent(shop, customer="John Smith")
    assert reply.status_code == 422
    for words in (
        "Several customers are called",
        "555-0101",
        "555-0202",
        f'value="{first}"',
        f'value="{second}"',
        "Mask the lug seats.",
    ):
        assert words in reply.text


def test_who_is_added_though_one_of_that_name_is_there_is_asked_about_once(shop: ShopFixture, book: Book) -> None:
    known = book.adds("John Smith")
    reply = sent(shop, customer="John Smith", new_customer="y")
    assert reply.status_code == 422
    assert "A customer is already called" in reply.text
    number = made_by(shop.office, filled(shop, customer="John Smith", new_customer="y", customer_id="new"))
    assert whose(book, number) not in (None, known)


def test_someone_new_comes_with_e_mail_and_phone(shop: ShopFixture, book: Book) -> None:
    new = {"new_customer": "y", "new_customer_email": "a@lindqvist.example", "new_customer_phone": "555-0303"}
    number = made_by(shop.office, filled(shop, customer="Lindqvist Railings", **new))
    made = book.reads(whose(book, number) or 0)
    assert (made.name, made.email, made.phone) == ("Lindqvist Railings", "a@lindqvist.example", "555-0303")


def test_a_wrong_e_mail_of_someone_new_is_said_beside_it(shop: ShopFixture) -> None:
    reply = sent(shop, customer="Lindqvist", new_customer="y", new_customer_email="lindqvist")
    assert reply.status_code == 422
    assert "That is not an e-mail address." in reply.text


def test_an_archived_one_is_offered_and_brought_back_with_the_job(shop: ShopFixture, book: Book) -> None:
    gone = book.archives("Gable & Finch")
    reply = sent(shop, customer="Gable & Finch")
    assert reply.status_code == 422
    assert "was archived. Bring them back" in reply.text
    number = made_by(shop.office, filled(shop, customer="Gable & Finch", bring_back="y"))
    assert whose(book, number) == gone
    assert book.story(gone)[-1] == f"{shop.office} brought Gable & Finch back"


def test_one_who_was_merged_away_leads_to_the_one_that_stays(shop: ShopFixture, book: Book) -> None:
    kept = book.adds("Harlan & Sons")
    gone = book.merges("Harlan Cycles", into="Harlan & Sons")
    for chosen in ("", str(gone)):
        number = made_by(shop.office, filled(shop, customer="Harlan Cycles", customer_id=chosen))
        assert whose(book, number) == kept


@pytest.mark.parametrize("chosen", ["999999", "-1", "x", "٣", "9" * 40])
def test_what_was_chosen_and_can_not_be_leaves_it_to_the_name(shop: ShopFixture, book: Book, chosen: str) -> None:
    number = made_by(shop.office, filled(shop, customer_id=chosen))
    assert whose(book, number) == shop.customer.id


def test_a_name_typed_over_the_chosen_one_counts(shop: ShopFixture, book: Book) -> None:
    other = book.adds("Someone Else")
    number = made_by(shop.office, filled(shop, customer="Someone Else", customer_id=str(shop.customer.id)))
    assert whose(book, number) == other


def test_a_form_sent_twice_takes_on_one(shop: ShopFixture, book: Book) -> None:
    form = filled(shop, customer="Lindqvist Railings", new_customer="y", customer_id="new")
    assert made_by(shop.office, form) == made_by(shop.office, form)
    with book.open():
        assert len(customers_called("Lindqvist Railings")) == 1


def test_someone_new_does_not_come_when_the_job_does_not(shop: ShopFixture, book: Book) -> None:
    assert sent(shop, customer="Nobody Yet", new_customer="y", **{"items-0-quantity": "0"}).status_code == 422
    with book.open():
        assert customers_called("Nobody Yet") == []


def test_a_new_job_begins_with_the_customer_it_was_asked_for(shop: ShopFixture) -> None:
    page = shop.office.opens(f"/jobs/new?customer={shop.customer.id}").text
    assert f'value="{shop.customer.name}"' in page
    assert shop.office.opens("/jobs/new?customer=987654321").status_code == 404
