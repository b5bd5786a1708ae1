"""Quotes, invoices and receipts as they are printed: in the look the shop chose, with all they say, whatever was typed."""

from dataclasses import replace
from uuid import uuid4

import pytest

from shopfloor.company.queries import Company
from shopfloor.db import in_shop
from shopfloor.mail.queries import attachment, letters_about
from shopfloor.paper.look import LOOKS, Column, PaperLook
from shopfloor.paper.press import press, printable
from shopfloor.paper.printing import dressed
from shopfloor.paper.samples import CUSTOMER, TOTALS
from shopfloor.shops.settings import change_settings
from tests.intake.forms import intake_form
from tests.paper.test_blank_work_order import pages, told
from tests.support.papers import billed_job, invoice_in, quote_in
from tests.support.people import ShopFixture


def paper_of(shop: ShopFixture, document: str) -> str:
    """The address of one of those, made for it."""
    if document == "quote":
        return f"/quotes/{quote_in(shop, 'sent').number}/quote.pdf"
    if document == "invoice":
        return f"/invoices/{invoice_in(shop, 'paying').number}/invoice.pdf"
    job = shop.job(customer_po="HCW-9")
    assert shop.worker.posts(f"/jobs/{job}/intake", json=True, **intake_form(shop, job)).status_code == 200
    return f"/jobs/{job}/intake/receipt.pdf"


def dress(shop: ShopFixture, look: PaperLook) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(look, by=shop.owner.member)


@pytest.mark.parametrize("document", ["quote", "invoice", "receipt"])
def test_it_wears_the_look_the_shop_chose(shop: ShopFixture, document: str) -> None:
    usual = LOOKS[document]()
    first, *others = usual.columns
    look = replace(
        usual, title="Our paper", footer="Thank you", terms="Ask for our terms", customer=("name",), company=("phone",),
        columns=(Column(first.code, "Thing"), *others), paper="a4", logo=False,
    )  # fmt: skip
    dress(shop, look)
    pdf = shop.office.opens(paper_of(shop, document)).data
    read = told(pdf)
    for words in ("Our paper", "Thank you", "Ask for our terms", "Thing", "18-inch wheel", shop.customer.name):
        assert words in read, words
    assert shop.shop.name not in read
    assert first.label not in read
    assert round(pages(pdf)[0].get_width()) == 595


def test_a_column_with_nothing_in_it_takes_no_room(shop: ShopFixture) -> None:
    read = told(shop.office.opens(paper_of(shop, "receipt")).data)
    assert "Counted" in read
    assert "Condition" not in read


def test_an_invoice_says_what_was_done_to_each_thing(shop: ShopFixture) -> None:
    job = billed_job(shop, services={"blasting"})
    read = told(shop.office.opens(f"/invoices/{invoice_in(shop, job=job).number}/invoice.pdf").data)
    assert "Coats and prep" in read
    assert "Sandblasting" in read
    assert "Jet black" in read


def test_the_invoice_that_is_mailed_is_no_draft_any_more(shop: ShopFixture) -> None:
    invoice = invoice_in(shop)
    assert "DRAFT" in told(shop.office.opens(f"/invoices/{invoice.number}/invoice.pdf").data)
    sent = shop.office.posts(f"/invoices/{invoice.number}/sendings", how="mail", to="pat@harlan.example", key=uuid4().hex)
    assert sent.status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        (letter,) = letters_about("invoice", invoice.id)
        mailed = told(attachment(letter.id, 0).content)
    assert "DRAFT" not in mailed
    assert mailed == told(shop.office.opens(f"/invoices/{invoice.number}/invoice.pdf").data)


def test_a_receipt_that_nobody_signed_has_a_line_to_sign(shop: ShopFixture) -> None:
    job = shop.job()
    unsigned = intake_form(shop, job) | {"signature": "", "customer_name": "", "unattended": "Night drop"}
    assert shop.worker.posts(f"/jobs/{job}/intake", json=True, **unsigned).status_code == 200
    read = told(shop.worker.opens(f"/jobs/{job}/intake/receipt.pdf").data)
    assert "NOT SIGNED Night drop" in read
    assert "CUSTOMER DATE" in read


def test_nobody_but_the_shop_gets_the_receipt(shop: ShopFixture) -> None:
    assert shop.stranger.opens(paper_of(shop, "receipt")).status_code == 404


LONG = {
    "description": "Donaudampfschifffahrtsgesellschaftskapitän " * 3, "details": "مرحبا " * 20, "why": "25 % of 690.00",
    "quantity": "999,999,999.125", "unit_price": "$999,999,999.99", "amount": "−$999,999,999,999.99",
}  # fmt: skip


@pytest.mark.parametrize("points", [9, 14])
@pytest.mark.parametrize("count", [0, 1, 200])
def test_numbers_stay_whole_on_any_number_of_lines(count: int, points: int) -> None:
    words = {
        "number": "QTE-1", "version": 2, "title": "W" * 200, "date": "d", "until": "u", "notes": "#let x = 1 $a$ _b_",
        "customer": {code: told * 6 for code, told in CUSTOMER.items()}, "rows": [LONG] * count, "totals": TOTALS, "terms": "",
    }  # fmt: skip
    look = replace(LOOKS["quote"](), font_points=points)
    dressing = dressed(look, Company("W" * 120, "A\n" * 9, "", "w" * 60 + "@x.example", "", "us-letter"))
    read = told(press("quotes/quote.typ").pdf({"data": printable(words), **dressing}))
    assert read.count("−$999,999,999,999.99") == count
    assert "#let x = 1 $a$ _b_" in read
