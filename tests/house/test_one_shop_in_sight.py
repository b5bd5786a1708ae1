"""The walls between shops: no statement without a shop, no reference into another, and PostgreSQL's own wall behind ours."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import ForeignKeyConstraint, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from shopfloor.customers.models import Customer
from shopfloor.db import Base, NoShop, db, everywhere, in_shop
from shopfloor.db.guard import scoped_tables
from shopfloor.jobs.models import Job, JobItem
from shopfloor.photos.models import Photo
from shopfloor.quotes.models import Quote
from shopfloor.shops.models import Shop
from tests.house.conftest import lived_in
from tests.support.people import ShopFixture, found_shop

JOBS: Any = Job.__table__
CUSTOMERS: Any = Customer.__table__

ORM: dict[str, Callable[[], Any]] = {
    "a read": lambda: db.session.scalars(select(Job)).all(),
    "a read of one column": lambda: db.session.scalars(select(Job.number)).all(),
    "a count": lambda: db.session.scalar(select(func.count()).select_from(Job)),
    "a look-up by its id": lambda: db.session.get(Job, 1),
    "a join": lambda: db.session.execute(select(Shop.name, Job.number).join(Job, Job.shop_id == Shop.id)).all(),
    "an old-fashioned query": lambda: db.session.query(Job).all(),
    "a bulk update": lambda: db.session.execute(update(Job).values(location="")),
    "a bulk delete": lambda: db.session.execute(delete(JobItem)),
}
CORE: dict[str, Callable[[], Any]] = {
    "a read": lambda: db.session.execute(select(JOBS)).all(),
    "a read inside a read": lambda: db.session.execute(select(Shop.id).where(Shop.id.in_(select(JOBS.c.shop_id)))).all(),
    "a read with a name of its own": lambda: db.session.execute(select(JOBS.alias("j"))).all(),
    "a read beside the query": lambda: db.session.execute(select(select(JOBS.c.number).cte("numbers"))).all(),
    "an update": lambda: db.session.execute(update(JOBS).values(location="")),
    "an update of one row": lambda: db.session.execute(update(JOBS).where(JOBS.c.id == 1).values(location="")),
    "a delete": lambda: db.session.execute(delete(JOBS)),
    "plain SQL": lambda: db.session.execute(text("SELECT number FROM jobs")),
    "plain SQL in another dress": lambda: db.session.execute(text('select number\nfrom\n\t"jobs" as j')),
    "plain SQL of two tables": lambda: db.session.execute(text("SELECT 1 FROM shops, jobs")),
}
WRITES: dict[str, Callable[[], Any]] = {
    "a new row": lambda: (db.session.add(Customer(name="Nobody's")), db.session.flush()),
    "a plain insert": lambda: db.session.execute(insert(CUSTOMERS).values(shop_id=1, name="x", email="", phone="")),
}


def ways(*tables: dict[str, Callable[[], Any]]) -> Any:
    found = {f"{name} ({i})": way for i, table in enumerate(tables) for name, way in table.items()}
    return pytest.mark.parametrize("way", found.values(), ids=found)


@ways(ORM, CORE, WRITES)
def test_nothing_is_asked_of_the_database_without_a_shop(app: Flask, way: Callable[[], Any]) -> None:
    with app.app_context(), pytest.raises(NoShop):
        way()


@ways(CORE)
def test_a_statement_that_forgets_the_shop_does_not_leave(house: ShopFixture, way: Callable[[], Any]) -> None:
    with house.app.app_context(), in_shop(house.id), pytest.raises(NoShop, match="does not say which shop"):
        way()


def test_what_the_orm_reads_is_of_the_shop_in_sight(house: ShopFixture) -> None:
    other = lived_in(found_shop(house.app, trade="powder"))
    with house.app.app_context():
        for shop in (house, other):
            with in_shop(shop.id):
                assert {job.shop_id for job in db.session.scalars(select(Job))} == {shop.id}
                assert {item.shop_id for item in db.session.query(JobItem)} == {shop.id}
                db.session.remove()


def test_an_id_of_another_shop_is_no_id(house: ShopFixture) -> None:
    with house.app.app_context():
        with in_shop(house.stranger.shop_id):
            assert db.session.get(Customer, house.customer.id) is None
            db.session.remove()
        with in_shop(house.id):
            assert db.session.get(Customer, house.customer.id) is not None


def test_a_row_of_another_shop_is_not_written(house: ShopFixture) -> None:
    with house.app.app_context(), in_shop(house.stranger.shop_id):
        db.session.add(Customer(shop_id=house.id, name="Smuggled"))
        with pytest.raises(NoShop, match="another shop"):
            db.session.flush()
        db.session.rollback()


def test_the_guard_stays_awake_after_a_write_that_failed(house: ShopFixture) -> None:
    with house.app.app_context(), in_shop(house.id):
        db.session.add(Customer(name=None))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
        with pytest.raises(NoShop):
            db.session.execute(select(JOBS))


def test_the_guard_stays_awake_after_a_write_of_nothing(house: ShopFixture) -> None:
    with house.app.app_context(), in_shop(house.id):
        customer = db.session.scalars(select(Customer)).first()
        assert customer is not None
        customer.name = str(customer.name)
        db.session.flush()
        with pytest.raises(NoShop):
            db.session.execute(select(JOBS))
        db.session.rollback()


# References.

# What makes a copy of a row another row, so that nothing but the reference can be wrong with it.
FRESH: dict[str, dict[str, Any]] = {
    "events": {"seq": 987_654, "key": None},
    "codes": {"token": "fresh", "short": "fresh"},
    "deliveries": {"key": "fresh"},
    "invoices": {"number": "fresh", "status": "void"},
    "jobs": {"number": "fresh"},
    "payments": {"reverses_id": None},
    "push_subscriptions": {"endpoint": "fresh"},
    "quote_conversions": {"quote_id": lambda shop: one_of(Quote, shop), "job_id": lambda shop: one_of(Job, shop)},
    "quote_versions": {"version": 99, "token_hash": None},
    "quotes": {"number": "fresh"},
    "intakes": {"version": 987},
    "letters": {"key": "fresh"},
    "rework_photos": {"photo_id": lambda shop: one_of(Photo, shop)},
    "reworks": {"number": "fresh"},
    "statuses": {"code": "fresh"},
}


def one_of(model: Any, shop: ShopFixture) -> int:
    """The first of the shop's: it was converted by nobody."""
    return int(db.session.scalar(select(func.min(model.id)).where(model.shop_id == shop.id)) or 0)


