"""When a customer is told, and when not: once for each status, when it is sure, if they want it."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.jobs.models import Job
from shopfloor.mail.models import Fate
from shopfloor.mail.operations import retry_letter
from shopfloor.shops.settings import change_settings
from shopfloor.status_mail.settings import StatusMailSettings, Wording
from shopfloor.workflow.queries import workflow
from tests.mail.conftest import Works, fates, letters, reasons
from tests.status_mail.conftest import WINDOW, customer_is, moves_on
from tests.support.people import JobHandle, ShopFixture
from tests.support.post import PostOffice

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]
READY, BEFORE = "Ready for Pickup", "Completed"


@pytest.fixture
def job(customer: ShopFixture, works: Works) -> JobHandle:
    """A job one tap before Ready for Pickup; what lies behind it has been read."""
    made = customer.job(at=BEFORE, description="Four wheels")
    works()
    return made


def status_of(shop: ShopFixture, job: JobHandle) -> str:
    with shop.app.app_context(), in_shop(shop.id):
        status_id = db.session.scalars(select(Job.status_id).where(Job.id == job.id)).one()
        return workflow(shop.shop.workflow_version)[status_id].label


def undoes(shop: ShopFixture, job: JobHandle) -> None:
    assert shop.worker.does("undos", shop.worker.sees(job)).status_code == 200


def chooses(shop: ShopFixture, **choices: Any) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(StatusMailSettings(**choices), by=shop.owner.member)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_the_vectors(shop: ShopFixture, office: PostOffice, works: Works, vector: dict[str, Any]) -> None:
    said, expected = vector["input"], vector["expected"]
    email = "" if said.get("customer_has_no_email_address") else "pat@harlan.example"
    customer_is(shop, email=email, status_emails=said.get("customer_email_notifications") != "off")
    job = shop.job(at=BEFORE)
    works()
    moves_on(shop, job, notify=said["toggle"] != "off")
    works()
    if said.get("same_status_saved_twice"):
        undoes(shop, job)
        moves_on(shop, job, notify=True)
    works(WINDOW)
    assert len(office.letters) == expected["emails_sent"]
    if expected.get("status_change_saved"):
        assert status_of(shop, job) == READY


def test_the_customer_reads_that_it_is_ready(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    moves_on(customer, job)
    works(WINDOW)
    (letter,) = office.letters
    assert letter["To"].addresses[0].addr_spec == "pat@harlan.example"
    assert letter["Subject"] == f"{job}: Ready for Pickup"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"Hello {customer.customer.name}," in text
    assert "Four wheels" in text
    assert letter["Auto-Submitted"] == "auto-generated"


def test_it_is_said_in_the_shops_words(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    chooses(customer, ready=Wording("Come by, {customer}", "{description} and {nobody} {job.id} {{status}}"))
    moves_on(customer, job)
    works(WINDOW)
    (letter,) = office.letters
    assert letter["Subject"] == f"Come by, {customer.customer.name}"
    assert "Four wheels and {nobody} {job.id} {Ready for Pickup}" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_words_that_come_to_nothing_are_helped_out(customer: ShopFixture, office: PostOffice, works: Works) -> None:
    chooses(customer, ready=Wording("{due}", "{due}"))
    job = customer.job(at=BEFORE, due_on=None)
    works()
    moves_on(customer, job)
    works(WINDOW)
    assert [letter["Subject"] for letter in office.letters] == [f"{job}: Ready for Pickup"]


def test_a_customer_called_like_a_field_fills_in_nothing(customer: ShopFixture, works: Works, office: PostOffice) -> None:
    customer_is(customer, name="{shop}\r\nBcc: x@evil.test {status}")
    job = customer.job(at=BEFORE, customer=customer.customer)
    works()
    moves_on(customer, job)
    works(WINDOW)
    assert office.taken[0].rcpt_tos == ["pat@harlan.example"]
    assert "Hello {shop}" in office.letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_nothing_goes_out_before_the_undo_window_is_over(customer: ShopFixture, job: JobHandle, works: Works) -> None:
    moves_on(customer, job)
    works(55)
    assert fates(customer) == [None]
    works(WINDOW)
    assert fates(customer) == [Fate.SENT]


def test_an_undo_takes_it_back(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    moves_on(customer, job)
    works()
    undoes(customer, job)
    works(WINDOW)
    assert office.letters == []
    assert (fates(customer), reasons(customer)) == ([Fate.SKIPPED], ["The move was taken back in time."])


def test_so_does_a_move_further_on(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    moves_on(customer, job)
    works()
    moves_on(customer, job)
    works(WINDOW)
    assert office.letters == []
    assert reasons(customer) == ["The job had moved on already."]


def test_what_was_over_before_anyone_looked_is_not_written_down(customer: ShopFixture, job: JobHandle, works: Works) -> None:
    moves_on(customer, job)
    moves_on(customer, job)
    works(WINDOW)
    assert letters(customer) == []


def test_a_job_that_bounces_is_told_of_once(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    for _ in range(3):
        moves_on(customer, job)
        works(WINDOW)
        undoes(customer, job)
        works(WINDOW)
    assert len(office.letters) == 1
    assert fates(customer) == [Fate.SENT, Fate.SKIPPED, Fate.SKIPPED]
    assert all(reason.startswith("They were told of Ready for Pickup on") for reason in reasons(customer)[1:])


def test_taken_back_in_time_it_is_told_when_it_is_true(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job)
    works()
    undoes(customer, job)
    moves_on(customer, job)
    works()
    works(WINDOW)
    assert len(office.letters) == 1
    assert fates(customer) == [Fate.SKIPPED, Fate.SENT]


def test_a_hold_and_its_end_within_the_window_still_tell_once(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job)
    works()
    customer.worker.does("holds", customer.worker.sees(job), reason="Oven down")
    works()
    customer.worker.does("resumptions", customer.worker.sees(job))
    works()
    works(WINDOW)
    assert len(office.letters) == 1


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"status_emails": False}, "The customer wants no e-mails about their jobs."),
        ({"email": ""}, "The customer has no e-mail address."),
        ({"email": "call after five"}, "“call after five” is no e-mail address."),
    ],
)
def test_the_customers_word_counts_when_it_is_sent(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works, facts: dict[str, Any], reason: str
) -> None:
    moves_on(customer, job, notify=True)
    works()
    assert fates(customer) == [None]
    customer_is(customer, name="Harlan", **facts)
    works(WINDOW)
    assert office.letters == []
    assert (fates(customer), reasons(customer)) == ([Fate.SKIPPED], [reason])


def test_it_goes_to_the_address_they_have_by_then(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job)
    works()
    customer_is(customer, email="new@harlan.example")
    works(WINDOW)
    assert office.taken[0].rcpt_tos == ["new@harlan.example"]
    assert letters(customer)[0].to_address == "new@harlan.example"


def test_a_refused_letter_tried_again_by_hand_goes_to_the_new_address(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job)
    office.at_door = ["550 No such mailbox"]
    works(WINDOW)
    assert fates(customer) == [Fate.REFUSED]
    customer_is(customer, email="right@harlan.example")
    with customer.app.app_context(), in_shop(customer.id):
        retry_letter(letters(customer)[0], by=customer.office.member)
    works(WINDOW)
    assert office.taken[0].rcpt_tos == ["right@harlan.example"]


# What people wish.


def test_an_explicit_no_is_obeyed_and_written_down(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job, notify=False)
    works(WINDOW)
    assert office.letters == []
    assert reasons(customer) == ["Who moved it chose to send no e-mail."]


def test_an_explicit_yes_tells_of_any_status(customer: ShopFixture, office: PostOffice, works: Works) -> None:
    job = customer.job(at="Coating")
    works()
    moves_on(customer, job, notify=True)
    works(WINDOW)
    assert [letter["Subject"] for letter in office.letters] == [f"{job}: Curing"]


def test_an_explicit_yes_is_no_match_for_the_customers_no(
    customer: ShopFixture, job: JobHandle, works: Works, office: PostOffice
) -> None:
    customer_is(customer, status_emails=False)
    moves_on(customer, job, notify=True)
    works(WINDOW)
    assert office.letters == []
    assert reasons(customer)[0].endswith("wants no e-mails about their jobs.")


def test_a_status_the_shop_does_not_tell_of_is_passed_in_silence(
    customer: ShopFixture, office: PostOffice, works: Works
) -> None:
    customer.job(at="Curing")
    works(WINDOW)
    assert letters(customer) == []


def test_the_shop_chooses_which_statuses_tell(customer: ShopFixture, office: PostOffice, works: Works) -> None:
    with customer.app.app_context(), in_shop(customer.id):
        stands = workflow(customer.shop.workflow_version).of("coating")
    chooses(customer, statuses=tuple(stand.id for stand in stands if stand.label == "Curing"), wait_seconds=0)
    job = customer.job(at="Curing")
    works(1)
    ready = customer.job(at=READY)
    works(1)
    assert [letter["Subject"] for letter in office.letters] == [f"{job}: Curing"]
    assert ready.number != job.number


# Whose it is not.


def test_a_piece_made_for_stock_is_nobodys_news(jewelry: ShopFixture, office: PostOffice, works: Works) -> None:
    customer_is(jewelry, email="pat@harlan.example")
    job = jewelry.job(kind="production")
    works()
    moves_on(jewelry, job, notify=True)
    works(WINDOW)
    assert letters(jewelry) == []


def test_what_is_old_is_no_news(customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works) -> None:
    moves_on(customer, job)
    works(4 * 24 * 3600)
    assert letters(customer) == []


def test_what_happened_while_no_worker_ran_is_told(
    customer: ShopFixture, job: JobHandle, office: PostOffice, works: Works
) -> None:
    moves_on(customer, job)
    works(2 * 24 * 3600)
    assert len(office.letters) == 1
