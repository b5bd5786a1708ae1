"""The chain of hashes: the same in Python and in both databases, over every word an event says."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import LargeBinary

from shopfloor.customers.operations import add_customer
from shopfloor.db import db, in_shop
from shopfloor.db.base import Document, Moment
from shopfloor.events import Event, LogHead
from shopfloor.events.log import GENESIS, digest
from tests.support.people import ShopFixture

ROW: dict[str, Any] = {
    "shop_id": 1,
    "kind": "job.moved",
    "subject_type": "job",
    "subject_id": 7,
    "subject_label": "JOB-2608-0007",
    "actor_id": 3,
    "source": "mobile",
    "key": "a-key",
    "fingerprint": "moves",
    "payload": {"was": "Coating", "now": "Curing"},
    "occurred_at": datetime(2026, 8, 3, 13, 5, tzinfo=UTC),
    "recorded_at": datetime(2026, 8, 3, 13, 6, tzinfo=UTC),
}
OTHERWISE: dict[str, Any] = {
    **{name: f"{value}!" for name, value in ROW.items() if isinstance(value, str)},
    **{name: value + 1 for name, value in ROW.items() if isinstance(value, int)},
    **{name: value + timedelta(microseconds=1) for name, value in ROW.items() if isinstance(value, datetime)},
    "payload": {"was": "Coating", "now": "Curing "},
}

# Whatever a payload may hold: text as people type it, numbers that every reader of JSON keeps, lists and pairs of those.
letters = st.characters(exclude_categories=["Cs"])  # lone surrogates are cleaned off at the door
inner = lambda each: st.lists(each, max_size=3)  # noqa: E731
plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(letters, max_size=20)
payloads = st.dictionaries(st.text(letters, max_size=8), st.recursive(plain, inner, max_leaves=6))
hashes = st.binary(min_size=32, max_size=32)

with_the_app = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)


@pytest.mark.parametrize("name", ROW)
def test_every_word_of_an_event_counts(name: str) -> None:
    assert digest({**ROW, name: OTHERWISE[name]}) != digest(ROW)


def test_the_table_holds_nothing_that_does_not_count() -> None:
    assert {column.name for column in Event.__table__.columns} - {"seq", "hash"} == ROW.keys()


@settings(max_examples=40)
@given(payloads)
def test_the_order_in_which_a_payload_was_written_does_not_count(payload: dict[str, Any]) -> None:
    turned = dict(reversed(payload.items()))
    assert digest({**ROW, "payload": turned}) == digest({**ROW, "payload": payload})


@with_the_app
@given(hashes, hashes)
def test_the_database_chains_as_python_does(app: Flask, before: bytes, said: bytes) -> None:
    with app.app_context():
        chained = db.session.scalar(select(func.chain_hash(before, said, type_=LargeBinary())))
        assert bytes(chained or b"") == sha256(before + said).digest()


def test_a_new_log_starts_from_nothing_and_its_head_is_its_last_hash(shop: ShopFixture) -> None:
    table: Any = Event.__table__
    with shop.app.app_context(), in_shop(shop.id):
        add_customer("Last of All", by=shop.owner.member)
        rows = db.session.execute(select(table).where(table.c.shop_id == shop.id).order_by(table.c.seq)).all()
        head = db.session.scalars(select(LogHead)).one()
    assert rows[0].hash == sha256(GENESIS + digest(rows[0]._mapping)).digest()
    assert rows[-1].hash == sha256(rows[-2].hash + digest(rows[-1]._mapping)).digest()
    assert (head.seq, head.hash) == (rows[-1].seq, rows[-1].hash)


@with_the_app
@given(payloads)
def test_a_payload_comes_back_as_it_went_in(app: Flask, payload: dict[str, Any]) -> None:
    with app.app_context():
        assert db.session.scalar(select(literal(payload, Document))) == payload


@with_the_app
@given(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=st.timezones()))  # noqa: DTZ001 – bounds are naive
def test_a_moment_comes_back_as_the_same_moment_in_utc(app: Flask, moment: datetime) -> None:
    with app.app_context():
        kept = db.session.scalar(select(literal(moment, Moment)))
    assert kept == moment.astimezone(UTC)
    assert kept.tzinfo is UTC


def test_a_time_without_a_zone_is_not_kept(app: Flask) -> None:
    naive = datetime(2026, 8, 3, 13, 5)  # noqa: DTZ001 – that is what is refused
    with app.app_context(), pytest.raises(StatementError, match="says nothing"):
        db.session.scalar(select(literal(naive, Moment)))
