"""Finding jobs by what people remember of them: words begun, accents or none, names as they are called now."""

from importlib import import_module
from typing import Any

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import select, text

from shopfloor.catalog.models import Material
from shopfloor.catalog.plan import CoatPlan, ItemPlan
from shopfloor.customers.details import Details
from shopfloor.customers.operations import add_customer, change_customer
from shopfloor.db import db, everywhere, in_shop
from shopfloor.jobs.listing import search
from shopfloor.jobs.listing.look import look_of
from shopfloor.jobs.listing.models import JobWords
from shopfloor.jobs.listing.pages import page_of
from shopfloor.jobs.listing.words import _INDEX, write_words
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel.text import words_of
from shopfloor.shops.queries import shop as shop_in_sight
from tests.support.people import JobHandle, ShopFixture, found_shop

WRITTEN = select(JobWords.shop_id, JobWords.job_id, JobWords.words).order_by(JobWords.job_id)


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


@pytest.fixture(scope="module")
def jobs(shop: ShopFixture) -> dict[str, JobHandle]:
    """One on the floor and one long gone, each with words of its own."""
    return {
        "floor": shop.job(description="Café gates", customer_po="PO-77/b", item="Fence panel, 2 m", coats=2),
        "gone": shop.job(description="Øresund railing", item="Gartenstraße sign", at="Delivered"),
    }


def found(shop: ShopFixture, q: str, **said: Any) -> list[str]:
    """Numbers of the jobs that are found, on the floor or not."""
    with shop.app.app_context(), in_shop(shop.id):
        look = look_of({"filter": "all", "q": q, **said}, may_see_prices=True)
        ids = page_of(look, setting_of(shop_in_sight()), size=50).ids
        numbers = {job.id: job.number for job in db.session.query(Job)}
        return [numbers[id_] for id_ in ids]


ON_FLOOR = ["café", "cafe", "CAFE gat", "po-77", "77/b", "fence pan", "panel fence", "clear glo", "gates harlan"]
GONE = ["oresund", "Øre", "gartenstrasse", "rail sign", "harlan railing"]


@pytest.mark.parametrize("q", ON_FLOOR)
def test_a_job_on_the_floor_is_found_by_the_beginnings_of_its_words(shop: ShopFixture, jobs: Any, q: str) -> None:
    assert found(shop, q) == found(shop, q, filter="floor") == [str(jobs["floor"])]


@pytest.mark.parametrize("q", GONE)
def test_a_job_long_gone_is_found_by_them_just_as_well(shop: ShopFixture, jobs: Any, q: str) -> None:
    assert found(shop, q) == found(shop, q, filter="completed") == [str(jobs["gone"])]
    assert found(shop, q, filter="floor") == []


@pytest.mark.parametrize("q", ["", "  ", "-", "h", "ral 9005", "harlan", "JOB", "job-2"])
def test_what_both_have_finds_both_the_newest_first(shop: ShopFixture, jobs: Any, q: str) -> None:
    assert found(shop, q) == [str(jobs["gone"]), str(jobs["floor"])]


def test_a_number_is_found_by_its_beginning_and_by_its_last_digits(shop: ShopFixture, jobs: Any) -> None:
    number = str(jobs["floor"])
    assert found(shop, number.lower()) == found(shop, number[-4:]) == [number]
    assert found(shop, f"{number}-9") == []


STRANGE = ["nothing", "panel railing", '"', "'; DROP TABLE jobs --", "*", "NEAR(a b)", "a AND b", "kc1", "kp1", "%", "_", "\\",
           "🎨", "x" * 5000, "s0001cafe", ":* & !", "job_search:cafe", "a " * 300]  # fmt: skip


@pytest.mark.parametrize("q", STRANGE)
def test_what_nobody_wrote_finds_nothing_and_breaks_nothing(shop: ShopFixture, jobs: Any, q: str) -> None:
    """Signs without a letter among them are no words: nothing is searched for then."""
    for where in ("all", "floor", "completed"):
        assert found(shop, q, filter=where) == ([] if words_of(q[:80]) else found(shop, "", filter=where))
        assert shop.office.opens("/jobs", query_string={"filter": where, "q": q}).status_code == 200


