"""The doorbell: it does not matter who wrote, and what can't be read is never passed over in silence."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from queue import Queue

import pytest
from flask import Flask
from sqlalchemy import text

from shopfloor.db import db, everywhere
from shopfloor.events import doorbell
from shopfloor.events.doorbell import Doorbell
from tests.support.hammer import Floor, lay_out, opened
from tests.support.people import ShopFixture, found_shop

A_MOMENT = 1.0

Heads = Mapping[int, int]


@pytest.fixture
def rung() -> Queue[Heads]:
    """What the bell has told, in order."""
    return Queue()


@pytest.fixture
def bell(app: Flask, rung: Queue[Heads]) -> Iterator[Doorbell]:
    bell = Doorbell(app.extensions["glancing_engine"], rung.put)
    bell.start()
    yield bell
    bell.stop(wait=True)


def head(shop: ShopFixture) -> int:
    with shop.app.app_context(), everywhere():
        return db.session.execute(text("SELECT seq FROM log_heads WHERE shop_id = :shop"), {"shop": shop.id}).scalar_one()


def test_it_tells_how_far_a_log_has_come_and_each_time_it_grows(bell: Doorbell, rung: Queue[Heads], shop: ShopFixture) -> None:
    bell.shops = frozenset({shop.id})
    assert rung.get(timeout=A_MOMENT) == {shop.id: head(shop)}
    for _ in range(3):
        shop.job()
        newest = head(shop)
        while rung.get(timeout=A_MOMENT)[shop.id] != newest:
            pass
    assert rung.empty()


def test_it_tells_of_no_shop_that_nobody_asks_about(bell: Doorbell, rung: Queue[Heads], shop: ShopFixture) -> None:
    bell.shops = frozenset({shop.id})
    rung.get(timeout=A_MOMENT)
    found_shop(shop.app, trade="jewelry")
    before = head(shop)
    shop.worker.taps(shop.worker.sees(shop.job()))
    told: dict[int, int] = {}
    while told.get(shop.id, before) < head(shop):
        told.update(rung.get(timeout=A_MOMENT))
    assert told.keys() == {shop.id}


def test_a_shop_that_is_asked_about_later_is_told_though_nothing_has_happened(
    bell: Doorbell, rung: Queue[Heads], shop: ShopFixture
) -> None:
    bell.shops = frozenset({shop.id})
    rung.get(timeout=A_MOMENT)
    other = shop.stranger.shop_id
    bell.shops = frozenset({shop.id, other})
    assert rung.get(timeout=A_MOMENT).keys() == {other}


def test_more_shops_than_fit_into_one_statement(
    bell: Doorbell, rung: Queue[Heads], shop: ShopFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "AT_ONCE", 1)
    bell.shops = frozenset({shop.id, shop.stranger.shop_id})
    assert rung.get(timeout=A_MOMENT).keys() == bell.shops


def test_it_rests_and_begins_again(bell: Doorbell, rung: Queue[Heads], shop: ShopFixture) -> None:
    bell.shops = frozenset({shop.id})
    rung.get(timeout=A_MOMENT)
    bell.stop()
    shop.job()
    bell.start()
    assert rung.get(timeout=A_MOMENT) == {shop.id: head(shop)}


@pytest.fixture
def own(new_database: Callable[[], str]) -> Floor:
    return lay_out(new_database(), people=1)


def renamed(floor: Floor, name: str, to: str) -> None:
    with opened(floor.database_url), everywhere(), db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO {to}"))


def test_a_log_that_can_not_be_read_is_no_quiet_log(
    own: Floor, rung: Queue[Heads], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Screens are told nothing then, not even that all is well. It tries until it can."""
    monkeypatch.setattr(doorbell, "DEAF_AFTER", 0.5)
    with opened(own.database_url) as app, caplog.at_level(logging.ERROR):
        bell = Doorbell(app.extensions["glancing_engine"], rung.put)
        bell.shops = frozenset({own.shop_id})
        bell.start()
        rung.get(timeout=A_MOMENT)
        waits_until(lambda: bell.hears)
        renamed(own, "log_heads", "mislaid")
        waits_until(lambda: not bell.hears)
        renamed(own, "mislaid", "log_heads")
        waits_until(lambda: bell.hears)
        bell.stop(wait=True)
    assert len(caplog.records) == 1


def waits_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)
