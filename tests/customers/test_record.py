"""A customer's record: taken on, changed, put away. Nobody writes over a colleague unseen."""

from typing import Any

import pytest

from shopfloor.customers.details import Details, change_in_words, changed_fields
from shopfloor.customers.people import Address, AddressKind, Contact
from tests.customers.conftest import Book
from tests.support.people import ShopFixture


def record(**changes: Any) -> dict[str, Any]:
    form = {
        "key": "a-key-of-this-form", "version": "0",
        "name": "Kettle Creek Railings", "kind": "company", "email": "k@creek.example",
        "phone": "555-0101", "address": "1 Mill St\nMillbrook", "status_emails": "y", "notes": "Rings twice.", "main": "1",
        "contacts-0-name": "Ann Lee", "contacts-0-role": "Purchasing",
        "contacts-1-name": "Bo Ek", "contacts-1-email": "bo@creek.example",
        "addresses-0-kind": "delivery", "addresses-0-label": "North yard", "addresses-0-text": "2 Yard Rd",
        "tax_exempt": "y", "tax_certificate": "TX-1", "terms_days": "30", "price_tier": "Trade",
    }  # fmt: skip
    return {**form, **changes}


def id_in(location: str | None) -> int:
    return int(str(location).rpartition("/")[2])


def test_all_of_a_record_is_kept_and_shown(shop: ShopFixture, book: Book) -> None:
    made = shop.office.posts("/customers", **record())
    assert made.status_code == 303
    kept = book.reads(id_in(made.location))
    assert kept.contacts == (Contact("Bo Ek", email="bo@creek.example"), Contact("Ann Lee", "Purchasing"))
    assert kept.addresses == (Address(AddressKind.DELIVERY, "2 Yard Rd", "North yard"),)
    page = shop.office.opens(str(made.location)).text
    for words in (
        "Kettle Creek Railings",
        "k@creek.example",
        "Bo Ek",
        "Ann Lee",
        "North yard",
        "30 days",
        "TX-1",
        "Trade",
        "Rings twice.",
    ):
        assert words in page


def test_a_tier_the_shop_does_not_have_is_refused_and_one_it_gave_up_is_kept(shop: ShopFixture, book: Book) -> None:
    refused = shop.office.posts("/customers", **record(price_tier="Trrade"))
    assert refused.status_code == 422
    assert "Not a valid choice" in refused.text
    id_ = book.adds("Harlan", price_tier="Dealer")
    assert "Dealer (not offered any more)" in shop.office.opens(f"/customers/{id_}/edit").text
    saved = shop.office.posts(
        f"/customers/{id_}", **record(name="Harlan", price_tier="Dealer", version=book.reads(id_).version)
    )
    assert saved.status_code == 303
    assert book.reads(id_).price_tier == "Dealer"


def test_a_form_sent_twice_takes_on_one(shop: ShopFixture) -> None:
    assert len({shop.office.posts("/customers", **record()).location for _ in range(2)}) == 1


WRONG = [
    ("name", "", "A customer needs a name."),
    ("name", "   ", "A customer needs a name."),
    ("name", "x" * 121, "At most 120"),
    ("email", "nobody", "not an e-mail address"),
    ("phone", "5" * 41, "At most 40"),
    ("notes", "x" * 4001, "At most 4,000"),
    ("terms_days", "-1", "Between 0 and 365"),
    ("terms_days", "999999999999999999999", "Between 0 and 365"),
    ("terms_days", "soon", "Not a valid integer"),
    ("kind", "ghost", "Not a valid choice"),
    ("contacts-0-name", "", "Whose is it?"),
    ("contacts-1-email", "bo", "not an e-mail address"),
    ("addresses-0-text", "", "Enter the address"),
    ("addresses-0-kind", "moon", "Not a valid choice"),
]


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_what_cant_be_is_said_beside_the_field_and_nothing_is_lost(
    shop: ShopFixture, field: str, value: str, words: str
) -> None:
    reply = shop.office.posts("/customers", **record(**{field: value}))
    assert reply.status_code == 422
    assert words in reply.text.replace("&#39;", "'")
    assert "Bo Ek" in reply.text and "TX-1" in reply.text


def test_rows_are_added_and_dropped_without_losing_what_was_typed(shop: ShopFixture) -> None:
    more = shop.office.posts("/customers", **record(do="add_contact", terms_days="soon"))
    assert more.status_code == 200
    assert 'name="contacts-2-name"' in more.text and 'value="soon"' in more.text
    less = shop.office.posts("/customers", **record(do="drop_contact-0")).text
    assert "Bo Ek" in less and "Ann Lee" not in less