def references() -> list[tuple[Table, ForeignKeyConstraint]]:
    """Every foreign key from a table of shops to a table of shops."""
    return [
        (table, key)
        for table in Base.metadata.sorted_tables
        if table.name in scoped_tables()
        for key in sorted(table.foreign_key_constraints, key=lambda key: list(key.column_keys))
        if key.referred_table.name in scoped_tables()
    ]


def test_every_reference_between_rows_of_shops_says_the_shop() -> None:
    loose = [f"{table.name}.{key.column_keys}" for table, key in references() if key.column_keys[0] != "shop_id"]
    assert loose == []
    assert len(references()) >= 18


@pytest.mark.parametrize(("table", "key"), references(), ids=[f"{t.name}.{k.column_keys[1]}" for t, k in references()])
def test_no_row_can_point_into_another_shop(house: ShopFixture, elsewhere: ShopFixture, table: Table, key: Any) -> None:
    column, target = key.column_keys[1], key.referred_table
    with house.app.app_context(), everywhere():
        row = db.session.execute(select(table).where(table.c.shop_id == house.id, table.c[column].is_not(None))).first()
        theirs = db.session.execute(select(func.min(target.c.id)).where(target.c.shop_id == elsewhere.id)).scalar()
        assert None not in (row, theirs)
        db.session.remove()
        with in_shop(house.id), pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            fresh = {name: value(house) if callable(value) else value for name, value in FRESH.get(table.name, {}).items()}
            copy = {**row._mapping, **fresh, column: theirs}
            copy.pop("id", None)
            db.session.execute(insert(table).values(copy))
        db.session.rollback()


