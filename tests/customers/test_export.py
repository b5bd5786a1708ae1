"""The table for spreadsheets: whole, and never a formula."""

import csv
from io import StringIO

from shopfloor.customers.people import Contact
from tests.customers.conftest import Book
from tests.support.people import ShopFixture


def test_every_customer_is_a_row(shop: ShopFixture, book: Book) -> None:
    book.adds("Müller, GmbH", email="m@m.example", contacts=(Contact("Ann", "Shop"),), terms_days=30)
    book.archives("Gone")
    reply = shop.office.opens("/customers.csv")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="customers.csv"'
    rows = list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["Gone", shop.customer.name, "Müller, GmbH"]
    assert (rows[2]["Contacts"], rows[2]["Terms"], rows[0]["Archived"]) == ("Ann · Shop", "30 days", "yes")


def test_a_name_that_is_a_formula_is_sent_as_text(shop: ShopFixture, book: Book) -> None:
    book.adds('=HYPERLINK("https://evil.example")', phone="+1 555 0101")
    text = shop.office.opens("/customers.csv").data.decode("utf-8-sig")
    rows = {row["Name"]: row for row in csv.DictReader(StringIO(text))}
    assert rows['\'=HYPERLINK("https://evil.example")']["Phone"] == "'+1 555 0101"
