"""What follows when a job gets another customer, or a customer other terms; and what stays."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shopfloor.billing import queries
from shopfloor.billing.models import Invoice
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import TaxRate
from shopfloor.db import in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.operations import NewJob, change_customer, create_job
from shopfloor.quotes import queries as quoted
from shopfloor.quotes.operations.answers import approve_by_word
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.settings import change_settings
from tests.billing.test_invoices import form
from tests.billing.test_quoted_jobs import price_of, quoted_job
from tests.customers.conftest import Book
from tests.house.test_queries import counted
from tests.support.papers import billed_job, invoice_in, quote_in
from tests.support.people import JobHandle, ShopFixture
from tests.timekeeping.test_entries import adds


@pytest.fixture
def book(shop: ShopFixture) -> Book:
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(TaxSettings((TaxRate("Sales tax", Decimal(10)),)), by=shop.owner.member)
    return Book(shop)


def forks(shop: ShopFixture) -> JobHandle:
    """An open job at $200, before any tier."""
    with shop.app.app_context(), in_shop(shop.id):
        items = [ItemPlan("Fork", unit_price=Decimal(200))]
        made = create_job(NewJob("coating", "Fork", items, customer=shop.customer), by=shop.owner.member)
        return JobHandle(made.id, made.number, shop.newest_seq())


def gives(shop: ShopFixture, job: JobHandle, to: int, **more: Any) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        change_customer(job.number, Book(shop).reads(to), seen=shop.customer.id, by=shop.office.member, **more)


def draft_now(shop: ShopFixture, invoice: Invoice) -> Invoice:
    with shop.app.app_context(), in_shop(shop.id):
        return queries.invoice(invoice.number)


def saves_terms(shop: ShopFixture, **terms: Any) -> Any:
    fields = {"name": shop.customer.name, "version": "0", "kind": "company", "status_emails": "y", **terms}
    return shop.office.posts(f"/customers/{shop.customer.id}", **fields)


# A job changes hands.


def test_a_draft_is_for_the_new_customer_at_their_tax_tier_terms_and_po(shop: ShopFixture, book: Book) -> None:
    job = billed_job(shop, customer_po="PO 7")
    invoice = invoice_in(shop, job=job)
    gives(shop, job, book.adds("Delmar", tax_exempt=True, terms_days=45, price_tier="Trade", address="1 Yard"), po="D-1")
    page = shop.office.opens(f"/invoices/{invoice.number}").text
    assert all(words in page for words in ("Delmar", "Tax exempt", "Net 45", "Trade price", "$450.00"))
    body = queries.body_of(draft_now(shop, invoice))
    assert (body.bill_to.address, body.customer_po) == ("1 Yard", "D-1")
    assert f"{shop.office} changed {invoice.number}" in page


def test_lines_that_somebody_worked_on_stay(shop: ShopFixture, book: Book) -> None:
    job = billed_job(shop)
    invoice = invoice_in(shop, job=job)
    assert shop.office.posts(f"/invoices/{invoice.number}", **form(invoice, notes="As discussed")).status_code == 303
    gives(shop, job, book.adds("Delmar", tax_exempt=True, price_tier="Trade"))
    page = shop.office.opens(f"/invoices/{invoice.number}").text
    assert "As discussed" in page and "Tax exempt" in page
    assert "Trade price" not in page


def test_a_form_of_the_draft_that_is_open_notices_it(shop: ShopFixture, book: Book) -> None:
    job = billed_job(shop)
    invoice = invoice_in(shop, job=job)
    gives(shop, job, book.adds("Delmar"))
    assert shop.office.posts(f"/invoices/{invoice.number}", **form(invoice)).status_code == 409


def test_what_was_quoted_stays_and_tax_is_asked_anew(shop: ShopFixture, book: Book) -> None:
    job = quoted_job(shop)
    gives(shop, job, book.adds("Delmar", tax_exempt=True, price_tier="Trade"))
    assert price_of(shop, job) == Decimal("500.00")
    page = shop.office.opens(f"/invoices/{invoice_in(shop, job=job).number}").text
    assert "Tax exempt" in page and "Trade price" not in page


def test_a_quote_that_the_customer_of_before_approves_is_not_the_jobs_price(shop: ShopFixture, book: Book) -> None:
    job = forks(shop)
    with shop.app.app_context(), in_shop(shop.id):
        row = jobs.job(job.number)
    number = quote_in(shop, "sent", job=row).number
    gives(shop, job, book.adds("Delmar"))
    with shop.app.app_context(), in_shop(shop.id):
        approve_by_word(number, "Dana", "By phone", by=shop.office.member)
        assert quoted.quote(number).status == "approved"
    assert price_of(shop, job) == Decimal(200)


def test_time_and_material_stay_and_e_mails_are_the_new_customers_wish(shop: ShopFixture, book: Book) -> None:
    job = shop.job(at="Coating")
    assert adds(shop.worker, job, "30", note="Hung the rims").status_code == 303
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="1", unit="lb", note="", key=uuid4().hex)
    gives(shop, job, book.adds("Delmar", email="d@delmar.example", status_emails=False))
    assert "Hung the rims" in shop.office.opens(f"/jobs/{job}/sections/time-entries").text
    assert "1 lb" in shop.office.opens(f"/jobs/{job}/sections/materials").text
    with shop.app.app_context(), in_shop(shop.id):
        assert not jobs.reach_of(job.id).can_be_told


# Two customers become one.


def test_drafts_and_open_jobs_of_a_merged_customer_are_the_others_and_their_terms_are_asked_for(
    shop: ShopFixture, book: Book
) -> None:
    job, draft, sent = forks(shop), invoice_in(shop), invoice_in(shop, "issued")
    kept = book.adds("Harlan & Sons", price_tier="Trade")
    merged = shop.office.posts(f"/customers/{shop.customer.id}/merging", kept=kept, gone_version=0, kept_version=0)
    assert merged.location == f"/customers/{kept}/repricing"
    assert [draft_now(shop, one).customer_id for one in (draft, sent)] == [kept, kept]
    names = [queries.body_of(draft_now(shop, one)).bill_to.name for one in (draft, sent)]
    assert names == ["Harlan & Sons", shop.customer.name]  # what was sent says what it said
    page = shop.office.opens(merged.location).text
    assert job.number in page and draft.number in page and sent.number not in page


# A customer gets other terms.


def test_whether_open_jobs_follow_a_new_tier_is_asked(shop: ShopFixture, book: Book) -> None:
    job, other = forks(shop), forks(shop)
    asked = saves_terms(shop, price_tier="Trade")
    assert asked.location == f"/customers/{shop.customer.id}/repricing"
    page = shop.office.opens(asked.location).text
    assert "$200.00" in page and "$180.00" in page
    shop.office.posts(asked.location, numbers=[job.number])
    assert [price_of(shop, one) for one in (job, other)] == [Decimal(180), Decimal(200)]
    assert shop.story(job) == [f"{shop.office} priced {job} anew, by the terms of {shop.customer.name}"]
    assert other.number in shop.office.opens(asked.location).text


def test_drafts_follow_an_exemption_when_they_shall(shop: ShopFixture, book: Book) -> None:
    draft, sent = invoice_in(shop), invoice_in(shop, "issued")
    asked = saves_terms(shop, tax_exempt="y", tax_certificate="TX-7")
    page = shop.office.opens(asked.location).text
    assert draft.number in page and sent.number not in page
    shop.office.posts(asked.location, numbers=[draft.number, sent.number])
    assert "Tax exempt, certificate TX-7" in shop.office.opens(f"/invoices/{draft.number}").text
    assert "Sales tax" in shop.office.opens(f"/invoices/{sent.number}").text
    assert shop.office.opens(asked.location).status_code == 303


def test_what_was_quoted_billed_or_closed_is_not_asked_for(shop: ShopFixture, book: Book) -> None:
    closed = forks(shop)
    shop.supervisor.does("cancellations", shop.supervisor.sees(closed), reason="Withdrawn")
    quoted_job(shop)
    invoice_in(shop, "issued")
    asked = saves_terms(shop, price_tier="Trade").location
    assert shop.office.opens(asked).location == f"/customers/{shop.customer.id}"


def test_other_changes_ask_nothing(shop: ShopFixture, book: Book) -> None:
    forks(shop)
    assert saves_terms(shop, phone="555-0100").location == f"/customers/{shop.customer.id}"


def test_numbers_of_others_change_nothing(shop: ShopFixture, book: Book) -> None:
    job = forks(shop)
    book.changes(shop.customer.id, price_tier="Trade")
    other = book.adds("Delmar", price_tier="Trade")
    assert shop.office.posts(f"/customers/{other}/repricing", numbers=[job.number, "JOB-\x00", "🙂"]).status_code == 303
    assert price_of(shop, job) == Decimal(200)


def test_the_question_asks_the_database_as_often_for_many_jobs_as_for_few(shop: ShopFixture, book: Book) -> None:
    book.changes(shop.customer.id, price_tier="Trade")
    counts = []
    for more in (2, 6):
        for _ in range(more):
            forks(shop)
            invoice_in(shop)
        with counted(shop.app) as statements:
            assert shop.office.opens(f"/customers/{shop.customer.id}/repricing").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
