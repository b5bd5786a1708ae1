"""What the laws are tried on: one shop for all of them, and a PostgreSQL whatever the run is on."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import db, in_shop, migrate
from shopfloor.db.session import close_database
from shopfloor.kernel import clock
from shopfloor.notifications import operations
from shopfloor.shops.settings import change_settings, section
from tests.house.addresses import device_of, things_of
from tests.support.people import JobHandle, ShopFixture, found_shop
from tests.support.postgres import PostgresServer

FreshApp = Callable[[str], Flask]


@pytest.fixture(scope="session")
def house(app: Flask) -> ShopFixture:
    """One shop for tests that only look, or that add without minding what is there."""
    return lived_in(found_shop(app, trade="powder"))


@section("some")
class SomeChoice:
    chosen: bool = False


def lived_in(shop: ShopFixture) -> ShopFixture:
    """The shop with at least one row in each of its tables."""
    device_of(shop.worker)
    job = shop.job(at="Coating", services={"masking"}, coats=2, workers=[shop.worker.member])
    shop.worker.posts(f"/jobs/{job}/notes", text="Rim is scratched")
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="1", unit="lb", note="")
    hears_of(shop, job)
    things_of(shop, job.number)  # a product and a template
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(SomeChoice(chosen=True), by=shop.owner.member)
    return shop


def hears_of(shop: ShopFixture, job: JobHandle) -> None:
    """The worker is told of the job, has wishes, and looks at it; it gets stuck."""
    with shop.app.app_context(), in_shop(shop.id):
        operations.tell_news()
        operations.set_choices(off=["stuck"], quiet=(0, 1), by=shop.worker.member)
        operations.look_at_job(job.id, by=shop.worker.member)
        with clock.set_to(clock.now() + timedelta(days=30)):
            operations.tell_of_stuck_jobs()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with PostgresServer(fsync=False) as server:
        yield server


@pytest.fixture
def fresh_app(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[FreshApp]:
    """Makes apps on new, empty databases of a kind: "sqlite" or "postgresql"."""
    made: list[Flask] = []

    def make(kind: str) -> Flask:
        name = f"fresh_{next(_names)}"
        url = f"sqlite:///{tmp_path / name}.db" if kind == "sqlite" else postgres_server.create_database(name)
        made.append(create_app(Config(database_url=url), TESTING=True))
        return made[-1]

    yield make
    for app in made:
        close_database(app)


@pytest.fixture(scope="session")
def postgres_app(postgres_server: PostgresServer) -> Iterator[Flask]:
    """An app on PostgreSQL. Its shops' ids begin far off those of the run's own database, so no memory mixes them up."""
    app = create_app(Config(database_url=postgres_server.create_database("walls")), TESTING=True)
    with app.app_context():
        migrate.upgrade()
        db.session.execute(text("ALTER SEQUENCE shops_id_seq RESTART WITH 1000000"))
        db.session.commit()
    yield app
    close_database(app)


_names = count(1)
