"""Money: deposits that count by themselves, payments, refunds, and rows that stay."""

from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shopfloor.billing import operations, queries
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.kernel.errors import Invalid
from shopfloor.quotes import queries as quotes
from tests.support.papers import billed_job, invoice_in, money, quote_in
from tests.support.people import JobHandle, ShopFixture


def deposits(shop: ShopFixture, job: JobHandle, amount: str, **more: object) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        operations.book_deposit(jobs.job(job.number), money(amount, **more), by=shop.office.member)


def fields(amount: str, **more: object) -> dict[str, object]:
    return {"key": uuid4().hex, "amount": amount, "method": "card", "received_on": "2026-11-01", **more}


def test_a_deposit_on_a_job_counts_for_its_invoice(shop: ShopFixture) -> None:
    job = billed_job(shop)
    reply = shop.office.posts(f"/jobs/{job}/deposits", **fields("200", reference="4411"))
    assert reply.status_code == 303
    invoice = invoice_in(shop, job=job)
    assert (invoice.paid, invoice.balance) == (Decimal(200), Decimal(300))
    page = shop.office.opens(f"/invoices/{invoice.number}").text
    assert "Deposit, 1 November 2026, card 4411" in page
    assert "−$200.00" in page


def test_a_deposit_on_a_quote_goes_with_it_into_the_job_and_its_invoice(shop: ShopFixture) -> None:
    number = quote_in(shop, "approved", deposit=50).number
    page = shop.office.opens(f"/quotes/{number}").text
    assert "Deposit to begin, 50 %" in page
    assert 'value="270.63"' in page
    assert shop.office.posts(f"/quotes/{number}/deposits", **fields("270.63")).status_code == 303
    job = shop.office.posts(f"/quotes/{number}/job", priority="2").location
    assert "$270.63" in shop.office.opens(f"{job}/sections/invoice").text
    invoice = shop.office.opens(shop.office.posts(f"{job}/invoices").location).text
    assert "$270.62" in invoice  # 541.25 − 270.63
    late = shop.office.posts(f"/quotes/{number}/deposits", **fields("10"))
    assert late.status_code == 422


def test_no_deposit_once_there_is_an_invoice(shop: ShopFixture) -> None:
    """INV-R2: the money belongs on the invoice then."""
    job = billed_job(shop)
    invoice = invoice_in(shop, job=job)
    with pytest.raises(Invalid, match=invoice.number):
        deposits(shop, job, "10")
    assert "Record a deposit" not in shop.office.opens(f"/jobs/{job}/sections/invoice").text


def test_a_deposit_over_the_total_is_a_credit_to_give_back(shop: ShopFixture) -> None:
    job = billed_job(shop)
    deposits(shop, job, "555.03")
    invoice = invoice_in(shop, "issued", job=job)
    assert invoice.balance == Decimal("-55.03")
    page = shop.office.opens(f"/invoices/{invoice.number}").text
    assert "$55.03 is to be given back" in page
    assert "To be given back" in shop.office.opens("/open-amounts").text
    assert shop.office.posts(f"/invoices/{invoice.number}/payments", **fields("55.03", refund="y")).status_code == 303
    assert "Paid" in shop.office.opens(f"/invoices/{invoice.number}").text


def test_a_cancelled_job_may_hold_a_deposit_and_says_what_is_to_be_given_back(shop: ShopFixture) -> None:
    """INV-R5."""
    job = billed_job(shop)
    deposits(shop, job, "100")
    reply = shop.supervisor.does("cancellations", shop.supervisor.sees(job), reason="Withdrawn")
    assert reply.status_code == 200
    assert "$100.00 is to be given back" in shop.office.opens(f"/jobs/{job}/sections/invoice").text
    shop.office.posts(f"/jobs/{job}/deposits", **fields("100", refund="y"))
    assert "to be given back" not in shop.office.opens(f"/jobs/{job}/sections/invoice").text


def test_the_floor_reads_of_a_deposit_but_not_how_much(shop: ShopFixture) -> None:
    job = billed_job(shop)
    deposits(shop, job, "123.45")
    assert shop.story(job) == [f"Otto Frank recorded a deposit on {job}"]
    assert "123.45" not in shop.worker.opens(f"/jobs/{job}").text


def test_an_invoice_is_paid_in_parts(shop: ShopFixture) -> None:
    invoice = invoice_in(shop, "issued")
    address = f"/invoices/{invoice.number}"
    shop.office.posts(f"{address}/payments", **fields("100", method="check", reference="118"))
    assert "Partially paid" in shop.office.opens(address).text
    shop.office.posts(f"{address}/payments", **fields("400"))
    page = shop.office.opens(address).text
    assert "Paid" in page
    assert "Otto Frank recorded $400.00" in page


