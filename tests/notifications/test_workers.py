"""Several workers: the database deals the work out, nothing is sent twice, what one drops another picks up."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shopfloor.db import everywhere, in_shop
from shopfloor.db.session import db
from shopfloor.kernel import clock
from shopfloor.notifications import operations
from shopfloor.notifications.models import Delivery
from shopfloor.worker import Worker
from tests.support.people import ShopFixture
from tests.support.push import PushService

JOBS = 60


def left(shop: ShopFixture) -> int:
    with shop.app.app_context(), everywhere():
        waiting = select(func.count()).select_from(Delivery).where(Delivery.shop_id == shop.id, Delivery.fate.is_(None))
        return int(db.session.execute(waiting).scalar_one())


def test_two_workers_send_everything_once(shop: ShopFixture, pushes: PushService) -> None:
    ana = pushes.phone_of(shop.worker)
    stop, troubles = threading.Event(), []

    def work() -> None:
        try:
            Worker(shop.app).run(stop)
        except Exception as trouble:
            troubles.append(trouble)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    jobs = [shop.job(workers=[shop.worker.member]) for _ in range(JOBS)]
    until = datetime.now(UTC) + timedelta(seconds=30)
    while len(ana.heard) < JOBS and datetime.now(UTC) < until:
        stop.wait(0.05)
    stop.set()
    for worker in workers:
        worker.join()
    assert troubles == []
    assert sorted(ana.titles) == sorted(f"{job} is yours" for job in jobs)
    assert left(shop) == 0


def test_what_a_worker_has_in_hand_nobody_else_takes(shop: ShopFixture, pushes: PushService) -> None:
    ana = pushes.phone_of(shop.worker)
    shop.job(workers=[shop.worker.member])
    with shop.app.app_context():
        with in_shop(shop.id):
            assert operations.tell_news() == 1
        with everywhere():
            taken = [one for one in operations.claim("http://127.0.0.1:8000") if one.shop_id == shop.id]
    assert len(taken) == 1
    Worker(shop.app).turn()
    assert ana.titles == []


def test_what_a_worker_that_died_had_in_hand_is_sent_by_another(shop: ShopFixture, pushes: PushService) -> None:
    ana = pushes.phone_of(shop.worker)
    job = shop.job(workers=[shop.worker.member])
    with shop.app.app_context():
        with in_shop(shop.id):
            operations.tell_news()
        with everywhere():
            (dropped,) = (one for one in operations.claim("http://127.0.0.1:8000") if one.shop_id == shop.id)
    with clock.set_to(datetime.now(UTC) + timedelta(seconds=61)):
        Worker(shop.app).turn()
    assert ana.titles == [f"{job} is yours"]
    with shop.app.app_context(), everywhere():
        operations.settle(dropped, TimeoutError())  # it was not dead, only slow: the other's word stands
    with shop.app.app_context(), everywhere():
        assert list(db.session.scalars(select(Delivery.fate).where(Delivery.shop_id == shop.id))) == ["sent"]


def test_of_the_workers_inside_servers_one_works(app: Flask) -> None:
    def holds(name: str, seconds: float = 0) -> bool:
        with app.app_context(), everywhere(), clock.set_to(datetime.now(UTC) + timedelta(seconds=seconds)):
            return operations.hold_lease("test", name, timedelta(seconds=30))

    assert [holds("first"), holds("second"), holds("first", 20)] == [True, False, True]
    assert [holds("second", 40), holds("second", 51), holds("first", 52)] == [False, True, False]


def test_one_event_that_can_not_be_told_holds_up_none_of_the_others(
    shop: ShopFixture, pushes: PushService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana = pushes.phone_of(shop.worker)
    held = shop.job(workers=[shop.worker.member])
    shop.supervisor.does("holds", shop.supervisor.sees(held), reason="Oven down")
    job = shop.job(workers=[shop.worker.member])

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shopfloor.jobs.news._set_back", breaks)
    Worker(shop.app).turn()
    assert sorted(ana.titles) == [f"{held} is yours", f"{job} is yours"]
    assert "can't be told" in caplog.text
