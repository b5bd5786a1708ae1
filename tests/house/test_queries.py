"""How often the database is asked, on the pages and taps of every minute: seldom, and as often for 1,000 jobs as for 10."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, insert, select
from werkzeug.test import TestResponse

from shopfloor.billing.models import Invoice
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop, shop_in_scope
from shopfloor.jobs.models import Coat, Job, JobItem, JobItemService, JobWorker
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.schedule.models import Slot
from shopfloor.schedule.operations import Wanted, schedule_job
from tests.house.addresses import Things, things_of
from tests.support.papers import invoice_in, quote_in
from tests.support.people import JobHandle, Person, ShopFixture, found_shop

FEW, MANY = 10, 1000
PAGE, TAP, DELTA, NOTHING_NEW = 8, 8, 3, 1
# What an hour costs is noted with a timer; a paper is read with its versions, its money and its history.
MORE = {"a timer started": 9, "a quote": 11, "an invoice": 10}

# Not work of ours: how a transaction begins, and how PostgreSQL is told which shop is in sight.
NOT_COUNTED = ("BEGIN", "SELECT set_config(")


class Floor(NamedTuple):
    """A shop with so many open jobs like the one that the tests work on."""

    shop: ShopFixture
    job: JobHandle
    things: Things

    @property
    def worker(self) -> Person:
        return self.shop.worker

    @property
    def office(self) -> Person:
        return self.shop.office


Deed = Callable[[Floor], TestResponse]


@pytest.fixture(scope="module")
def floors(app: Flask) -> dict[int, Floor]:
    return {jobs: floor_with(app, jobs) for jobs in (FEW, MANY)}


def floor_with(app: Flask, jobs: int) -> Floor:
    shop = found_shop(app, trade="powder")
    job = shop.job(at="Coating", coats=3, services={"masking"}, workers=[shop.worker.member], location="Rack 4")
    with app.app_context(), in_shop(shop.id):
        there = Wanted(date(2026, 12, 1), time(9), 60, shop.worker.member)
        schedule_job(job.number, there, seen=0, by=shop.supervisor.member)
        multiply(job.id, jobs - 1)
        db.session.commit()
    many_papers(shop, jobs // 10)
    return Floor(shop, job, things_of(shop, job.number))


def multiply(pattern: int, count: int) -> None:
    """Write so many jobs like that one, with their items, coats, services and people, past the operations: they take long."""
    (job,), (worker,) = rows(Job, Job.id == pattern), rows(JobWorker, JobWorker.job_id == pattern)
    jobs = write(Job, job, [{"number": f"JOB-2601-{n:04d}"} for n in range(1, count + 1)])
    write(JobWorker, worker, [{"job_id": job} for job in jobs])
    (slot,) = rows(Slot, Slot.job_id == pattern)
    write(Slot, slot, [{"job_id": job} for job in jobs[: count // 2]])
    for item in rows(JobItem, JobItem.job_id == pattern):
        items = write(JobItem, item, [{"job_id": job} for job in jobs])
        for model in (Coat, JobItemService):
            for part in rows(model, model.job_item_id == item.id):
                write(model, part, [{"job_item_id": item} for item in items])


def rows(model: Any, *where: Any) -> list[Any]:
    return list(db.session.execute(select(model.__table__).where(model.shop_id == shop_in_scope(), *where)).all())


def write(model: Any, pattern: Any, changes: list[dict[str, Any]]) -> list[int]:
    """Copies of a row with these changes. Their ids, in that order, where the table has such."""
    copies = [{name: value for name, value in {**pattern._mapping, **change}.items() if name != "id"} for change in changes]
    if "id" not in model.__table__.c:
        db.session.execute(insert(model.__table__), copies)
        return []
    returning = insert(model.__table__).returning(model.__table__.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(returning, copies))


def many_papers(shop: ShopFixture, count: int) -> None:
    """So many quotes and drafts of invoices, each of a customer and a job of its own."""
    quote, draft = quote_in(shop), invoice_in(shop)
    with shop.app.app_context(), in_shop(shop.id):
        copy_papers(shop, quote, draft, count)
        db.session.commit()


def copy_papers(shop: ShopFixture, quote: Quote, draft: Invoice, count: int) -> None:
    (said,), (job,) = rows(QuoteVersion, QuoteVersion.quote_id == quote.id), rows(Job, Job.id == draft.job_id)
    (customer,) = rows(Customer, Customer.id == shop.customer.id)
    whose = write(Customer, customer, [{"name": f"Harlan {n}"} for n in range(count)])
    jobs = write(Job, job, [{"number": f"JOB-2602-{n:04d}", "customer_id": one} for n, one in enumerate(whose)])
    (written,), (drafted,) = rows(Quote, Quote.id == quote.id), rows(Invoice, Invoice.id == draft.id)
    quotes = write(Quote, written, [{"number": f"QTE-2602-{n:04d}", "customer_id": one} for n, one in enumerate(whose)])
    write(QuoteVersion, said, [{"quote_id": one} for one in quotes])
    both = enumerate(zip(whose, jobs, strict=True))
    write(Invoice, drafted, [{"number": f"INV-2602-{n:04d}", "customer_id": one, "job_id": job} for n, (one, job) in both])


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(NOT_COUNTED):
            seen.append(statement)

    with app.app_context():
        engines = (db.engine, app.extensions["glancing_engine"])
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


PAGES: dict[str, Deed] = {
    "Shop Mobile": lambda at: at.worker.opens("/mobile"),
    "the list": lambda at: at.office.opens("/jobs"),
    "the list of all": lambda at: at.office.opens("/jobs?filter=all"),
    "a number searched": lambda at: at.office.opens(f"/jobs?q={at.job}"),
    "a customer searched": lambda at: at.office.opens("/jobs?q=Harlan"),
    "words searched in all": lambda at: at.office.opens("/jobs?filter=all&q=harlan+wheel&sort=due"),
    "the list narrowed": lambda at: at.office.opens(
        f"/jobs?filter=all&q=wheel&customer=harlan&worker={at.worker.member.id}&powder={at.things.material_id}&sort=-price"
    ),
    "a letter typed": lambda at: at.office.opens("/jobs?filter=all&q=whe", headers={"X-Part": "list"}),
    "a badge pressed": lambda at: at.worker.opens(f"/jobs/{at.job}/quick-change", headers={"X-Part": "quick"}),
    "a job": lambda at: at.office.opens(f"/jobs/{at.job}"),
    "a job scanned": lambda at: at.worker.opens(f"/q/{at.things.token}"),
    "a job scanned in a row": lambda at: at.worker.opens(f"/scan/{at.things.token}"),
    "a sheet's big button": lambda at: at.worker.opens(f"/jobs/{at.job}/bump"),
    "a sheet printed": lambda at: at.office.opens(f"/jobs/{at.job}/sheet.pdf"),
    "parts taken in": lambda at: at.worker.opens(f"/jobs/{at.job}/intake"),
    "a receipt": lambda at: at.office.opens(f"/jobs/{at.job}/intake/receipt.pdf"),
    "a photo": lambda at: at.worker.opens(f"/photos/{at.things.photo_id}.jpg"),
    "a new job's form": lambda at: at.office.opens("/jobs/new"),
    "a customer being typed": lambda at: at.office.opens("/customers/matches?q=Har"),
    "the customers": lambda at: at.office.opens("/customers"),
    "customers searched": lambda at: at.office.opens("/customers?q=Har"),
    "a customer": lambda at: at.office.opens(f"/customers/{at.things.customer_id}"),
    "a customer's record": lambda at: at.office.opens(f"/customers/{at.things.customer_id}/edit"),
    "a job given to someone else": lambda at: at.office.opens(f"/jobs/{at.job}/customer"),
    "a powder's page": lambda at: at.worker.opens(f"/materials/{at.things.material_id}/log?job={at.job}"),
    "time written down": lambda at: at.worker.opens(f"/jobs/{at.job}/time-entries/new"),
    "time corrected": lambda at: at.worker.opens(f"/time-entries/{at.things.entry_id}"),
    "rework": lambda at: at.office.opens("/rework"),
    "a rework record": lambda at: at.office.opens(f"/rework/{at.things.rework_number}"),
    "the schedule by worker": lambda at: at.office.opens("/schedule?on=2026-12-01"),
    "the schedule by oven": lambda at: at.office.opens("/schedule?by=oven&view=day&on=2026-12-01"),
    "a job being scheduled": lambda at: at.office.opens(f"/schedule/jobs/{at.job}"),
    "a blank work order": lambda at: at.office.opens("/WorkOrder/Blank"),
    "the quotes": lambda at: at.office.opens("/quotes"),
    "quotes searched": lambda at: at.office.opens("/quotes?filter=draft&q=harlan"),
    "a quote": lambda at: at.office.opens(f"/quotes/{at.things.quote}"),
    "a new quote's form": lambda at: at.office.opens("/quotes/new"),
    "the invoices": lambda at: at.office.opens("/invoices"),
    "invoices searched": lambda at: at.office.opens("/invoices?filter=draft&q=harlan"),
    "an invoice": lambda at: at.office.opens(f"/invoices/{at.things.invoice}"),
    "open amounts": lambda at: at.office.opens("/open-amounts"),
    "one's account": lambda at: at.worker.opens("/account"),
}
# In this order they can be done again and again.
TAPS: dict[str, tuple[str, Callable[[Things], dict[str, Any]]]] = {
    "advance": ("moves", lambda _: {}),
    "undo": ("undos", lambda _: {}),
    "hold": ("holds", lambda _: {"reason": "Oven down"}),
    "resume": ("resumptions", lambda _: {}),
    "another status": ("status-changes", lambda things: {"status": things.status_id + 1, "note": "As it is"}),
    "the status of before": ("status-changes", lambda things: {"status": things.status_id, "note": "As it was"}),
}
POSTS: dict[str, Deed] = {
    "a note": lambda at: at.worker.posts(f"/jobs/{at.job}/notes", text="Rim is scratched"),
    "a timer started": lambda at: at.worker.posts(f"/jobs/{at.job}/timers", key=uuid4().hex),
    "a timer stopped": lambda at: at.worker.posts(f"/jobs/{at.job}/timer-stops", key=uuid4().hex),
    "a powder logged": lambda at: at.worker.posts(
        f"/materials/{at.things.material_id}/log?job={at.job}", quantity="1", unit="lb", note="", key=uuid4().hex
    ),
}


def times_asked(floor: Floor, deed: Deed, *, status: int = 200) -> int:
    with counted(floor.shop.app) as statements:
        reply = deed(floor)
    assert reply.status_code in (status, 303), reply.text
    return len(statements)


def taps(floor: Floor, verb: str, **fields: Any) -> int:
    """How many statements a tap takes on the card as it is seen now."""
    card = floor.shop.supervisor.sees(floor.job)
    return times_asked(floor, lambda at: at.shop.supervisor.does(verb, card, **fields))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_seldom_and_as_often_for_many_jobs_as_for_few(floors: dict[int, Floor], page: str) -> None:
    few, many = ([times_asked(floors[jobs], PAGES[page]) for _ in ("at first", "again")] for jobs in (FEW, MANY))
    assert max(few + many) <= MORE.get(page, PAGE)
    assert few == many


def test_a_tap_asks_seldom_and_as_often_among_many_jobs_as_among_few(floors: dict[int, Floor]) -> None:
    few, many = (
        {name: taps(floors[jobs], verb, **fields(floors[jobs].things)) for name, (verb, fields) in TAPS.items()}
        for jobs in (FEW, MANY)
    )
    assert {name: times for name, times in many.items() if times > TAP} == {}
    assert few == many


@pytest.mark.parametrize("post", POSTS)
def test_what_is_written_down_asks_no_more_than_a_tap(floors: dict[int, Floor], post: str) -> None:
    few, many = (times_asked(floors[jobs], POSTS[post]) for jobs in (FEW, MANY))
    assert max(few, many) <= MORE.get(post, TAP)
    assert few == many


@pytest.mark.parametrize("view", ["mobile", "bump"])
@pytest.mark.parametrize("jobs", [FEW, MANY])
def test_a_screen_that_is_up_to_date_asks_once(floors: dict[int, Floor], jobs: int, view: str) -> None:
    floor = floors[jobs]
    address = f"/feed?view={view}&since={newest(floor)}"
    etag = floor.worker.opens(address).headers["ETag"]
    again: Deed = lambda at: at.worker.opens(address, headers={"If-None-Match": etag})  # noqa: E731
    assert times_asked(floor, again, status=304) <= NOTHING_NEW


@pytest.mark.parametrize("view", ["mobile", "bump"])
@pytest.mark.parametrize("jobs", [FEW, MANY])
def test_a_screen_that_is_behind_asks_for_what_is_new_alone(floors: dict[int, Floor], jobs: int, view: str) -> None:
    floor = floors[jobs]
    since = newest(floor)
    taps(floor, "moves")
    asks: Deed = lambda at: at.worker.opens(f"/feed?view={view}&since={since}")  # noqa: E731
    assert times_asked(floor, asks) <= DELTA
    taps(floor, "undos")


def newest(floor: Floor) -> int:
    with floor.shop.app.app_context(), in_shop(floor.shop.id):
        return floor.shop.newest_seq()
