"""The form that makes a job: what people type is never lost, and never a 500."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from shopfloor.customers.operations import archive_customer
from shopfloor.customers.queries import customer_called
from shopfloor.db import db, in_shop
from shopfloor.jobs.models import Job
from tests.support.people import Person, ShopFixture


def filled(shop: ShopFixture, **changes: Any) -> dict[str, Any]:
    form = {
        "key": uuid4().hex,
        "do": "save",
        "customer": shop.customer.name,
        "kind": "coating",
        "description": "Four wheels",
        "priority": "5",
        "due_on": "2026-12-01",
        "scheduled_on": "",
        "workers": [str(shop.worker.member.id)],
        "location": "Rack B3",
        "customer_po": "PO-17",
        "instructions": "Mask the lug seats.",
        "approved": "y",
        "items-0-description": '18" wheel',
        "items-0-quantity": "4",
        "items-0-area": "12",
        "items-0-unit_price": "85",
        "items-0-coats-0": str(shop.powders[0].id),
        "items-0-coats-1": str(shop.powders[1].id),
        "items-0-coats-2": "0",
    }
    return {**form, **changes}


def made_by(person: Person, form: dict[str, Any]) -> str:
    """The number of the job the form has made."""
    reply = person.posts("/jobs", **form)
    assert reply.status_code == 303, re.sub(r"<[^>]+>", " ", reply.text)
    return str(reply.location).rsplit("/", 1)[-1]


def test_a_job_gets_its_number_its_route_and_its_card(shop: ShopFixture) -> None:
    number = made_by(shop.office, filled(shop))
    assert re.fullmatch(rf"JOB-{datetime.now(UTC):%y}\d\d-\d{{4,}}", number)
    page = shop.office.opens(f"/jobs/{number}").text
    for words in (
        "Four wheels",
        "Rack B3",
        "PO-17",
        "Mask the lug seats.",
        "RAL 9005 Jet black",
        "Rush",
        shop.worker.member.name,
    ):
        assert words in page
    assert f"{shop.office} created {number} for {shop.customer.name}" in page


def test_a_form_sent_twice_makes_one_job(shop: ShopFixture) -> None:
    form = filled(shop)
    assert made_by(shop.office, form) == made_by(shop.office, form)


WRONG = [
    ("description", "", "Say in a few words"),
    ("description", "x" * 10_000, "At most 200"),
    ("instructions", "x" * 10_000, "At most 4,000"),
    ("due_on", "2026-02-31", "Not a valid date"),
    ("due_on", "0001-01-01", "between 2000 and 2100"),
    ("priority", "99", "Not a valid choice"),
    ("kind", "haircut", "Not a valid choice"),
    ("items-0-quantity", "0", "At least"),
    ("items-0-quantity", "-1", "At least"),
    ("items-0-quantity", "1e9", "is not a number"),
    ("items-0-quantity", "1000000000", "more than this app can count"),
    ("items-0-quantity", "ten", "is not a number"),
    ("items-0-quantity", "NaN", "is not a number"),
    ("items-0-area", "big", "is not a number"),
    ("items-0-unit_price", "a lot", "is not an amount"),
    ("items-0-coats-0", "999999", "Not a valid choice"),
    ("items-0-description", "", "Say what the piece is"),
    ("customer", "", "Whom is it for"),
    ("customer", "Nobody knows them", "No customer is called"),
]


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_what_cant_be_is_said_beside_the_field_and_nothing_is_lost(
    shop: ShopFixture, field: str, value: str, words: str
) -> None:
    reply = shop.office.posts("/jobs", **filled(shop, **{field: value}))
    assert reply.status_code == 422
    assert words in reply.text.replace("&#39;", "'")
    for kept in ("Rack B3", "PO-17", "Mask the lug seats.") if field != "instructions" else ("Rack B3", "PO-17"):
        assert kept in reply.text
    assert value[:50] in reply.text or not value or field in {"priority", "kind", "items-0-coats-0"}


HARD_TO_SAY = ["<script>alert(1)</script>", "Ça 🎨 née", "مرحبا بالعالم", "a\x00b\x07c", "{{ 7*7 }}", "'; DROP TABLE jobs;--"]


@pytest.mark.parametrize("text", HARD_TO_SAY)
def test_any_text_is_kept_and_shown_as_text(shop: ShopFixture, text: str) -> None:
    form = filled(shop, description=text, instructions=text, customer=text, new_customer="y")
    number = made_by(shop.office, form)
    shown = text.replace("\x00", "").replace("\x07", "")
    for address in (f"/jobs/{number}", "/mobile", "/jobs", f"/jobs/{number}/bump"):
        page = shop.worker.opens(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;") in page.text
    assert shop.worker.opens(f"/jobs/{number}/sheet.pdf").status_code == 200


def test_a_customer_archived_meanwhile_is_told_and_the_rest_is_kept(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        archive_customer(customer_called(shop.customer.name), by=shop.owner.member)
    reply = shop.office.posts("/jobs", **filled(shop))
    assert reply.status_code == 422
    assert "was archived" in reply.text
    assert "Mask the lug seats." in reply.text


def test_a_new_customer_comes_with_the_job_or_not_at_all(shop: ShopFixture) -> None:
    form = filled(shop, customer="Lindqvist Railings", new_customer="y")
    assert shop.office.posts("/jobs", **{**form, "items-0-quantity": "ten"}).status_code == 422
    with shop.app.app_context(), in_shop(shop.id):
        assert customer_called("Lindqvist Railings") is None
    made_by(shop.office, form)
    with shop.app.app_context(), in_shop(shop.id):
        assert customer_called("lindqvist railings") is not None


def test_items_are_added_and_dropped_without_losing_what_was_typed(shop: ShopFixture) -> None:
    more = shop.office.posts("/jobs", **filled(shop, do="add_item", **{"items-0-quantity": "ten"}))
    assert more.status_code == 200
    assert 'name="items-1-description"' in more.text
    assert 'value="ten"' in more.text
    two = filled(shop, **{"items-1-description": "Center caps", "items-1-quantity": "4"})
    less = shop.office.posts("/jobs", **{**two, "do": "drop_item-0"})
    assert "Center caps" in less.text
    assert "18&#34; wheel" not in less.text
    number = made_by(shop.office, two)
    assert "8 pieces" in shop.worker.opens("/mobile").text
    assert "Center caps" in shop.worker.opens(f"/jobs/{number}").text


def test_a_price_is_only_for_those_who_may_see_it(shop: ShopFixture) -> None:
    number = made_by(shop.office, filled(shop, **{"items-0-unit_price": "85.50"}))
    assert "85.50" in shop.owner.opens(f"/jobs/{number}").text
    assert "85.50" not in shop.worker.opens(f"/jobs/{number}").text
    by_supervisor = made_by(shop.supervisor, filled(shop, **{"items-0-unit_price": "1.00"}))
    with shop.app.app_context(), in_shop(shop.id):
        job = db.session.query(Job).filter_by(number=by_supervisor).one()
        assert job.items[0].unit_price is None  # someone who can't see prices can't set one


def test_a_worker_makes_no_jobs(shop: ShopFixture) -> None:
    assert shop.worker.posts("/jobs", **filled(shop)).status_code == 403
    assert shop.worker.opens("/jobs/new").status_code == 403


def test_a_piece_for_stock_needs_no_customer(jewelry: ShopFixture) -> None:
    form = {
        "kind": "production",
        "description": "Studs",
        "priority": "2",
        "items-0-description": "Stud pair",
        "items-0-quantity": "5",
    }
    number = made_by(jewelry.owner, {"key": uuid4().hex, "approved": "y", **form})
    assert number.startswith("PRD-")
    assert "Stock" in jewelry.worker.opens(f"/jobs/{number}/bump").text
