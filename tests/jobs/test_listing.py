"""The list: every order and page of it, what it remembers, who sees what."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import db, in_shop
from shopfloor.jobs.listing.look import FILTERS, SORTS, Look, address, look_of
from shopfloor.jobs.listing.pages import page_of
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.jobs.setting import setting_of
from shopfloor.shops.queries import shop as shop_in_sight
from tests.support.people import Person, ShopFixture, found_shop

Narrow = Callable[[ShopFixture], dict[str, str]]


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    """Twelve jobs, open and closed, many of them alike."""
    made = found_shop(app, trade="powder")
    for n in range(12):
        made.job(
            at=("Delivered", None, "Coating", "Ready for Pickup")[n % 4],
            due_on=None if n % 3 == 0 else date(2026, 1, 1 + n % 2),
            scheduled_on=date(2026, 2, 1) if n % 2 else None,
            priority=(2, 5, 3)[n % 3],
            workers=[made.worker.member] if n % 5 else [],
        )
    with app.app_context(), in_shop(made.id):
        for price in ("99.50", "10", "10"):
            item = ItemPlan("Rail", quantity=Decimal(2), unit_price=Decimal(price))
            create_job(NewJob("coating", "Rails", [item], customer=made.customer), by=made.owner.member)
    return made


def pages(shop: ShopFixture, *, size: int, **said: str) -> tuple[list[list[int]], list[list[int]]]:
    """Ids on all pages, walked to the end, and walked back from there."""
    with shop.app.app_context(), in_shop(shop.id):
        setting = setting_of(shop_in_sight())
        there, back = [page_of(look_of(said, may_see_prices=True), setting, size=size)], []
        while there[-1].following:
            there.append(page_of(look_of({**said, "after": str(there[-1].following)}, may_see_prices=True), setting, size=size))
        here = there[-1]
        while here.preceding:
            here = page_of(look_of({**said, "before": str(here.preceding)}, may_see_prices=True), setting, size=size)
            back.insert(0, here)
        assert {page.total for page in there} == {sum(len(page.ids) for page in there)}
        return [page.ids for page in there], [page.ids for page in back]


NARROWED: dict[str, Narrow] = {
    "all": lambda _: {},
    "searched": lambda _: {"q": "wheels"},
    "of a customer": lambda _: {"customer": "harlan"},
    "of a worker": lambda shop: {"worker": str(shop.worker.member.id)},
    "in a powder": lambda shop: {"powder": str(shop.powders[0].id)},
}


@pytest.mark.parametrize("narrowed", NARROWED.values(), ids=NARROWED)
@pytest.mark.parametrize("sort", ["", *SORTS, *(f"-{sort}" for sort in SORTS)])
@pytest.mark.parametrize("where", FILTERS)
def test_pages_hold_each_job_once_in_order_forth_and_back(shop: ShopFixture, where: str, sort: str, narrowed: Narrow) -> None:
    [whole], _ = pages(shop, size=100, filter=where, sort=sort, **narrowed(shop))
    there, back = pages(shop, size=2, filter=where, sort=sort, **narrowed(shop))
    assert whole
    assert [id_ for page in there for id_ in page] == whole
    assert there[:-1] == back
    assert len(set(whole)) == len(whole)


def test_who_turns_pages_misses_nothing_of_what_stays_while_something_moves(app: Flask) -> None:
    shop = found_shop(app, trade="powder")
    ids = [shop.job(due_on=date(2026, 3, day)).id for day in range(1, 10)]
    with app.app_context(), in_shop(shop.id):
        setting, seen, after = setting_of(shop_in_sight()), list[int](), ""
        for moves, to in ((ids[0], date(2026, 3, 20)), (ids[8], date(2026, 2, 1)), (ids[4], date(2026, 3, 5)), (None, None)):
            page = page_of(look_of({"filter": "all", "sort": "due", "after": after}, may_see_prices=True), setting, size=3)
            seen += page.ids
            after = str(page.following or "")
            if moves:
                db.session.get_one(Job, moves).due_on = to
                db.session.commit()
            if not after:
                break
    stay = [id_ for id_ in ids if id_ not in (ids[0], ids[8])]
    assert [id_ for id_ in seen if id_ in stay] == stay


LAST = date.max
ORDERS: dict[str, Callable[[Job], Any]] = {
    "number": lambda job: job.number,
    "priority": lambda job: job.priority,
    "scheduled": lambda job: job.scheduled_on or LAST,
    "due": lambda job: job.due_on or LAST,
    "price": lambda job: job.price if job.price is not None else Decimal(-1),
}


@pytest.mark.parametrize("sort", ORDERS)
def test_what_has_no_date_comes_last_and_what_has_no_price_is_cheapest(shop: ShopFixture, sort: str) -> None:
    for down in (False, True):
        [ids], _ = pages(shop, size=100, filter="all", sort=f"-{sort}" if down else sort)
        with shop.app.app_context(), in_shop(shop.id):
            jobs = {job.id: (ORDERS[sort](job), job.id) for job in db.session.query(Job)}
        assert ids == sorted(jobs, key=jobs.__getitem__, reverse=down)


NUMBERS = re.compile(r'class="job-link" href="/jobs/([^"]+)"')


def shown(person: Person, **said: Any) -> list[str]:
    """Numbers of the jobs on the page."""
    return NUMBERS.findall(person.opens("/jobs", query_string=said).text)


def test_each_filter_shows_its_jobs(shop: ShopFixture) -> None:
    counts = {where: len(shown(shop.office, filter=where)) for where in FILTERS}
    assert counts == {"floor": 12, "overdue": 6, "ready": 3, "completed": 3, "all": 15}


def test_sorted_by_price_is_for_those_who_see_prices(shop: ShopFixture) -> None:
    by_price = shown(shop.office, filter="all", sort="-price")
    assert "$199.00" in shop.office.opens("/jobs?filter=all").text
    assert by_price != shown(shop.office, filter="all")
    for person in (shop.supervisor, shop.worker):
        assert shown(person, filter="all", sort="-price") == shown(person, filter="all")
        for part in ({}, {"X-Part": "list"}):
            page = person.opens("/jobs?filter=all&sort=-price", headers=part).text
            assert "$" not in page
            assert "Price" not in page


def test_the_list_is_as_one_left_it_and_the_address_wins(shop: ShopFixture) -> None:
    everything = shown(shop.owner, filter="all", sort="number")
    assert shown(shop.owner) != everything
    assert shop.owner.posts("/jobs/list-view", filter="all", sort="number", q="not kept").status_code == 204
    assert shown(shop.owner) == everything
    assert shown(shop.owner, filter="ready") != everything
    assert shown(shop.worker) == shown(shop.worker, filter="floor")


def test_the_script_gets_the_part_that_changes_and_nothing_else(shop: ShopFixture) -> None:
    part = shop.office.opens("/jobs?filter=all&q=wheels", headers={"X-Part": "list"}).text
    assert part.lstrip().startswith('<div id="list"')
    assert "<html" not in part
    assert part.count("<tr") == 1 + 12


STRANGE = [
    {"filter": "everything"}, {"sort": "--due"}, {"sort": "customer; DROP TABLE jobs"}, {"worker": "-1"}, {"worker": "9" * 40},
    {"worker": "²"}, {"powder": "x"}, {"after": "~"}, {"after": "2026-13-45~1"}, {"after": f"1~{'9' * 10}", "filter": "all"},
    {"after": "9" * 40 + "~1", "sort": "priority"}, {"before": "nonsense"}, {"after": "x~1", "before": "y~2", "sort": "number"},
    {"after": "1e5~3", "sort": "price", "filter": "all"}, {"customer": "\x00\x07"}, {"q": "\ud800"},
    {"after": "9" * 16 + "~1", "filter": "all"},
]  # fmt: skip


@pytest.mark.parametrize("said", STRANGE, ids=map(str, range(len(STRANGE))))
def test_an_address_that_makes_no_sense_still_shows_a_list(shop: ShopFixture, said: dict[str, str]) -> None:
    quoted = {name: value.encode("utf-8", "replace").decode() for name, value in said.items()}
    assert shop.office.opens("/jobs", query_string=quoted).status_code == 200
    assert shop.office.posts("/jobs/list-view", **quoted).status_code == 204


def test_an_address_is_read_as_it_was_written() -> None:
    look = Look(filter="all", sort="due", down=True, worker=3, powder=4, customer="Mesa", q="gate")
    assert look_of({name: str(value) for name, value in address(look).items()}, may_see_prices=True) == look
    assert look_of(look.sorted_by("due"), may_see_prices=True).order == ("due", False)
    assert look_of(look.sorted_by("price"), may_see_prices=False).order == ("newest", True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"filter": "floor"}, "Nothing on the floor"),
        ({"filter": "overdue"}, "Nothing is overdue"),
        ({"filter": "ready"}, "Nothing is ready yet"),
        ({"filter": "completed"}, "Nothing is completed yet"),
        ({"filter": "all"}, "No jobs yet"),
        ({"q": "gate"}, "Look through all"),
        ({"filter": "all", "q": "gate"}, "beginning of words"),
    ],
)
def test_an_empty_list_says_what_would_stand_there(app: Flask, said: dict[str, str], words: str) -> None:
    empty = found_shop(app, trade="powder", with_stranger=False)
    assert words in empty.office.opens("/jobs", query_string=said).text
