"""The worker as people run it: inside the server, in one of its processes, or apart from it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shopfloor.db import everywhere
from shopfloor.db.session import db
from shopfloor.notifications.models import Lease
from tests.support.people import ShopFixture
from tests.support.postgres import dying_with_us
from tests.support.push import PushService
from tests.support.server import ROOT, Server

SECONDS = 30.0


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "SHOPFLOOR_DATABASE_URL": database_url,
        "SHOPFLOOR_DATA": str(tmp_path),
        "SHOPFLOOR_CONTACT": "mailto:push@shop.example",
        "SHOPFLOOR_PUSH_ON_LOOPBACK": "1",
    }


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [*dying_with_us(), sys.executable, "-m", "shopfloor", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def comes_true(fact: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while not fact() and time.monotonic() < until:
        time.sleep(0.05)
    return fact()


def holder(app: Flask) -> str | None:
    with app.app_context(), everywhere():
        return db.session.scalars(select(Lease.holder).where(Lease.name == "worker")).first()


def test_a_worker_of_its_own_sends_and_ends_when_it_is_asked_to(
    shop: ShopFixture, pushes: PushService, environment: dict[str, str]
) -> None:
    ana = pushes.phone_of(shop.worker)
    with worker(environment) as process:
        assert process.stdout
        assert b"at work" in process.stdout.readline()
        job = shop.job(workers=[shop.worker.member])
        assert comes_true(lambda: bool(ana.heard))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert ana.titles == [f"{job} is yours"]


def test_two_workers_of_their_own_send_everything_once(
    shop: ShopFixture, pushes: PushService, environment: dict[str, str]
) -> None:
    ana = pushes.phone_of(shop.worker)
    with worker(environment), worker(environment):
        jobs = [shop.job(workers=[shop.worker.member]) for _ in range(40)]
        assert comes_true(lambda: len(ana.heard) >= len(jobs))
    assert sorted(ana.titles) == sorted(f"{job} is yours" for job in jobs)


def test_of_a_servers_processes_one_is_at_work_and_lets_go_at_the_end(
    app: Flask, shop: ShopFixture, pushes: PushService, environment: dict[str, str], database_url: str
) -> None:
    ana = pushes.phone_of(shop.worker)
    embedded = {**environment, "SHOPFLOOR_EMBEDDED_WORKER": "1"}
    with Server(database_url, workers=2, environment=embedded):
        assert comes_true(lambda: holder(app) is not None)
        first = holder(app)
        job = shop.job(workers=[shop.worker.member])
        assert comes_true(lambda: bool(ana.heard))
        assert holder(app) == first
    assert comes_true(lambda: holder(app) is None)
    assert ana.titles == [f"{job} is yours"]
