"""Change customer on a job: told from old to new, on every screen, and not once something holds the job to its customer."""

from decimal import Decimal
from uuid import uuid4

from shopfloor.catalog.plan import ItemPlan
from shopfloor.jobs import queries
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.jobs.operations.customer import block_customer_change
from shopfloor.reactions import BLOCKS_CUSTOMER_CHANGE
from tests.customers.conftest import Book
from tests.support.people import JobHandle, Person, ShopFixture


def gives(person: Person, job: JobHandle | str, seen: object, **form: object) -> object:
    return person.posts(f"/jobs/{job}/customer", **{"key": uuid4().hex, "seen": seen, "customer_po": "", "note": "", **form})


def test_card_sheet_and_history_follow(shop: ShopFixture, book: Book) -> None:
    job, other = shop.job(at="Coating", customer_po="PO 7"), book.adds("Delmar Fire Protection")
    shop.worker.opens("/mobile")
    reply = gives(shop.office, job, shop.customer.id, customer="Delmar Fire Protection", note="Wrong one picked")
    assert reply.status_code == 303
    with book.open():
        assert (queries.job(job.number).customer_id, queries.job(job.number).customer_po) == (other, "")
    for address in ("/mobile", f"/jobs/{job}", f"/jobs/{job}/bump"):
        assert "Delmar Fire Protection" in shop.worker.opens(address).text
    assert shop.story(job) == [
        f"{shop.office} changed the customer of {job} from {shop.customer.name} to Delmar Fire Protection, "
        "PO from “PO 7” to “none”: Wrong one picked"
    ]


def test_a_customer_can_be_taken_on_with_the_change(shop: ShopFixture, book: Book) -> None:
    job = shop.job()
    assert gives(shop.supervisor, job, shop.customer.id, customer="Insurer & Co", new_customer="y").status_code == 303
    assert "Insurer &amp; Co" in shop.worker.opens(f"/jobs/{job}").text


def test_someone_new_does_not_come_when_the_change_is_refused(shop: ShopFixture, book: Book) -> None:
    job = shop.job()
    reply = gives(shop.office, job, 0, customer="Insurer & Co", new_customer="y")
    assert reply.status_code == 409
    assert "Someone has given" in reply.text and "Insurer &amp; Co" in reply.text
    assert shop.office.opens("/customers/matches?q=insurer").json == []


def test_the_same_form_sent_twice_counts_once(shop: ShopFixture, book: Book) -> None:
    job, key = shop.job(), uuid4().hex
    book.adds("Delmar")
    for _ in range(2):
        assert gives(shop.office, job, shop.customer.id, customer="Delmar", key=key).status_code == 303
    assert len(shop.story(job)) == 1


def test_giving_it_to_whom_it_is_tells_nothing(shop: ShopFixture) -> None:
    job = shop.job()
    assert gives(shop.office, job, shop.customer.id, customer=shop.customer.name).status_code == 303
    assert shop.story(job) == []


def test_its_price_is_the_new_customers_unless_it_was_agreed(shop: ShopFixture, book: Book) -> None:
    with book.open():
        fork = ItemPlan("Fork", unit_price=Decimal(200))
        made = [
            create_job(NewJob("coating", "Fork", [fork], customer=shop.customer, price=price), by=shop.owner.member)
            for price in (None, Decimal(150))
        ]
        numbers = [job.number for job in made]
    book.adds("Delmar", price_tier="Trade")
    for number in numbers:
        gives(shop.office, number, shop.customer.id, customer="Delmar")
    with book.open():
        assert [queries.job(number).price for number in numbers] == [Decimal(180), Decimal(150)]


def test_what_holds_a_job_to_its_customer_is_said(shop: ShopFixture, book: Book) -> None:
    job = shop.job()
    book.adds("Delmar")
    block_customer_change([lambda job_id: "It has an invoice: void it first." if job_id == job.id else None])
    try:
        assert "It has an invoice: void it first." in shop.office.opens(f"/jobs/{job}/customer").text
        reply = gives(shop.office, job, shop.customer.id, customer="Delmar")
        assert reply.status_code == 422 and "It has an invoice: void it first." in reply.text
    finally:
        block_customer_change(BLOCKS_CUSTOMER_CHANGE)
    assert shop.story(job) == []


def test_an_overlong_po_or_reason_is_said_and_nothing_is_lost(shop: ShopFixture) -> None:
    job = shop.job()
    reply = gives(shop.office, job, shop.customer.id, customer="Delmar", customer_po="x" * 61, note="y" * 201)
    assert reply.status_code == 422
    assert "Delmar" in reply.text and "x" * 61 in reply.text


def test_a_worker_does_not_change_whose_it_is(shop: ShopFixture) -> None:
    job = shop.job()
    assert gives(shop.worker, job, shop.customer.id, customer=shop.customer.name).status_code == 403
    assert "Change customer" not in shop.worker.opens(f"/jobs/{job}").text