@pytest.mark.parametrize("near", [1, 6, 100])
def test_the_newest_are_found_however_far_back_they_are(app: Flask, monkeypatch: pytest.MonkeyPatch, near: int) -> None:
    """What most jobs have is met among the newest, what is rare is not: PostgreSQL reads its index in two ways."""
    monkeypatch.setattr(search, "NEAR", near)
    monkeypatch.setattr(search, "MOST", 2)
    shop = found_shop(app, trade="powder", with_stranger=False)
    rail, *wheels = [str(shop.job(description=what, at="Delivered")) for what in ("Rail", "Rim", "Rim", "Rim", "Rim")]
    assert found(shop, "rim") == found(shop, "wheel") == wheels[:1:-1]
    assert found(shop, "rail") == found(shop, "wheel rail") == [rail]
    with app.app_context(), in_shop(shop.id):
        ids = {job.number: job.id for job in db.session.query(Job)}
    place = f"{ids[wheels[2]]}~{ids[wheels[2]]}"
    assert found(shop, "rim", after=place) == [wheels[1], wheels[0]]
    assert found(shop, "wheel", before=place) == [wheels[3]]


def test_another_shops_jobs_are_never_found(shop: ShopFixture, jobs: Any, app: Flask) -> None:
    other = found_shop(app, trade="powder", with_stranger=False)
    theirs = other.job(description="Café gates", customer_po="PO-77/b")
    assert found(other, "cafe gates") == [str(theirs)]
    assert found(shop, "cafe gates") == [str(jobs["floor"])]


def test_a_customer_and_a_powder_are_found_by_the_names_they_have_now(app: Flask) -> None:
    shop = found_shop(app, trade="powder", with_stranger=False)
    job, gone = shop.job(), shop.job(at="Delivered")
    with app.app_context(), in_shop(shop.id):
        change_customer(shop.customer.id, Details("Lindqvist Räcken"), seen=0, by=shop.owner.member)
        db.session.query(Material).filter_by(name="Jet black").one().name = "Midnight"
        db.session.commit()
    for q in ("lindqvist", "racken", "midnight", "ral 9005"):
        assert found(shop, q) == [str(gone), str(job)]
    for q in ("harlan", "jet"):
        assert found(shop, q) == []


def test_a_job_is_found_by_what_it_says_after_a_change(app: Flask) -> None:
    shop = found_shop(app, trade="powder", with_stranger=False)
    job, other = shop.job(at="Delivered"), shop.job()
    with app.app_context(), in_shop(shop.id):
        db.session.query(Job).filter_by(id=job.id).one().description = "Trellis"
        write_words([job.id])
        db.session.commit()
    assert found(shop, "trellis") == [str(job)]
    assert found(shop, "wheels", filter="completed") == []
    assert found(shop, "wheels") == [str(other)]


def test_narrowed_to_a_customer_a_worker_or_a_powder(app: Flask) -> None:
    shop = found_shop(app, trade="powder", with_stranger=False)
    with app.app_context(), in_shop(shop.id):
        by, powder = shop.supervisor.member, shop.powders[2]
        customer = add_customer("Mesa Trailers", by=by)
        item = ItemPlan("Frame", coats=(CoatPlan(powder.id),))
        new = NewJob("coating", "Trailer", [item], customer=customer, workers=[shop.worker.member])
        number = create_job(new, by=by).number
    theirs, gone = shop.job(), shop.job(at="Delivered", workers=[shop.worker.member])
    for where in ("all", "floor"):
        assert found(shop, "", filter=where, customer="mesa") == [number]
        assert found(shop, "", filter=where, powder=str(powder.id)) == [number]
        assert found(shop, "trail", filter=where, worker=str(shop.worker.member.id)) == [number]
        assert found(shop, "", filter=where, customer="nobody") == []
    assert found(shop, "", customer="harlan cycle") == [str(gone), str(theirs)]
    assert found(shop, "", worker=str(shop.worker.member.id)) == [str(gone), number]


def test_jobs_of_before_there_was_a_search_are_found_after_the_update(app: Flask) -> None:
    """The migration finds the same words in a database as the operations have written."""
    shop = found_shop(app, trade="powder", with_stranger=False)
    job = shop.job(description="Espalier", customer_po="PO 9", at="Delivered", coats=2)
    migration = import_module("shopfloor.db.migrations.versions.0006_search")
    with app.app_context(), everywhere():
        words = db.session.execute(WRITTEN).all()
        forgets, _ = _INDEX[db.engine.dialect.name]
        db.session.execute(forgets, [{"id": row.job_id, "words": row.words} for row in words])
        db.session.execute(text("DELETE FROM job_words"))
        with Operations.context(MigrationContext.configure(db.session.connection())):
            migration._index_jobs()
        now = db.session.execute(WRITTEN).all()
        # Other tests' shops may have rows that were changed behind the operations.
        assert [row for row in now if row.job_id == job.id] == [row for row in words if row.job_id == job.id] != []
        db.session.commit()
    assert found(shop, "espal po") == [str(job)]
