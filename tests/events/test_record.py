"""Telling the log: what is kept of a deed, that a tap counts once, and what follows in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shopfloor.customers.events import CustomerAdded, CustomerArchived
from shopfloor.customers.models import Customer
from shopfloor.customers.operations import add_customer
from shopfloor.db import db, in_shop, operation
from shopfloor.events import Event, heard_before, log, record
from shopfloor.jobs import operations, queries
from shopfloor.jobs.events import JobMoved
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import Tap
from tests.support.people import Person, ShopFixture

NINE = datetime(2026, 5, 4, 14, tzinfo=UTC)
NOTE = Tap(key="a-key-of-one-note", fingerprint="note")


@contextmanager
def at_work(shop: ShopFixture) -> Iterator[None]:
    with shop.app.app_context(), in_shop(shop.id):
        yield


def newest(shop: ShopFixture, count: int = 1) -> list[Any]:
    """The last events of the shop, oldest first."""
    table: Any = Event.__table__
    rows = select(table).where(table.c.shop_id == shop.id).order_by(table.c.seq.desc()).limit(count)
    return list(reversed(db.session.execute(rows).all()))


def notes(shop: ShopFixture, number: str, tap: Tap, by: Person, text: str = "Rim is scratched") -> None:
    with at_work(shop):
        operations.add_note(number, text, by=by.member, tap=tap)


# What is kept.


def test_an_event_says_who_did_what_to_what_when_and_from_where(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    tap = Tap(key="thumb-1", at=NINE - timedelta(minutes=20), fingerprint="moves", source="bump")
    with at_work(shop), clock.set_to(NINE):
        moved = operations.advance(job.number, expected=shop.worker.sees(job).step, by=shop.worker.member, tap=tap)
        (event,) = newest(shop)
    assert (event.kind, event.subject_type, event.subject_id, event.subject_label) == ("job.moved", "job", job.id, job.number)
    assert (event.actor_id, event.source, event.key, event.fingerprint) == (shop.worker.member.id, "bump", "thumb-1", "moves")
    assert (event.payload["was"], event.payload["now"]) == ("Coating", moved.status.label)
    assert (event.occurred_at, event.recorded_at) == (tap.at, NINE)


def test_words_stay_as_they_were_when_things_are_renamed(shop: ShopFixture) -> None:
    with at_work(shop):
        customer = add_customer("Before & Sons", by=shop.owner.member)
        customer.name = "After & Sons"
        db.session.commit()
        assert newest(shop)[0].subject_label == "Before & Sons"


def test_events_of_one_operation_are_numbered_as_they_were_told(shop: ShopFixture) -> None:
    @operation
    def comes_and_goes() -> None:
        customer = add_customer("Comes and Goes", by=shop.owner.member)
        record(CustomerArchived(), about=customer, by=shop.owner.member)

    with at_work(shop):
        comes_and_goes()
        first, second = newest(shop, 2)
        assert (first.kind, second.kind) == ("customer.added", "customer.archived")
        assert second.seq == first.seq + 1


def test_what_an_event_touches_carries_its_number(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.worker.taps(shop.worker.sees(job))
    with at_work(shop):
        assert queries.job(job.number).card_seq == shop.newest_seq()
    notes(shop, job.number, Tap(), shop.worker)
    with at_work(shop):
        assert queries.job(job.number).card_seq == shop.newest_seq() - 1  # a note does not change the card


def test_the_shop_itself_may_be_who_did_it(shop: ShopFixture) -> None:
    with at_work(shop):
        opened = next(event for event in newest(shop, 100) if event.kind == "shop.opened")
        assert opened.actor_id is None


# A tap counts once.


def test_a_tap_without_a_key_was_never_heard(shop: ShopFixture) -> None:
    with at_work(shop):
        assert heard_before(Tap(), by=shop.worker.member) is None


def test_a_tap_that_was_heard_is_answered_with_what_it_was_about(shop: ShopFixture) -> None:
    job = shop.job()
    notes(shop, job.number, NOTE, shop.worker)
    notes(shop, job.number, NOTE, shop.worker)
    with at_work(shop):
        assert heard_before(NOTE, by=shop.worker.member) == job.id
    assert len(shop.story(job)) == 1


def test_the_same_key_under_another_thumb_is_another_tap(shop: ShopFixture, jewelry: ShopFixture) -> None:
    job = shop.job()
    notes(shop, job.number, NOTE, shop.worker)
    with at_work(shop):
        assert heard_before(NOTE, by=shop.supervisor.member) is None
    with at_work(jewelry):
        assert heard_before(NOTE, by=jewelry.worker.member) is None
    notes(shop, job.number, NOTE, shop.supervisor)
    assert len(shop.story(job)) == 2


def test_a_key_used_for_another_deed_is_refused_in_words(shop: ShopFixture) -> None:
    job = shop.job()
    notes(shop, job.number, NOTE, shop.worker)
    other = Tap(key=NOTE.key, fingerprint="another note")
    with pytest.raises(Invalid, match="sent before for something else"):
        notes(shop, job.number, other, shop.worker, "Something else")
    assert len(shop.story(job)) == 1


def test_a_key_told_of_twice_in_one_operation_undoes_all_of_it(shop: ShopFixture) -> None:
    @operation
    def stutters() -> None:
        customer = add_customer("Stutters", by=shop.owner.member)
        record(CustomerArchived(), about=customer, by=shop.owner.member, tap=NOTE)
        record(CustomerArchived(), about=customer, by=shop.owner.member, tap=NOTE)

    with at_work(shop):
        before = shop.newest_seq()
        with pytest.raises(Invalid, match="sent before"):
            stutters()
        assert shop.newest_seq() == before
        assert customers(shop, "Stutters") == []


def customers(shop: ShopFixture, name: str) -> list[Customer]:
    return list(db.session.scalars(select(Customer).where(Customer.name == name)))


def test_a_time_that_can_not_be_right_stops_the_deed(shop: ShopFixture) -> None:
    job = shop.job()
    late = Tap(key="late", at=datetime.now(UTC) + timedelta(hours=2))
    with pytest.raises(Invalid, match="clock is ahead"):
        notes(shop, job.number, late, shop.worker)
    assert shop.story(job) == []


# What must be true together.


@pytest.fixture
def reactions(monkeypatch: pytest.MonkeyPatch) -> dict[type, Any]:
    """The table of reactions, empty for the test."""
    table: dict[type, Any] = {}
    monkeypatch.setattr(log, "_reactions", table)
    return table


def test_a_reaction_happens_in_the_same_transaction_and_in_its_turn(shop: ShopFixture, reactions: dict[type, Any]) -> None:
    heard: list[str] = []
    reactions[CustomerAdded] = (
        lambda _event, customer, by: heard.append(f"first {customer.name} by {by.name}"),
        lambda _event, customer, _by: record(CustomerArchived(), about=customer, by=None),
    )
    with at_work(shop):
        add_customer("Reacted To", by=shop.owner.member)
        assert [event.kind for event in newest(shop, 2)] == ["customer.added", "customer.archived"]
    assert heard == [f"first Reacted To by {shop.owner}"]


def test_a_reaction_that_stumbles_takes_the_deed_with_it(shop: ShopFixture, reactions: dict[type, Any]) -> None:
    def stumbles(*_: Any) -> None:
        raise ZeroDivisionError

    reactions[CustomerAdded] = (stumbles,)
    with at_work(shop):
        before = shop.newest_seq()
        with pytest.raises(ZeroDivisionError):
            add_customer("Never Was", by=shop.owner.member)
        assert shop.newest_seq() == before
        assert customers(shop, "Never Was") == []


def test_events_that_nobody_reacts_to_are_told_all_the_same(shop: ShopFixture, reactions: dict[type, Any]) -> None:
    job = shop.job(at="In Preparation")
    assert JobMoved not in reactions
    assert job.began > 0