@pytest.fixture(scope="module")
def elsewhere(app: Flask) -> ShopFixture:
    return lived_in(found_shop(app, trade="powder"))


# PostgreSQL's wall, with ours taken away.


@pytest.fixture(scope="module")
def two_shops(postgres_app: Flask) -> tuple[ShopFixture, ShopFixture]:
    return lived_in(found_shop(postgres_app, trade="powder")), lived_in(found_shop(postgres_app, trade="powder"))


@pytest.fixture
def wire(postgres_app: Flask) -> Iterator[Any]:
    """A connection that nobody of ours watches."""
    with postgres_app.app_context():
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, connect_timeout=5) as connection:
        yield connection


def sees(wire: Any, shop: object) -> Any:
    wire.rollback()
    return wire.execute("SELECT set_config('shopfloor.shop', %s, true)", (str(shop),))


@pytest.mark.parametrize("table", sorted(scoped_tables()))
def test_postgresql_shows_one_shops_rows_to_a_query_that_asks_for_all(wire: Any, two_shops: Any, table: str) -> None:
    here, there = two_shops
    for shop in two_shops:
        sees(wire, shop.id)
        assert {row[0] for row in wire.execute(f"SELECT DISTINCT shop_id FROM {table}")} == {shop.id}
    sees(wire, "*")
    assert {row[0] for row in wire.execute(f"SELECT DISTINCT shop_id FROM {table}")} >= {here.id, there.id}


@pytest.mark.parametrize("seen", ["", "0", "no shop"])
def test_postgresql_shows_nothing_when_no_shop_is_in_sight(wire: Any, two_shops: Any, seen: str) -> None:
    sees(wire, seen)
    assert [table for table in sorted(scoped_tables()) if wire.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()] == []


def test_postgresql_shows_nothing_to_a_connection_that_says_nothing(wire: Any, two_shops: Any) -> None:
    assert wire.execute("SELECT count(*) FROM customers").fetchone() == (0,)


def test_postgresql_takes_no_row_for_another_shop(wire: Any, two_shops: Any) -> None:
    here, there = two_shops
    for statement in (
        "INSERT INTO customers (shop_id, name, email, phone) VALUES (%(there)s, 'Smuggled', '', '')",
        "UPDATE customers SET shop_id = %(there)s WHERE shop_id = %(here)s AND id = (SELECT max(id) FROM customers)",
    ):
        sees(wire, here.id)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            wire.execute(statement, {"here": here.id, "there": there.id})


def test_postgresql_changes_and_deletes_only_what_it_shows(wire: Any, two_shops: Any) -> None:
    here, there = two_shops
    sees(wire, here.id)
    assert wire.execute("UPDATE jobs SET location = 'moved' WHERE shop_id = %s", (there.id,)).rowcount == 0
    assert wire.execute("DELETE FROM notes WHERE shop_id <> %s", (here.id,)).rowcount == 0
    mine = wire.execute("SELECT count(*) FROM jobs WHERE shop_id = %s", (here.id,)).fetchone()[0]
    assert wire.execute("UPDATE jobs SET location = 'moved'").rowcount == mine


def test_the_app_tells_postgresql_which_shop_is_in_sight(postgres_app: Flask, two_shops: Any) -> None:
    unguarded = select(JOBS.c.shop_id).execution_options(row_is_known=True)  # as if our own WHERE had been forgotten
    with postgres_app.app_context():
        for shop in two_shops:
            with in_shop(shop.id):
                assert set(db.session.scalars(unguarded)) == {shop.id}
                db.session.commit()
