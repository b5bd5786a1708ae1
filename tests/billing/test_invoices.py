"""Invoices: drafted from jobs, sent, overdue, void; and who may know of them."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from shopfloor.billing import operations, queries
from shopfloor.billing.models import Invoice
from shopfloor.billing.settings import BillingSettings
from shopfloor.billing.states import InvoiceState, age_of, state_of
from shopfloor.catalog.totals import TaxRate
from shopfloor.customers.models import Customer
from shopfloor.customers.operations import add_customer
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.operations import change_customer
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.history import history_of
from shopfloor.shops.settings import change_settings, change_some
from tests.support.papers import billed_job, invoice_in, money, quote_in
from tests.support.people import ShopFixture


def invoices_of(shop: ShopFixture, number: str) -> Invoice | None:
    with shop.app.app_context(), in_shop(shop.id):
        return queries.invoice_of_job(jobs.job_id(number))


def test_the_job_page_makes_the_invoice_and_then_leads_to_it(shop: ShopFixture) -> None:
    """INV-R1: the button becomes a link."""
    job = billed_job(shop)
    assert "Create Invoice" in shop.office.opens(f"/jobs/{job}/sections/invoice").text
    first, second = (shop.office.posts(f"/jobs/{job}/invoices") for _ in range(2))
    assert first.location == second.location
    panel = shop.office.opens(f"/jobs/{job}/sections/invoice").text
    assert "View Invoice" in panel
    assert "Create Invoice" not in panel
    page = shop.office.opens(first.location).text
    assert "$500.00" in page
    assert "Net 15" in page


def test_the_database_itself_knows_one_invoice_for_a_job_that_is_not_void(shop: ShopFixture) -> None:
    first = invoice_in(shop)
    with shop.app.app_context(), in_shop(shop.id):
        table = Invoice.__table__
        row = db.session.execute(table.select().where(table.c.shop_id == shop.id, table.c.id == first.id)).one()._mapping
        copy = {**row, "number": "INV-2611-9999"}
        copy.pop("id")
        with pytest.raises(IntegrityError):
            db.session.execute(insert(table).values(copy))
        db.session.rollback()
        db.session.execute(insert(table).values({**copy, "status": "void"}))
        db.session.rollback()


def test_a_void_invoice_keeps_its_number_and_frees_the_job(shop: ShopFixture) -> None:
    job = billed_job(shop)
    void = invoice_in(shop, "void", job=job)
    again = invoice_in(shop, job=job)
    assert again.number != void.number
    assert "Wrong customer" in shop.office.opens(f"/invoices/{void.number}").text


def test_the_customer_of_a_billed_job_stays(shop: ShopFixture) -> None:
    """INV-R4."""
    job = billed_job(shop)
    invoice = invoice_in(shop, "issued", job=job)
    with shop.app.app_context(), in_shop(shop.id):
        other = add_customer("Stahl Brothers", by=shop.office.member)
        with pytest.raises(Invalid, match=invoice.number):
            change_customer(job.number, other, seen=shop.customer.id, by=shop.office.member)
        operations.void_invoice(invoice.number, "Changed hands", by=shop.office.member)
        change_customer(job.number, other, seen=shop.customer.id, by=shop.office.member)


def test_a_job_made_of_a_quote_is_billed_as_it_was_quoted(shop: ShopFixture) -> None:
    number = quote_in(shop, "converted").number
    job = shop.office.posts(f"/quotes/{number}/job", priority="2").location
    page = shop.office.opens(shop.office.posts(f"{job}/invoices").location).text
    assert "$541.25" in page
    assert "Sales tax 8.25 %" in page


@pytest.mark.parametrize(
    ("customer", "days"),
    [({"is_company": True}, 15), ({"is_company": False}, 0), ({"terms_days": 30}, 30), ({"terms_days": 0}, 0)],
)
def test_terms_are_the_customers_or_the_shops(shop: ShopFixture, customer: dict[str, object], days: int) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        row = db.session.get_one(Customer, shop.customer.id)
        for name, value in customer.items():
            setattr(row, name, value)
        db.session.commit()
    invoice = invoice_in(shop, "issued")
    assert (invoice.terms_days, invoice.due_on) == (days, clock.today(shop.shop.timezone) + timedelta(days=days))


def test_an_invoice_that_was_sent_stays_as_it_is(shop: ShopFixture) -> None:
    invoice = invoice_in(shop, "issued")
    reply = shop.office.posts(f"/invoices/{invoice.number}", **form(invoice))
    assert reply.status_code == 422
    assert "no draft any more" in reply.text
    assert shop.office.opens(f"/invoices/{invoice.number}/edit").status_code == 303


def form(invoice: Invoice, **fields: object) -> dict[str, object]:
    return {
        "key": uuid4().hex, "edits": str(invoice.edits), "tax": "0", "discount": "", "discount_in": "percent",
        "terms_days": "15",
        "lines-0-description": "Wheel", "lines-0-quantity": "4", "lines-0-unit_price": "125", "lines-0-taxable": "y",
        "lines-0-kind": "item", **fields,
    }  # fmt: skip


def test_a_draft_is_changed_with_lines_below_nothing_and_a_discount(shop: ShopFixture) -> None:
    invoice = invoice_in(shop)
    goodwill = {"lines-7-description": "Goodwill", "lines-7-quantity": "1", "lines-7-unit_price": "-50"}
    reply = shop.office.posts(f"/invoices/{invoice.number}", **form(invoice, discount="10", **goodwill))
    assert reply.status_code == 303
    page = shop.office.opens(f"/invoices/{invoice.number}").text
    assert "−$50.00" in page
    assert "−$45.00" in page
    assert "$405.00" in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("lines-0-unit_price", "lots", "not an amount"),
        ("lines-0-quantity", "0", "At least"),
        ("lines-0-description", "", "What is it for?"),
        ("terms_days", "-1", "At least 0"),
        ("discount", "200", "At most 100"),
        ("due_on", "1850-01-01", "between 2000 and 2100"),
    ],
)
def test_what_can_not_be_taken_is_said_beside_its_field(shop: ShopFixture, field: str, typed: str, told: str) -> None:
    invoice = invoice_in(shop)
    reply = shop.office.posts(f"/invoices/{invoice.number}", **form(invoice, notes="Keep me", **{field: typed}))
    assert reply.status_code == 422
    assert told in reply.text
    assert "Keep me" in reply.text


def test_a_form_opened_before_someone_else_saved_is_refused(shop: ShopFixture) -> None:
    invoice = invoice_in(shop)
    assert shop.owner.posts(f"/invoices/{invoice.number}", **form(invoice)).status_code == 303
    mine = form(invoice, notes="Mine", **{"lines-0-unit_price": "99"})
    reply = shop.office.posts(f"/invoices/{invoice.number}", **mine)
    assert reply.status_code == 409
    assert all(
        words in reply.text for words in ("Someone was quicker", "$500.00", "Mine", 'value="99"')
    )  # theirs, and what was typed
    assert shop.office.posts(f"/invoices/{invoice.number}", **{**mine, "key": uuid4().hex, "edits": "1"}).status_code == 303
    assert "$396.00" in shop.office.opens(f"/invoices/{invoice.number}").text


def test_a_job_without_prices_gets_an_empty_draft_that_can_not_be_sent(shop: ShopFixture) -> None:
    invoice = invoice_in(shop, job=shop.job())
    reply = shop.office.posts(f"/invoices/{invoice.number}/sendings", how="paper")
    assert reply.status_code == 422
    assert "Add a line first" in reply.text


def test_what_stands_where_by_amounts_and_days() -> None:
    today, due = clock.today("UTC"), clock.today("UTC")
    total, some = Decimal(100), Decimal(40)
    assert state_of("issued", total, Decimal(0), due, today) is InvoiceState.SENT
    assert state_of("issued", total, some, due, today) is InvoiceState.PARTIAL
    assert state_of("issued", total, total, due, today) is InvoiceState.PAID
    assert state_of("issued", total, some, due, today + timedelta(days=1)) is InvoiceState.OVERDUE
    assert state_of("issued", total, total, due, today + timedelta(days=99)) is InvoiceState.PAID
    assert [age_of(due, today + timedelta(days=days)) for days in (0, 1, 30, 31, 61, 91)] == [
        "Not due", "1–30 days", "1–30 days", "31–60 days", "61–90 days", "Over 90 days",
    ]  # fmt: skip


def test_the_list_says_the_same_as_the_pages(shop: ShopFixture) -> None:
    with clock.set_to(clock.now() - timedelta(days=60)):
        made = {"overdue": invoice_in(shop, "issued").number}
    states = {"draft": "draft", "sent": "issued", "partially paid": "paying", "paid": "paid", "void": "void"}
    made |= {name: invoice_in(shop, state).number for name, state in states.items()}
    for name, number in made.items():
        page = shop.office.opens(f"/invoices?filter={name}").text
        assert [found for found in made.values() if found in page] == [number], name
        assert name.capitalize() in shop.office.opens(f"/invoices/{number}").text
    assert made["paid"] in shop.office.opens(f"/invoices?q={made['paid'][-4:]}").text
    open_ = shop.office.opens("/open-amounts").text
    assert [number for number in made.values() if number in open_] == [made["overdue"], made["sent"], made["partially paid"]]
    assert "31–60 days" in open_


def test_floor_people_see_no_amount(shop: ShopFixture) -> None:
    job = billed_job(shop)
    invoice = invoice_in(shop, "paid", job=job)
    for person in (shop.worker, shop.supervisor):
        for address in ("/invoices", f"/invoices/{invoice.number}", "/open-amounts", "/invoices.csv", "/payments.csv"):
            assert person.opens(address).status_code == 403
        assert person.opens(f"/jobs/{job}/sections/invoice").status_code == 404
        assert "$" not in person.opens(f"/jobs/{job}").text


# Ready for pickup.


def test_a_jewelers_job_that_is_ready_has_its_invoice_drafted(jewelry: ShopFixture) -> None:
    job = jewelry.job(at="Quality check")
    jewelry.worker.taps(jewelry.worker.sees(job))
    invoice = invoices_of(jewelry, job.number)
    assert invoice is not None
    assert invoice.status == "draft"
    with jewelry.app.app_context(), in_shop(jewelry.id):
        assert (
            history_of(invoice)[0].sentence == f"{invoice.number} was drafted as Ana Whitfield moved {job} to Ready for pickup"
        )


def test_a_piece_for_stock_is_billed_to_nobody(jewelry: ShopFixture) -> None:
    job = jewelry.job(kind="production", at="Into stock")
    assert invoices_of(jewelry, job.number) is None
    reply = jewelry.office.posts(f"/jobs/{job}/invoices")
    assert reply.status_code == 422
    assert "made for stock" in reply.text


def test_other_trades_draft_when_they_choose_to(shop: ShopFixture) -> None:
    assert invoices_of(shop, shop.job(at="Ready for Pickup").number) is None
    with shop.app.app_context(), in_shop(shop.id):
        change_some(BillingSettings, draft_when_ready=True, by=shop.owner.member)
    assert invoices_of(shop, shop.job(at="Ready for Pickup").number) is not None


# For the bookkeeper.


def test_exports_hold_what_was_issued_and_paid_and_no_formula(shop: ShopFixture) -> None:
    invoice = invoice_in(shop, "issued")
    with shop.app.app_context(), in_shop(shop.id):
        operations.book_payment(invoice.number, money("100", reference="=cmd()"), by=shop.office.member)
    rows = shop.office.opens("/invoices.csv").text
    assert f"{invoice.number}," in rows
    assert ",500.00,100.00,400.00" in rows
    paid = shop.office.opens("/payments.csv")
    assert ",100.00,Card,'=cmd()," in paid.text
    assert paid.mimetype == "text/csv"
    nothing = shop.office.opens("/payments.csv?start=2020-01-01&end=2020-02-01").text
    assert "cmd" not in nothing
    assert shop.office.opens("/payments.csv?start=2020-02-01&end=2020-01-01").status_code == 422


def test_no_name_is_run_by_a_spreadsheet_that_opens_an_export(shop: ShopFixture) -> None:
    formula = '=HYPERLINK("https://evil.example")'
    with shop.app.app_context(), in_shop(shop.id):
        db.session.get_one(Customer, shop.customer.id).name = formula
        db.session.commit()
    with_po = form(invoice := invoice_in(shop), customer_po="+1", **{"lines-0-description": "@SUM(A1)"})
    assert shop.office.posts(f"/invoices/{invoice.number}", **with_po).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        operations.issue_invoice(invoice.number, by=shop.office.member)
        operations.book_payment(invoice.number, money("100", note="-2+3"), by=shop.office.member)
        operations.book_payment(invoice.number, money("40", is_refund=True), by=shop.office.member)
    for address in ("/invoices.csv", "/payments.csv", "/customers.csv"):
        cells = [cell for row in csv.reader(StringIO(shop.office.opens(address).data.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell[:1] in set("=+-@") and cell != "-40.00"] == [], address


def test_half_a_cent_of_tax_goes_up(shop: ShopFixture) -> None:
    """8.25 % of $10.00 is 82.5 cents, of $30.00 just $2.475, of −$10.00 it goes away from nothing, too."""
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(TaxSettings((TaxRate("Sales tax", Decimal("8.25")),)), by=shop.owner.member)
    for price, tax, total in (("10", "$0.83", "$10.83"), ("30", "$2.48", "$32.48"), ("-10", "−$0.83", "−$10.83")):
        invoice = invoice_in(shop)
        line = {"lines-0-quantity": "1", "lines-0-unit_price": price}
        assert shop.office.posts(f"/invoices/{invoice.number}", **form(invoice, **line)).status_code == 303
        page = shop.office.opens(f"/invoices/{invoice.number}").text
        assert tax in page and total in page


def test_the_paper_is_a_pdf(shop: ShopFixture) -> None:
    assert shop.office.opens(f"/invoices/{invoice_in(shop, 'paying').number}/invoice.pdf").data.startswith(b"%PDF")