def test_pressing_twice_pays_once(shop: ShopFixture) -> None:
    invoice, twice = invoice_in(shop, "issued"), fields("100")
    for _ in range(2):
        assert shop.office.posts(f"/invoices/{invoice.number}/payments", **twice).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        assert queries.invoice(invoice.number).paid == Decimal(100)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"amount": "501"}, "At most $500.00 is owed"),
        ({"amount": "0"}, "At least"),
        ({"amount": "-5"}, "At least"),
        ({"amount": "lots"}, "not an amount"),
        ({"method": "barter"}, "Not a valid choice"),
        ({"received_on": "2031-01-01"}, "can&#39;t be one to come"),
        ({"received_on": "soon"}, "Not a valid date"),
        ({"refund": "y"}, "At most $0.00 was paid"),
    ],
)
def test_money_that_can_not_be_is_refused_in_words(shop: ShopFixture, wrong: dict[str, str], told: str) -> None:
    invoice = invoice_in(shop, "issued")
    reply = shop.office.posts(f"/invoices/{invoice.number}/payments", **{**fields("20", note="Keep me"), **wrong})
    assert reply.status_code == 422
    assert told in reply.text
    assert "Keep me" in reply.text


def test_a_draft_takes_no_payment(shop: ShopFixture) -> None:
    reply = shop.office.posts(f"/invoices/{invoice_in(shop).number}/payments", **fields("20"))
    assert reply.status_code == 422


def test_a_wrong_row_is_taken_back_by_another_once(shop: ShopFixture) -> None:
    invoice = invoice_in(shop, "paying")
    with shop.app.app_context(), in_shop(shop.id):
        (row,) = queries.payments_of(queries.invoice(invoice.number))
    assert shop.office.posts(f"/payments/{row.id}/reversals", reason=" ").status_code == 422
    assert shop.office.posts(f"/payments/{row.id}/reversals", reason="Typed twice").status_code == 303
    assert shop.office.posts(f"/payments/{row.id}/reversals", reason="Again").status_code == 422
    with shop.app.app_context(), in_shop(shop.id):
        found = queries.invoice(invoice.number)
        rows = queries.payments_of(found)
        assert (found.paid, [row.kind for row in rows]) == (Decimal(0), ["payment", "reversal"])
        assert queries.sum_of(rows) == Decimal(0)


def test_taking_back_a_deposit_corrects_the_invoice_it_counts_for(shop: ShopFixture) -> None:
    number = quote_in(shop, "approved").number
    shop.office.posts(f"/quotes/{number}/deposits", **fields("50"))
    job = shop.office.posts(f"/quotes/{number}/job", priority="2").location
    invoice = shop.office.posts(f"{job}/invoices").location
    with shop.app.app_context(), in_shop(shop.id):
        (row,) = queries.deposits_of_quote(quotes.quote(number).id)
    shop.office.posts(f"/payments/{row.id}/reversals", reason="Another customer's")
    with shop.app.app_context(), in_shop(shop.id):
        assert queries.invoice(invoice.rsplit("/", 1)[1]).paid == Decimal(0)


def test_an_invoice_with_payments_is_voided_after_they_went_back(shop: ShopFixture) -> None:
    number = invoice_in(shop, "paying").number
    with shop.app.app_context(), in_shop(shop.id):
        with pytest.raises(Invalid, match="has payments"):
            operations.void_invoice(number, "Wrong", by=shop.office.member)
        operations.book_payment(number, money("100", is_refund=True), by=shop.office.member)
        assert operations.void_invoice(number, "Wrong", by=shop.office.member).status == "void"


def test_a_deposit_counts_for_the_next_invoice_when_the_first_is_void(shop: ShopFixture) -> None:
    job = billed_job(shop)
    deposits(shop, job, "80")
    invoice_in(shop, "void", job=job)
    assert invoice_in(shop, job=job).paid == Decimal(80)


@pytest.mark.parametrize("deed", ["UPDATE payments SET amount = 1", "DELETE FROM payments"])
def test_the_database_keeps_every_row_as_it_is(shop: ShopFixture, deed: str) -> None:
    invoice_in(shop, "paid")
    with shop.app.app_context(), in_shop(shop.id), pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"{deed} WHERE shop_id = :shop"), {"shop": shop.id})
    with shop.app.app_context():
        db.session.rollback()
