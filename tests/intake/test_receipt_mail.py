"""The intake's receipt by e-mail: to a customer who wants it, once for each press, listed on the job."""

from uuid import uuid4

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.mail.models import Fate, Letter
from shopfloor.mail.queries import attached_to
from tests.intake.forms import intake_form
from tests.mail.conftest import Works, letters, office, reasons, works
from tests.support.people import JobHandle, Person, ShopFixture
from tests.support.post import PostOffice

__all__ = ["office", "works"]


def customer_is(shop: ShopFixture, **columns: object) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        db.session.execute(update(Customer).where(Customer.id == shop.customer.id).values(**columns))
        db.session.commit()


@pytest.fixture
def job(shop: ShopFixture) -> JobHandle:
    """Taken in, of a customer who can be written to."""
    customer_is(shop, email="pat@harlan.example", status_emails=True)
    made = shop.job()
    assert shop.worker.posts(f"/jobs/{made}/intake", json=True, **intake_form(shop, made)).status_code == 200
    return made


def sends(person: Person, job: JobHandle, key: str = "", **more: str) -> TestResponse:
    return person.posts(f"/jobs/{job}/intake/receipts", key=key or uuid4().hex, **more)


def receipts(shop: ShopFixture) -> list[Letter]:
    return [letter for letter in letters(shop) if letter.kind == "receipt"]


def test_the_customer_gets_the_receipt(shop: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    works()
    office.taken.clear()  # what other shops had waiting
    assert sends(shop.worker, job).location == f"/jobs/{job}#part-emails"
    works()
    (letter,) = office.letters
    assert letter["To"] == f"{shop.customer.name} <pat@harlan.example>"
    assert letter["Subject"] == f"Receipt for {job}"
    (paper,) = letter.iter_attachments()
    assert paper.get_filename() == f"{job}-receipt.pdf"
    assert paper.get_content().startswith(b"%PDF")
    assert shop.story(job)[-1] == f"{shop.worker} e-mailed the receipt of {job} to the customer"


def test_it_stands_on_the_job_for_those_who_sent_it_and_for_the_office(shop: ShopFixture, job: JobHandle) -> None:
    sends(shop.worker, job)
    for person in (shop.worker, shop.office):
        assert f"Receipt for {job}" in person.opens(f"/jobs/{job}/sections/emails").text
        assert f"Receipt for {job}" in person.opens(f"/jobs/{job}/intake").text
    assert "pat@harlan.example" not in shop.worker.opens(f"/jobs/{job}/sections/emails").text


def test_a_double_press_sends_once_and_a_later_one_again(shop: ShopFixture, job: JobHandle) -> None:
    for _ in range(2):
        assert sends(shop.worker, job, "the-same-press").status_code == 303
    assert len(receipts(shop)) == 1
    sends(shop.worker, job)
    assert len(receipts(shop)) == 2
    assert all(len(attached) == 1 for attached in (files_of(shop, letter) for letter in receipts(shop)))


def files_of(shop: ShopFixture, letter: Letter) -> list[object]:
    with shop.app.app_context(), in_shop(shop.id):
        return list(attached_to(letter.id))


def test_without_a_key_a_version_is_sent_once(shop: ShopFixture, job: JobHandle) -> None:
    for _ in range(2):
        assert shop.worker.posts(f"/jobs/{job}/intake/receipts").status_code == 303
    assert len(receipts(shop)) == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"status_emails": False}, "has e-mail notifications turned off"),
        ({"email": ""}, "has no e-mail address"),
    ],
)
def test_who_can_not_or_will_not_be_written_to_is_not(
    shop: ShopFixture, job: JobHandle, columns: dict[str, object], sentence: str
) -> None:
    customer_is(shop, **columns)
    page = shop.worker.opens(f"/jobs/{job}").text
    assert sentence in page
    assert "E-mail receipt" not in page
    reply = sends(shop.worker, job)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert receipts(shop) == []
    assert len(shop.story(job)) == 1


def test_who_opts_out_before_it_goes_is_spared(shop: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    sends(shop.worker, job)
    customer_is(shop, status_emails=False)
    works()
    assert office.letters == []
    assert [letter.fate for letter in receipts(shop)] == [Fate.SKIPPED]
    assert "turned off" in reasons(shop)[-1]


def test_a_receipt_does_not_follow_the_job_to_another_address(
    shop: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    sends(shop.worker, job)
    customer_is(shop, email="new@harlan.example")
    works()
    assert office.letters == []
    assert "send the receipt again" in reasons(shop)[-1]


def test_before_anything_was_taken_in_there_is_nothing_to_send(shop: ShopFixture) -> None:
    job = shop.job()
    assert sends(shop.worker, job).status_code == 404
    assert "E-mail receipt" not in shop.worker.opens(f"/jobs/{job}").text


def test_one_is_led_back_to_where_one_pressed_and_nowhere_else(shop: ShopFixture, job: JobHandle) -> None:
    assert sends(shop.worker, job, back=f"/jobs/{job}/intake").location == f"/jobs/{job}/intake"
    assert sends(shop.worker, job, back="//evil.test/").location == "/"
