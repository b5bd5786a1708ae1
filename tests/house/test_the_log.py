"""The log: only added to, numbered without gaps in the order of commits, and true to what was written."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from shopfloor.db import db, in_shop, operation
from shopfloor.events import Event, LogHead, record
from shopfloor.events.verify import broken_at
from shopfloor.inventory.models import StockMovement
from shopfloor.jobs import operations
from shopfloor.jobs.events import NoteAdded
from shopfloor.jobs.standing import locked
from shopfloor.kernel.errors import Refused
from shopfloor.kernel.tap import Tap
from tests.support.people import JobHandle, ShopFixture, found_shop

EVENTS: Any = Event.__table__
MOVEMENTS: Any = StockMovement.__table__
WRITERS, DEEDS = 6, 20

grows_only = pytest.mark.parametrize("table", [EVENTS, MOVEMENTS], ids=lambda table: table.name)


class Dropped(Exception):
    """What an operation raises after it has told the log."""


# Rows that were written stay as they were written.


@grows_only
@pytest.mark.parametrize("verb", [update, delete])
def test_what_was_written_can_not_be_changed_or_taken_out(house: ShopFixture, table: Any, verb: Any) -> None:
    with house.app.app_context(), in_shop(house.id):
        before = rows_of(table, house.id)
        deed = verb(table).where(table.c.shop_id == house.id)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(deed.values(occurred_at=before[0].occurred_at) if verb is update else deed)
        db.session.rollback()
        assert rows_of(table, house.id) == before != []


@grows_only
def test_what_was_written_can_not_be_written_over(house: ShopFixture, table: Any) -> None:
    """SQLite's REPLACE takes a row out without asking the trigger that refuses DELETE."""
    with house.app.app_context(), in_shop(house.id):
        row = rows_of(table, house.id)[0]
        with pytest.raises(DBAPIError):
            db.session.execute(overwrites(table), {**row._mapping, "occurred_at": row.occurred_at - timedelta(days=1)})
        db.session.rollback()
        assert rows_of(table, house.id)[0] == row


def overwrites(table: Any) -> Any:
    """INSERT OR REPLACE where the database has it; elsewhere the plain INSERT that its keys refuse."""
    return insert(table).prefix_with("OR REPLACE", dialect="sqlite")


@grows_only
def test_postgresql_does_not_empty_it_either(postgres_app: Any, table: Any) -> None:
    with postgres_app.app_context(), in_shop(1), pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"TRUNCATE {table.name} /* shop_id = :shop */"), {"shop": 1})


# Numbers.


def test_many_writers_leave_no_gap(app: Any) -> None:
    here, there = found_shop(app, trade="powder"), found_shop(app, trade="jewelry")
    over = Flag()
    with ThreadPoolExecutor(2 * WRITERS + 2) as people:
        readers = [people.submit(watches, shop, over) for shop in (here, there)]
        writers = [people.submit(works, shop, shop.job(at=at)) for shop, at in ((here, "Coating"), (there, None)) * WRITERS]
        wait(writers)
        over.set()
    told = sum(writer.result() for writer in writers[::2])
    assert told > WRITERS * DEEDS / 2
    for shop, reader in zip((here, there), readers, strict=True):
        assert reader.result() > 3
        assert_whole(shop)


def works(shop: ShopFixture, job: JobHandle) -> int:
    """Notes and holds, some of them refused, some dropped at the last moment. How many the log was told of."""
    told = 0
    with shop.app.app_context(), in_shop(shop.id):
        for n in range(DEEDS):
            try:
                deed(n)(shop, job)
                told += 1
            except (Dropped, Refused):
                continue
    return told


def deed(n: int) -> Callable[[ShopFixture, JobHandle], Any]:
    return (writes_a_note, holds_or_resumes, drops_a_note, writes_a_note)[n % 4]


def writes_a_note(shop: ShopFixture, job: JobHandle) -> None:
    operations.add_note(job.number, "Rim is scratched", by=shop.worker.member)


def holds_or_resumes(shop: ShopFixture, job: JobHandle) -> None:
    standing = locked(job.number)
    if standing.place.hold_reason:
        operations.resume(job.number, expected=standing.step, by=shop.worker.member)
    else:
        operations.hold(job.number, "Oven down", expected=standing.step, by=shop.worker.member)


@operation
def drops_a_note(shop: ShopFixture, job: JobHandle) -> None:
    operations.add_note(job.number, "Never mind", by=shop.worker.member)
    raise Dropped


def watches(shop: ShopFixture, over: Flag) -> int:
    """Reads the log while it grows: whoever has read up to N has missed nothing before it. How often it has grown."""
    grown, newest = 0, 0
    with shop.app.app_context(), in_shop(shop.id):
        while not over.wait(0.005):
            numbers = [row.seq for row in rows_of(EVENTS, shop.id)]
            db.session.rollback()
            assert numbers == list(range(1, len(numbers) + 1))
            assert len(numbers) >= newest
            grown, newest = grown + (len(numbers) > newest), len(numbers)
    return grown