def test_what_was_changed_is_told_from_old_to_new(shop: ShopFixture, book: Book) -> None:
    id_ = book.adds("Harlan Cycles", phone="555-0101", contacts=(Contact("Ann Lee"),))
    book.changes(id_, name="Harlan & Sons", phone="555-0199", contacts=(Contact("Bo Ek"),), terms_days=30, status_emails=False)
    assert book.story(id_)[1:] == [
        f"{shop.office} renamed Harlan Cycles to Harlan & Sons",
        f"{shop.office} changed Harlan & Sons: phone from “555-0101” to “555-0199”; contact “Ann Lee” removed; "
        "contact “Bo Ek” added; status e-mails off",
        f"{shop.office} changed the terms of Harlan & Sons: terms from the shop's own to 30 days",
    ]


CHANGES = [
    ({"email": "a@b.example"}, "e-mail “a@b.example” added"),
    ({"address": "1 Mill St\nMillbrook"}, "address “1 Mill St Millbrook” added"),
    ({"is_company": False}, "now a person"),
    ({"tax_exempt": True, "tax_certificate": "TX-1"}, "tax exempt; certificate “TX-1” added"),
    ({"terms_days": 0}, "terms from the shop's own to on receipt"),
    ({"terms_days": 1}, "terms from the shop's own to 1 day"),
    ({"notes": "x" * 200}, f"notes “{'x' * 79}…” added"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_each_change_has_its_words(change: dict[str, Any], words: str) -> None:
    old, new = Details("Harlan"), Details("Harlan", **change)
    assert change_in_words(old, new, changed_fields(old, new)) == words


def test_saving_what_is_there_tells_nothing(book: Book) -> None:
    id_ = book.adds("Harlan")
    book.changes(id_, phone="")
    assert len(book.story(id_)) == 1


def test_who_saves_second_sees_what_the_first_changed_and_keeps_what_they_typed(shop: ShopFixture, book: Book) -> None:
    id_ = id_in(shop.office.posts("/customers", **record()).location)
    shop.owner.posts(f"/customers/{id_}", **record(phone="555-0909"))
    late = shop.office.posts(f"/customers/{id_}", **record(notes="Mine"))
    assert late.status_code == 409
    for words in ("Someone saved this customer meanwhile", "to “555-0909”", "Mine", 'name="version" type="hidden" value="1"'):
        assert words in late.text
    assert book.reads(id_).phone == "555-0909"
    assert shop.office.posts(f"/customers/{id_}", **record(notes="Mine", version="1")).status_code == 303
    assert book.reads(id_).notes == "Mine"


def test_a_new_name_stands_on_the_cards_of_their_jobs(shop: ShopFixture, book: Book) -> None:
    job = shop.job(at="Coating")
    assert shop.customer.name in shop.worker.opens("/mobile").text
    book.changes(shop.customer.id, name="Harlan & Sons")
    told = shop.worker.opens(f"/feed?view=mobile&since={job.began}").json
    assert [card["id"] for card in told["cards"]] == [f"job-{job.id}"]
    assert "Harlan &amp; Sons" in shop.worker.opens("/mobile").text


def test_a_customer_is_put_away_and_brought_back(shop: ShopFixture, book: Book) -> None:
    at = f"/customers/{shop.customer.id}"
    for _ in range(2):
        assert shop.office.posts(f"{at}/archiving").status_code == 303
    assert "Archived on" in shop.office.opens(at).text
    assert shop.office.posts(f"{at}/return").status_code == 303
    assert book.story(shop.customer.id)[-2:] == [
        f"{shop.office} archived {shop.customer.name}", f"{shop.office} brought {shop.customer.name} back",
    ]  # fmt: skip


def test_terms_are_for_those_who_see_prices(shop: ShopFixture, book: Book) -> None:
    id_ = book.adds("Harlan", price_tier="Dealer", tax_exempt=True, tax_certificate="TX-1")
    book.changes(id_, terms_days=30)
    for person, sees in ((shop.office, True), (shop.supervisor, False)):
        page = person.opens(f"/customers/{id_}").text
        assert [words in page for words in ("Dealer", "TX-1", "30 days", "changed the terms")] == [sees] * 4
        assert "Harlan" in page


def test_a_worker_has_no_customers(shop: ShopFixture) -> None:
    for address in ("/customers", f"/customers/{shop.customer.id}", "/customers.csv", "/customers/matches?q=h"):
        assert shop.worker.opens(address).status_code == 403
    assert "/customers" not in shop.worker.opens("/jobs").text


def test_open_jobs_stand_on_top_and_older_ones_on_the_next_page(shop: ShopFixture) -> None:
    first = shop.job()
    others = [shop.job() for _ in range(22)]
    for job in others[2:]:
        shop.supervisor.does("cancellations", shop.supervisor.sees(job), reason="Withdrawn")
    page = shop.office.opens(f"/customers/{shop.customer.id}").text
    shown = [page.index(f"/jobs/{job}") for job in (others[1], others[0], first, others[21])]
    assert shown == sorted(shown)
    older = page.partition("jobs_before=")[2].partition("#")[0]
    second = shop.office.opens(f"/customers/{shop.customer.id}?jobs_before={older}").text
    listed = {str(job) for job in [first, *others] if f'/jobs/{job}"' in page + second}
    assert listed == {str(job) for job in [first, *others]}
    assert f'/jobs/{first}"' not in second
