"""What a customer's page says of their papers."""

import re

from sqlalchemy import update

from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from tests.support.papers import invoice_in, quote_in
from tests.support.people import ShopFixture


def test_their_quotes_and_invoices_are_listed_with_what_is_open(shop: ShopFixture) -> None:
    quote, invoice = quote_in(shop, "sent"), invoice_in(shop, "paying")
    for paper in (quote, invoice):
        page = shop.office.opens(f"/customers/{paper.customer_id}").text
        assert paper.number in page
    assert re.search(rf"{invoice.number}.*Partially paid.*open.*\$", page, re.DOTALL | re.IGNORECASE)
    assert shop.stranger.opens(f"/customers/{quote.customer_id}").status_code == 404


def test_who_wants_no_mail_is_offered_the_paper_first_and_says_so(shop: ShopFixture) -> None:
    quote = quote_in(shop)
    address = f"/quotes/{quote.number}"
    assert "wants no e-mails" not in shop.office.opens(address).text
    with shop.app.app_context(), in_shop(shop.id):
        mine = (Customer.shop_id == shop.id, Customer.id == quote.customer_id)
        db.session.execute(update(Customer).where(*mine).values(status_emails=False, email="pat@harlan.example"))
        db.session.commit()
    page = shop.office.opens(address).text
    assert "wants no e-mails" in page
    assert re.search(r'value="mail" *>', page)
    assert re.search(r'value="link" checked', page)
