"""An operation that changes a shop's rows tells the log, or it does not happen."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from shopfloor.customers.events import CustomerArchived
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop, operation, shop_in_scope
from shopfloor.db.guard import HOUSEKEEPING, scoped_tables
from shopfloor.db.operation import SilentChange
from shopfloor.events import record
from shopfloor.jobs.models import Job, Note
from shopfloor.shops.numbering import next_in
from tests.support.people import ShopFixture, found_shop

CUSTOMERS: Any = Customer.__table__
NOTES: Any = Note.__table__


def mine(table: Any = CUSTOMERS) -> Any:
    return table.c.shop_id == shop_in_scope()


def first_customer() -> Customer:
    return db.session.scalars(select(Customer).order_by(Customer.id).limit(1)).one()


SILENT: dict[str, Callable[[], Any]] = {
    "a new row": lambda: db.session.add(Customer(name="Quietly added")),
    "a changed row": lambda: setattr(first_customer(), "name", "Quietly renamed"),
    "a row taken out": lambda: db.session.delete(db.session.scalars(select(Note)).one()),
    "a plain update": lambda: db.session.execute(update(CUSTOMERS).where(mine()).values(phone="1")),
    "a plain insert": lambda: db.session.execute(
        insert(CUSTOMERS).values(shop_id=shop_in_scope(), name="Quietly", email="", phone="")
    ),
    "a plain delete": lambda: db.session.execute(delete(NOTES).where(mine(NOTES))),
    "a bulk update": lambda: db.session.execute(update(Job).where(Job.shop_id == shop_in_scope()).values(location="Rack 9")),
    "plain SQL": lambda: db.session.execute(
        text("UPDATE customers SET phone = '1' WHERE shop_id = :shop"), {"shop": shop_in_scope()}
    ),
}


@pytest.fixture
def at_work(app: Flask) -> ShopFixture:
    shop = found_shop(app, trade="powder", with_stranger=False)
    job = shop.job()
    shop.worker.posts(f"/jobs/{job}/notes", text="Rim is scratched")
    return shop


def picture(shop: ShopFixture) -> list[Any]:
    """All customers, notes and places of the shop, and its newest number."""
    with shop.app.app_context(), in_shop(shop.id):
        rows: list[Any] = [db.session.execute(select(table).where(mine(table))).all() for table in (CUSTOMERS, NOTES)]
        places = list(db.session.scalars(select(Job.location)))
        return [*rows, places, shop.newest_seq()]


@pytest.mark.parametrize("deed", SILENT.values(), ids=SILENT)
def test_a_change_nobody_tells_of_does_not_happen(at_work: ShopFixture, deed: Callable[[], Any]) -> None:
    before = picture(at_work)
    with at_work.app.app_context(), in_shop(at_work.id), pytest.raises(SilentChange, match="Changed without an event"):
        operation(deed)()
    assert picture(at_work) == before


@pytest.mark.parametrize("deed", SILENT.values(), ids=SILENT)
def test_the_same_change_told_of_happens(at_work: ShopFixture, deed: Callable[[], Any]) -> None:
    @operation
    def told() -> None:
        deed()
        record(CustomerArchived(), about=first_customer(), by=at_work.owner.member)

    before = picture(at_work)
    with at_work.app.app_context(), in_shop(at_work.id):
        told()
    after = picture(at_work)
    assert after[:-1] != before[:-1]
    assert after[-1] == before[-1] + 1


def test_what_only_counts_needs_no_telling(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        first, second = operation(next_in)("XYZ"), operation(next_in)("XYZ")
    assert (first, second) == (1, 2)
    counts, hearing = {"counters", "log_heads", "events"}, {"deliveries", "looks", "news_cursors", "stuck_tellings"}
    mail = {"announcement_cursors", "announcements", "letter_attachments", "letters"}
    assert counts | hearing | mail | {"list_views", "notification_preferences", "push_subscriptions"} == HOUSEKEEPING
    assert scoped_tables() > HOUSEKEEPING


def test_looking_needs_no_telling(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        assert operation(first_customer)().name == shop.customer.name


def test_an_operation_within_an_operation_shares_its_fate(at_work: ShopFixture) -> None:
    @operation
    def archives(customer: Customer) -> None:
        customer.phone = "archived"
        record(CustomerArchived(), about=customer, by=at_work.owner.member)

    @operation
    def archives_and_stumbles() -> None:
        archives(first_customer())
        raise ZeroDivisionError

    before = picture(at_work)
    with at_work.app.app_context(), in_shop(at_work.id), pytest.raises(ZeroDivisionError):
        archives_and_stumbles()
    assert picture(at_work) == before