def assert_whole(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        numbers = [row.seq for row in rows_of(EVENTS, shop.id)]
        head = db.session.scalars(select(LogHead)).one()
        assert numbers == list(range(1, head.seq + 1))
    with shop.app.app_context():
        assert broken_at(shop.id) is None


def test_an_operation_that_failed_took_no_number(shop: ShopFixture) -> None:
    job = shop.job()
    with shop.app.app_context(), in_shop(shop.id):
        for _ in range(3):
            with pytest.raises(Dropped):
                drops_a_note(shop, job)
        assert shop.newest_seq() == job.began
        writes_a_note(shop, job)
        assert shop.newest_seq() == job.began + 1
    assert_whole(shop)


def test_two_deeds_under_one_key_by_two_hands_at_once_count_once(shop: ShopFixture) -> None:
    job = shop.job()
    tap = Tap(key="the-same-thumb-twice", fingerprint="note")

    def writes() -> None:
        with shop.app.app_context(), in_shop(shop.id):
            operations.add_note(job.number, "Once", by=shop.worker.member, tap=tap)

    with ThreadPoolExecutor(4) as hands:
        for hand in [hands.submit(writes) for _ in range(8)]:
            hand.result()
    assert shop.story(job) == [f"{shop.worker} noted on {job}: Once"]
    assert_whole(shop)


# The chain of hashes.

CHANGES: dict[str, Any] = {
    "kind": "job.note_added",
    "subject_type": "customer",
    "subject_id": 4711,
    "subject_label": "JOB-9901-0001",
    "actor_id": None,
    "source": "booth",
    "key": "another-key",
    "fingerprint": "another-deed",
    "payload": {"text": "I was not here"},
    "occurred_at": timedelta(seconds=1),
    "recorded_at": timedelta(seconds=1),
    "hash": bytes(32),
    "seq": 4711,
}


@pytest.fixture(scope="module")
def long_story(app: Any) -> ShopFixture:
    shop = found_shop(app, trade="powder")
    shop.job(at="Quality Check")
    return shop


def test_an_untouched_log_is_whole(long_story: ShopFixture) -> None:
    assert_whole(long_story)


def test_every_column_is_tried_below() -> None:
    assert CHANGES.keys() == {column.name for column in EVENTS.c} - {"shop_id"}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_copy_is_named_by_its_number(long_story: ShopFixture, column: str) -> None:
    with tampering(long_story) as (row, is_this_one):
        change = CHANGES[column]
        value = row._mapping[column] + change if isinstance(change, timedelta) else change
        assert value != row._mapping[column]
        db.session.execute(update(EVENTS).where(*is_this_one).values({column: value}))
        assert broken_at(long_story.id) == row.seq


def test_a_row_taken_out_of_a_copy_is_named(long_story: ShopFixture) -> None:
    with tampering(long_story) as (row, is_this_one):
        db.session.execute(delete(EVENTS).where(*is_this_one))
        assert broken_at(long_story.id) == row.seq


def test_a_copy_without_its_end_is_named(long_story: ShopFixture) -> None:
    with tampering(long_story) as (row, _):
        later = (EVENTS.c.shop_id == long_story.id, EVENTS.c.seq >= row.seq)
        db.session.execute(delete(EVENTS).where(*later))
        assert broken_at(long_story.id) == row.seq


def test_a_row_slipped_into_a_copy_is_named(long_story: ShopFixture) -> None:
    with tampering(long_story) as (row, _):
        end = rows_of(EVENTS, long_story.id)[-1].seq
        db.session.execute(insert(EVENTS).values({**row._mapping, "seq": end + 1, "key": None}))
        assert broken_at(long_story.id) == end + 1


@contextmanager
def tampering(shop: ShopFixture) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Whoever owns the file can take the triggers off. Gives a row in the middle; all of it is undone afterwards."""
    with shop.app.app_context(), in_shop(shop.id):
        try:
            for statement in WITHOUT_TRIGGERS[db.engine.dialect.name]:
                db.session.execute(text(statement))
            rows = rows_of(EVENTS, shop.id)
            row = rows[len(rows) // 2]
            yield row, (EVENTS.c.shop_id == shop.id, EVENTS.c.seq == row.seq)
        finally:
            db.session.rollback()


WITHOUT_TRIGGERS = {
    "sqlite": ["DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"],
    "postgresql": ["ALTER TABLE events DISABLE TRIGGER USER /* shop_id = ? */"],
}


def rows_of(table: Any, shop_id: int) -> list[Any]:
    """The shop's rows as they lie there, in the order they were written."""
    order = table.c.seq if table is EVENTS else table.c.id
    return list(db.session.execute(select(table).where(table.c.shop_id == shop_id).order_by(order)).all())


# Who may write.


def test_only_an_operation_tells_the_log(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id), pytest.raises(RuntimeError, match="Only an operation"):
        record(NoteAdded("by the way"), about=shop.shop, by=None)
