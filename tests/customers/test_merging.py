"""Two records of one customer become one, with all that hangs on them, or not at all."""

import pytest

from shopfloor.customers import operations, queries
from shopfloor.customers.details import Details
from shopfloor.customers.events import CustomersMerged
from shopfloor.customers.merging import merged
from shopfloor.customers.people import Address, AddressKind, Contact
from shopfloor.db import db, in_shop
from shopfloor.events import react
from shopfloor.jobs import queries as jobs
from shopfloor.kernel.errors import Invalid, NotFound, NotPermitted, Stale
from shopfloor.reactions import REACTIONS
from tests.customers.conftest import Book
from tests.support.people import ShopFixture


def test_what_the_one_that_stays_has_stands_and_what_it_lacks_it_takes() -> None:
    kept = Details("Harlan & Sons", email="a@harlan.example", contacts=(Contact("Ann Lee"),), terms_days=30, notes="Ours")
    gone = Details(
        "Harlan Cycles", email="b@harlan.example", phone="555-0101", address="1 Mill St", notes="Theirs",
        contacts=(Contact("Ann Lee"), Contact("Bo Ek")), addresses=(Address(AddressKind.DELIVERY, "2 Yard Rd"),),
        status_emails=False, tax_exempt=True, terms_days=5,
    )  # fmt: skip
    whole = merged(kept, gone).details
    assert (whole.name, whole.email, whole.phone, whole.address) == (
        "Harlan & Sons",
        "a@harlan.example",
        "555-0101",
        "1 Mill St",
    )
    assert whole.contacts == (Contact("Ann Lee"), Contact("Bo Ek"), Contact("Harlan Cycles", email="b@harlan.example"))
    assert whole.addresses == gone.addresses
    assert (whole.terms_days, whole.tax_exempt) == (30, False)  # agreed with the one that stays
    assert not whole.status_emails  # who asked for none gets none
    assert whole.notes == "Ours\n\nTheirs"


def test_nothing_is_taken_over_twice() -> None:
    same = Details("Harlan", email="a@harlan.example", phone="555-0101", address="1 Mill St", notes="Ours")
    assert merged(same, same).moved == ()
    assert merged(same, same).details == same


def test_jobs_follow_with_their_cards_and_both_pages_tell_it(shop: ShopFixture, book: Book) -> None:
    job, closed = shop.job(at="Coating"), shop.job()
    shop.supervisor.does("cancellations", shop.supervisor.sees(closed), reason="Withdrawn")
    shop.worker.opens("/mobile")
    kept = book.adds("Harlan & Sons")
    page = shop.office.opens(f"/customers/{shop.customer.id}/merging?customer=Harlan+%26+Sons&gone={shop.customer.id}").text
    assert "2 jobs (1 open)" in page
    done = shop.office.posts(f"/customers/{shop.customer.id}/merging", kept=kept, gone_version=0, kept_version=0)
    assert (done.status_code, done.location) == (303, f"/customers/{kept}/repricing")
    assert shop.office.opens(done.location).location == f"/customers/{kept}"  # nothing would cost another price
    with book.open():
        assert {jobs.job(str(one)).customer_id for one in (job, closed)} == {kept}
    assert "Harlan &amp; Sons" in shop.worker.opens("/mobile").text
    assert "Harlan &amp; Sons" in shop.worker.opens(f"/jobs/{closed}/bump").text
    assert book.story(kept)[-1] == f"{shop.office} merged {shop.customer.name} into Harlan & Sons: 2 jobs (1 open)"
    assert book.story(shop.customer.id)[-1] == f"{shop.office} merged {shop.customer.name} into Harlan & Sons"
    assert f'href="/customers/{kept}"' in shop.office.opens(f"/customers/{shop.customer.id}").text


def test_merging_twice_is_merging_once(shop: ShopFixture, book: Book) -> None:
    kept, gone = book.adds("Stays"), book.adds("Goes")
    for _ in range(2):
        assert shop.office.posts(f"/customers/{gone}/merging", kept=kept, gone_version=0, kept_version=0).status_code == 303
    assert len(book.story(kept)) == 2


def test_a_merge_that_fails_half_way_has_done_nothing(shop: ShopFixture, book: Book) -> None:
    job, kept = shop.job(), book.adds("Stays")

    def stumbles(*_: object) -> None:
        raise ZeroDivisionError

    react({**REACTIONS, CustomersMerged: (*REACTIONS[CustomersMerged], stumbles)})
    try:
        with book.open(), pytest.raises(ZeroDivisionError):
            operations.merge_customers(shop.customer.id, kept, seen=(0, 0), by=shop.office.member)
    finally:
        react(REACTIONS)
    with book.open():
        assert jobs.job(job.number).customer_id == shop.customer.id
        assert queries.customer(shop.customer.id).archived_at is None
    assert len(book.story(kept)) == 1


def test_what_can_not_be_merged_is_refused_in_words(shop: ShopFixture, book: Book) -> None:
    kept, gone, archived = book.adds("Stays"), book.adds("Goes"), book.archives("Archived")
    by = shop.office.member
    tries = [
        (gone, gone, (0, 0), Invalid, "one and the same"),
        (gone, archived, (0, 0), Invalid, "is archived"),
        (gone, kept, (1, 0), Stale, "Someone saved one of the two"),
        (gone, 987_654_321, (0, 0), NotFound, "nothing at this address"),
    ]
    for one, other, seen, refusal, words in tries:
        with book.open(), pytest.raises(refusal, match=words):
            operations.merge_customers(one, other, seen=seen, by=by)
    with book.open(), pytest.raises(NotPermitted):
        operations.merge_customers(gone, kept, seen=(0, 0), by=shop.supervisor.member)


def test_one_who_was_merged_away_is_neither_changed_nor_brought_back(shop: ShopFixture, book: Book) -> None:
    book.adds("Stays")
    gone = book.merges("Goes", into="Stays")
    back = shop.office.posts(f"/customers/{gone}/return")
    assert back.status_code == 422 and "was merged into Stays" in back.text
    form = {"name": "Anew", "version": "1", "kind": "company"}
    assert "was merged into Stays" in shop.office.posts(f"/customers/{gone}", **form).text


def test_a_customer_of_another_shop_can_not_be_merged(shop: ShopFixture, book: Book) -> None:
    mine = book.adds("Mine")
    with shop.app.app_context(), in_shop(shop.stranger.shop_id):
        theirs = queries.page_of_customers(archived=False, search="", after=None, size=1)[0].id
        db.session.remove()
    reply = shop.office.posts(f"/customers/{mine}/merging", kept=theirs, gone_version=0, kept_version=0)
    assert reply.status_code == 422 and book.reads(mine).merged_into_id is None
