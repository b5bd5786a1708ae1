"""Quotes through the office's pages: written, changed, sent, answered by word, and made into a job once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from shopfloor.catalog.queries import powders, services
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.kernel import clock
from shopfloor.kernel.errors import NotPermitted, Stale
from shopfloor.mail.queries import letters_about
from shopfloor.quotes import operations, queries
from shopfloor.shops.history import history_of
from tests.support.papers import body_of, quote_in
from tests.support.people import Person, ShopFixture, found_shop

FORM = {
    "kind": "coating", "description": "Four wheels", "priority": "2", "valid_days": "30", "tax": "0", "discount": "10",
    "discount_in": "percent", "items-0-description": "18-inch wheel", "items-0-quantity": "4", "items-0-unit_price": "125",
    **{f"items-0-coats-{n}": "0" for n in range(3)},
}  # fmt: skip


def writes(person: Person, shop: ShopFixture, **fields: object) -> str:
    """A quote through the form; its address."""
    reply = person.posts("/quotes", **{"customer": shop.customer.name, "key": uuid4().hex, **FORM, **fields})
    assert reply.status_code == 303, reply.text
    return str(reply.location)


def test_the_office_writes_a_quote_and_sees_what_it_comes_to(shop: ShopFixture) -> None:
    page = shop.office.opens(writes(shop.office, shop)).text
    assert "QTE-" in page
    assert "$500.00" in page
    assert "−$50.00" in page
    assert "$450.00" in page


def test_a_number_says_the_shops_month(shop: ShopFixture) -> None:
    with clock.set_to(clock.now()):
        month = clock.local(clock.now(), shop.shop.timezone)
        assert writes(shop.office, shop).startswith(f"/quotes/QTE-{month:%y%m}-0001")
        assert writes(shop.office, shop).endswith("-0002")


def test_pressing_save_twice_writes_one_quote(shop: ShopFixture) -> None:
    key = uuid4().hex
    assert writes(shop.office, shop, key=key) == writes(shop.office, shop, key=key)


def test_those_who_may_not_see_prices_see_no_quote(shop: ShopFixture) -> None:
    address = writes(shop.office, shop)
    for person in (shop.worker, shop.supervisor):
        assert [person.opens(where).status_code for where in ("/quotes", "/quotes/new", address)] == [403, 403, 403]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("valid_days", "0", "At least 1"),
        ("valid_days", "1.5", "whole number"),
        ("discount", "101", "At most 100"),
        ("discount", "lots", "not an amount"),
        ("customer", "Nobody Knows Them", "No customer is called"),
        ("items-0-unit_price", "", "Nothing has a price yet"),
        ("description", "", "Say in a few words"),
        ("tax", "99", "valid choice"),
    ],
)
def test_what_can_not_be_taken_is_said_beside_its_field_and_stays(shop: ShopFixture, field: str, typed: str, told: str) -> None:
    reply = shop.office.posts("/quotes", **{"customer": shop.customer.name, "notes": "Keep me", **FORM, field: typed})
    assert reply.status_code == 422
    assert told in reply.text
    assert "Keep me" in reply.text


def test_a_discount_can_not_be_more_than_everything(shop: ShopFixture) -> None:
    reply = shop.office.posts("/quotes", customer=shop.customer.name, **{**FORM, "discount": "501", "discount_in": "amount"})
    assert reply.status_code == 422
    assert "more than everything costs" in reply.text


def test_an_item_is_added_without_losing_what_was_typed(shop: ShopFixture) -> None:
    reply = shop.office.posts("/quotes", **{"customer": "Half a na", **FORM, "do": "add_item"})
    assert "Item 2" in reply.text
    assert "Half a na" in reply.text


def test_a_form_opened_before_someone_else_saved_is_refused_and_kept(shop: ShopFixture) -> None:
    address = writes(shop.office, shop)
    shop.owner.posts(address, customer=shop.customer.name, **{**FORM, "edits": "0", "description": "Five wheels"})
    mine = {"customer": shop.customer.name, **FORM, "edits": "0", "description": "Six wheels", "items-0-quantity": "6"}
    reply = shop.office.posts(address, **mine)
    assert reply.status_code == 409
    assert all(words in reply.text for words in ("Someone was quicker", "Six wheels", 'name="edits" type="hidden" value="1"'))
    assert "Five wheels" in shop.office.opens(address).text
    assert shop.office.posts(address, **{**mine, "edits": "1"}).status_code == 303
    assert "Six wheels" in shop.office.opens(address).text


def test_approving_twice_by_word_counts_once_and_after_the_last_day_not_at_all(shop: ShopFixture) -> None:
    said = {"name": "Dana", "note": "On the phone"}
    sent = quote_in(shop, "sent").number
    assert shop.office.posts(f"/quotes/{sent}/approvals", key=uuid4().hex, **said).status_code == 303
    again = shop.office.posts(f"/quotes/{sent}/approvals", key=uuid4().hex, **said)
    assert again.status_code == 422
    assert "is approved" in again.text
    with clock.set_to(clock.now() - timedelta(days=40)):
        late = quote_in(shop, "sent").number
    refused = shop.office.posts(f"/quotes/{late}/approvals", key=uuid4().hex, **said)
    assert refused.status_code == 422
    assert "is expired. Save it anew" in refused.text


def test_what_is_another_shops_can_not_be_quoted(shop: ShopFixture) -> None:
    """Their customer, powder, service, product, job and quote: refused, and nothing is written."""
    theirs = found_shop(shop.app, trade="powder")
    job = theirs.job()
    with shop.app.app_context(), in_shop(theirs.id):
        service = services()[0].id
    item = {**FORM, "customer": shop.customer.name, "items-0-kind": "calculated", "items-0-area": "12"}
    tries = [
        {**item, "customer": theirs.customer.name, "customer_id": str(theirs.customer.id)},
        {**item, "items-0-coats-0": str(theirs.powders[0].id)},
        {**item, "items-0-services": str(service)},
        {**item, "items-0-kind": "catalog", "items-0-product_id": "987654"},
    ]
    assert [shop.office.posts("/quotes", **fields).status_code for fields in tries] == [422] * 4
    assert shop.office.posts("/quotes", **{**item, "job": job.number}).status_code == 404
    assert shop.office.posts(f"/quotes/{quote_in(theirs).number}", **{**item, "edits": "0"}).status_code == 404
    assert "No quotes yet" in shop.office.opens("/quotes").text


def test_editing_a_draft_keeps_its_version_and_editing_what_was_sent_makes_the_next(shop: ShopFixture) -> None:
    address = writes(shop.office, shop)
    number = address.rsplit("/", 1)[1]
    changes = {"customer": shop.customer.name, **FORM}
    shop.office.posts(address, **{**changes, "edits": "0", "description": "Five wheels"})
    shop.office.posts(f"{address}/sendings", how="link", key=uuid4().hex)
    shop.office.posts(address, **{**changes, "edits": "1", "description": "Six wheels", "discount": "0"})
    with shop.app.app_context(), in_shop(shop.id):
        quote = queries.quote(number)
        assert (quote.version, quote.status, quote.total) == (2, "draft", Decimal(500))
        sent = queries.version_of(quote, 1)
        assert queries.body_of(sent).totals.total == Decimal(450)
        assert [told.sentence for told in reversed(history_of(quote))] == [
            f"Otto Frank wrote {number} for {shop.customer.name}",
            f"Otto Frank changed {number}, now version 1",
            f"Otto Frank sent version 1 of {number}",
            f"Otto Frank changed {number}, now version 2",
        ]


def test_what_was_sent_is_not_priced_anew(shop: ShopFixture) -> None:
    """Q-04: powder and rates may change; the quote reads as before, and its job has the prices that were quoted."""
    number = quote_in(shop, "approved").number
    with shop.app.app_context(), in_shop(shop.id):
        powders()[0].cost = Decimal(99)
        job = operations.convert_quote(number, operations.Conversion(priority=2), by=shop.office.member)
        assert [item.unit_price for item in jobs.job(job.number).items] == [Decimal(125)]
        assert job.price == Decimal(500)


def test_a_word_on_the_phone_needs_a_note(shop: ShopFixture) -> None:
    number = quote_in(shop, "sent").number
    reply = shop.office.posts(f"/quotes/{number}/approvals", name="Dana Harlan", note=" ")
    assert reply.status_code == 422
    assert "Say in a few words how" in reply.text
    assert shop.office.posts(f"/quotes/{number}/approvals", name="Dana Harlan", note="By phone").status_code == 303
    assert "Dana Harlan approved version 1" in shop.office.opens(f"/quotes/{number}").text


def test_an_approved_quote_becomes_a_job_once(shop: ShopFixture) -> None:
    """Q-03: the second click opens the job of the first."""
    number = quote_in(shop, "approved", customer_po="PO 77", notes="Mind the threads").number
    page = shop.office.opens(f"/quotes/{number}/job").text
    assert "Mind the threads" in page
    fields = {"priority": "5", "due_on": "2026-12-11", "instructions": "Mind the threads", "workers": shop.worker.member.id}
    first, second = (shop.office.posts(f"/quotes/{number}/job", **fields, key=uuid4().hex) for _ in range(2))
    assert first.location == second.location
    with shop.app.app_context(), in_shop(shop.id):
        job = jobs.job(first.location.rsplit("/", 1)[1])
        assert (job.customer_po, job.instructions, job.priority) == ("PO 77", "Mind the threads", 5)
        assert [coat.material_id for coat in job.items[0].coats] == [shop.powders[0].id]
        assert jobs.history(job.id)[0].sentence.endswith(f"from Pending to Approved: {number} was approved")
    assert first.location in shop.office.opens(f"/quotes/{number}").text
    assert number in shop.office.opens(f"{first.location}/sections/quotes").text


@pytest.mark.parametrize("state", ["draft", "sent", "declined"])
def test_only_an_approved_quote_becomes_a_job(shop: ShopFixture, state: str) -> None:
    number = quote_in(shop, state).number
    assert shop.office.posts(f"/quotes/{number}/job", priority="2").status_code == 422


def test_a_quote_for_a_job_leads_its_status(shop: ShopFixture) -> None:
    """Sent: Quoted. Approved: Approved, and the quote's prices are the job's from then on."""
    handle = shop.job(quote_first=True)
    with shop.app.app_context(), in_shop(shop.id):
        job = jobs.job(handle.number)
    number = quote_in(shop, "sent", job=job).number
    shop.office.posts(f"/quotes/{number}/approvals", name="Dana", note="At the counter")
    assert shop.story(handle) == [
        f"Otto Frank set {handle} from Pending to Quoted: {number} was sent",
        f"Otto Frank set {handle} from Quoted to Approved: {number} was approved",
    ]
    assert f"Open {handle}" in shop.office.opens(f"/quotes/{number}").text
    with shop.app.app_context(), in_shop(shop.id):
        assert jobs.job(handle.number).price == Decimal(500)


def test_a_job_that_has_gone_on_is_not_pulled_back(shop: ShopFixture) -> None:
    handle = shop.job(at="Coating")
    with shop.app.app_context(), in_shop(shop.id):
        job = jobs.job(handle.number)
    quote_in(shop, "approved", job=job)
    assert shop.story(handle) == []


def test_a_quote_for_a_job_begins_with_the_jobs_items(shop: ShopFixture) -> None:
    page = shop.office.opens(f"/quotes/new?job={shop.job(description='Rims and a fork')}").text
    assert "Rims and a fork" in page
    assert "18-inch wheel" in page


def test_the_list_is_filtered_and_searched(shop: ShopFixture) -> None:
    made = {state: quote_in(shop, state).number for state in ("draft", "sent", "approved", "declined")}
    with clock.set_to(clock.now() - timedelta(days=40)):
        made["expired"] = quote_in(shop, "sent").number
    for state in ("draft", "sent", "approved", "expired"):
        page = shop.office.opens(f"/quotes?filter={state}").text
        assert [number for number in made.values() if number in page] == [made[state]]
    assert all(number in shop.office.opens("/quotes").text for number in made.values())
    assert made["sent"] in shop.office.opens(f"/quotes?q={made['sent'][-4:]}").text
    assert made["sent"] in shop.office.opens("/quotes?q=harlan").text
    assert "No quote matches" in shop.office.opens("/quotes?q=zzz").text


def test_an_exempt_customer_is_charged_no_tax(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        row = db.session.get_one(Customer, shop.customer.id)
        row.tax_exempt, row.tax_certificate = True, "TX-7"
        db.session.commit()
    assert "Tax exempt, certificate TX-7" in shop.office.opens(writes(shop.office, shop)).text


def test_the_paper_says_what_the_page_says(shop: ShopFixture) -> None:
    number = quote_in(shop, "sent").number
    reply = shop.office.opens(f"/quotes/{number}/quote.pdf")
    assert reply.mimetype == "application/pdf"
    assert reply.data.startswith(b"%PDF")


def test_floor_people_can_not_write_quotes_by_any_way(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id), pytest.raises(NotPermitted):
        operations.write_quote(operations.NewQuote(shop.customer, "coating", "Wheels", body_of(shop)), by=shop.worker.member)


def test_sending_what_was_changed_meanwhile_is_refused(shop: ShopFixture) -> None:
    number = quote_in(shop).number
    with shop.app.app_context(), in_shop(shop.id), pytest.raises(Stale):
        operations.send_quote(number, seen=7, by=shop.office.member)


def test_a_quote_is_mailed_with_its_paper_and_its_link(shop: ShopFixture) -> None:
    number = quote_in(shop).number
    address = f"/quotes/{number}/sendings"
    refused = shop.office.posts(address, how="mail", to="nobody", key=uuid4().hex)
    assert refused.status_code == 422
    assert shop.office.posts(address, how="mail", to="dana@harlan.example", key=uuid4().hex).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        quote = queries.quote(number)
        (letter,) = letters_about("quote", quote.id)
        assert (letter.to_address, letter.subject) == ("dana@harlan.example", f"Quote {number}")
        assert (quote.status, queries.version_of(quote).sent_to) == ("sent", "dana@harlan.example")
