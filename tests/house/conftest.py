"""What the laws are tried on: one shop for all of them, and a PostgreSQL whatever the run is on."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from shopfloor.app import create_app
from shopfloor.billing import operations as billing
from shopfloor.billing import queries as invoices
from shopfloor.config import Config
from shopfloor.db import db, in_shop, migrate
from shopfloor.db.session import close_database
from shopfloor.jobs import queries
from shopfloor.kernel import clock
from shopfloor.notifications import operations
from shopfloor.pictures import store
from shopfloor.pictures.darkroom import Picture
from shopfloor.rework.operations import Ending, NewRework, add_rework_photo, close_rework, open_rework
from shopfloor.schedule.operations import Wanted, schedule_job
from shopfloor.schedule.queries import oven
from shopfloor.shops.settings import change_settings, section
from shopfloor.status_mail.models import Announcement
from tests.house.addresses import device_of, hang, letter_of, logo_of, oven_of, things_of
from tests.support.papers import billed_job, invoice_in, quote_in
from tests.support.people import JobHandle, ShopFixture, found_shop
from tests.support.pictures import jpeg
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
    with shop.app.app_context(), in_shop(shop.id):
        logo_of(shop)
    job = shop.job(at="Coating", services={"masking"}, coats=2, workers=[shop.worker.member])
    shop.worker.posts(f"/jobs/{job}/notes", text="Rim is scratched")
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="1", unit="lb", note="")
    shop.worker.posts(f"/jobs/{job}/time-entries", length="20", worker=shop.worker.member.id, note="Second coat")
    reworks(shop, job)
    shop.worker.posts("/jobs/list-view", filter="all")
    hears_of(shop, job)
    writes_papers(shop)
    is_written_to(shop, job)
    things_of(shop, job.number)  # a product and a template, too
    has_its_place(shop, job)
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(SomeChoice(chosen=True), by=shop.owner.member)
    return shop


def writes_papers(shop: ShopFixture) -> None:
    """Quotes for new work and for a job, one that became a job; deposits on both, and an invoice with a payment taken back."""
    job = billed_job(shop)
    taken = {"amount": "5", "method": "cash", "received_on": "2026-11-02", "note": "Cash", "reference": "12"}
    shop.office.posts(f"/quotes/{quote_in(shop).number}/deposits", **taken)
    shop.office.posts(f"/jobs/{job}/deposits", **taken)
    quote_in(shop, "converted")
    with shop.app.app_context(), in_shop(shop.id):
        here_already = queries.job(job.number)
    quote_in(shop, "sent", job=here_already)
    invoice = invoice_in(shop, "paying")
    with shop.app.app_context(), in_shop(shop.id):
        (row,) = invoices.payments_of(invoice)
        billing.reverse_payment(row.id, "Typed twice", by=shop.office.member)


def reworks(shop: ShopFixture, job: JobHandle) -> None:
    """Something of the job has to be done again, and is."""
    with shop.app.app_context(), in_shop(shop.id):
        whole = queries.job(job.number)
        item = whole.items[0]
        again = NewRework("Recoat", "Orange peel", Decimal(2), item, item.coats[0].material_id, note="Both faces")
        opened = open_rework(whole, again, by=shop.worker.member)
        hang(job.number, shop.worker.member)  # one that is of the job alone
        shown = store.keep(Picture(40, 30, jpeg(40, 30), jpeg(40, 30)))
        add_rework_photo(job.number, "issue", shown, (40, 30), rework=opened, by=shop.worker.member)
        close_rework(opened.number, Ending("Sanded, coated again", "Do it again", None, "", False), by=shop.owner.member)


def has_its_place(shop: ShopFixture, job: JobHandle) -> None:
    """The job stands on the calendar, with the worker, in an oven."""
    with shop.app.app_context(), in_shop(shop.id):
        there = oven(oven_of(shop))
        wanted = Wanted(date(2026, 12, 1), time(9), 60, shop.worker.member, there)
        schedule_job(job.number, wanted, seen=0, by=shop.supervisor.member)


def hears_of(shop: ShopFixture, job: JobHandle) -> None:
    """The worker is told of the job, has wishes, and looks at it; it gets stuck."""
    with shop.app.app_context(), in_shop(shop.id):
        operations.tell_news()
        operations.set_choices(off=["stuck"], quiet=(0, 1), by=shop.worker.member)
        operations.look_at_job(job.id, by=shop.worker.member)
        with clock.set_to(clock.now() + timedelta(days=30)):
            operations.tell_of_stuck_jobs()


def is_written_to(shop: ShopFixture, job: JobHandle) -> None:
    """A letter with a file waits to tell the customer of the job."""
    with shop.app.app_context(), in_shop(shop.id):
        status_id = queries.job(job.number).status_id
        db.session.add(Announcement(letter_id=letter_of(shop), job_id=job.id, status_id=status_id, seq=1))
        db.session.commit()


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
