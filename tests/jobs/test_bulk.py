"""The same done to many jobs: each for itself, and how it went in words."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shopfloor.db import db, in_shop
from shopfloor.jobs.models import Job
from tests.support.people import JobHandle, Person, ShopFixture


def ticked(person: Person, jobs: list[JobHandle]) -> list[str]:
    return [f"{job}.{person.sees(job).step}" for job in jobs]


def does(person: Person, what: str, boxes: list[str], **fields: Any) -> TestResponse:
    return person.posts("/jobs/bulk", do=what, job=boxes, back="/jobs?filter=all", **fields)


def said(reply: TestResponse) -> str:
    """The result, as people read it."""
    found = re.search(r'<div class="[^"]*done".*?</div>', reply.text, re.DOTALL)
    assert found, reply.text
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_all_advance_but_the_one_that_was_moved_meanwhile(shop: ShopFixture) -> None:
    jobs = [shop.job(at="Coating") for _ in range(3)]
    boxes = ticked(shop.supervisor, jobs)
    shop.worker.taps(shop.worker.sees(jobs[1]))
    reply = does(shop.supervisor, "advance", boxes)
    assert said(reply).startswith(f"2 advanced, 1 was moved meanwhile {jobs[1]} : {shop.worker} moved {jobs[1]} from Coating")
    assert [len(shop.story(job)) for job in jobs] == [1, 1, 1]


def test_the_same_form_sent_again_changes_nothing_more(shop: ShopFixture) -> None:
    jobs = [shop.job(at="Coating") for _ in range(2)]
    boxes = ticked(shop.worker, jobs)
    first, again = (said(does(shop.worker, "advance", boxes, key="one-and-the-same")) for _ in range(2))
    assert first == again == "2 advanced"
    assert [len(shop.story(job)) for job in jobs] == [1, 1]


def test_jobs_are_given_to_someone_beside_those_who_have_them(shop: ShopFixture) -> None:
    jobs = [shop.job(), shop.job(workers=[shop.supervisor.member])]
    boxes = ticked(shop.office, jobs)
    for _ in range(2):
        assert said(does(shop.office, "assign", boxes, worker=shop.worker.member.id)) == "2 assigned"
    for job in jobs:
        assert shop.story(job) == [f"{shop.office} gave {job} to {shop.worker}"]
    assert f"{shop.worker}, {shop.supervisor}" in shop.office.opens(f"/jobs/{jobs[1]}").text


def test_jobs_are_dated_except_those_that_are_done(shop: ShopFixture) -> None:
    job, gone = shop.job(), shop.job(at="Delivered")
    reply = does(shop.office, "due", ticked(shop.office, [job, gone]), due_on="2026-12-24")
    assert said(reply) == f"1 dated, 1 was not {gone} : {gone} is delivered: it is not due any more."
    assert shop.story(job) == [f"{shop.office} set {job} due Thu 24 Dec"]


WRONG = [
    ({"do": "advance"}, [], "Tick the jobs first"),
    ({"do": "advance"}, ["nonsense", "JOB-1", "JOB-1.x", "x" * 5000], "Tick the jobs first"),
    ({"do": "melt"}, None, "Choose what is to be done"),
    ({"do": "due", "due_on": "soon"}, None, "Choose the day"),
    ({"do": "due", "due_on": "1999-01-01"}, None, "between 2000 and 2100"),
    ({"do": "assign", "worker": "²"}, None, "Choose to whom"),
    ({"do": "assign"}, None, "Choose to whom"),
    ({"do": "assign", "worker": "9" * 10}, None, "Choose to whom"),
]


@pytest.mark.parametrize(("fields", "boxes", "words"), WRONG)
def test_what_makes_no_sense_is_said_and_the_ticks_stay(
    shop: ShopFixture, fields: dict[str, str], boxes: list[str] | None, words: str
) -> None:
    job = shop.job()
    reply = shop.office.posts("/jobs/bulk", job=ticked(shop.office, [job]) if boxes is None else boxes, **fields)
    assert reply.status_code == 422
    assert words in said(reply)
    assert bool(re.search(rf'value="{job}\.\d+" checked', reply.text)) == (boxes is None)
    assert shop.story(job) == []


def test_no_more_than_two_hundred_at_once(shop: ShopFixture) -> None:
    job = shop.job()
    boxes = [f"JOB-9912-{n:04d}.0" for n in range(200)]
    assert "At most 200" in said(does(shop.office, "advance", [*ticked(shop.office, [job]), *boxes]))
    assert shop.story(job) == []


def test_a_worker_advances_many_and_changes_nothing_else(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    boxes = ticked(shop.worker, [job])
    for what, field in (("assign", {"worker": shop.worker.member.id}), ("due", {"due_on": "2026-12-24"})):
        assert said(does(shop.worker, what, boxes, **field)).startswith("0 ")
    assert shop.story(job) == []
    assert said(does(shop.worker, "advance", boxes)) == "1 advanced"
    assert 'value="assign"' not in shop.worker.opens("/jobs").text


def test_another_shops_jobs_and_people_are_nobodys(shop: ShopFixture) -> None:
    job = shop.job()
    reply = does(shop.stranger, "advance", ticked(shop.supervisor, [job]))
    assert said(reply).startswith("0 advanced, 1 was not")
    mine = does(shop.office, "assign", ticked(shop.office, [job]), worker=shop.stranger.member.id)
    assert said(mine).startswith("0 assigned")
    with shop.app.app_context(), in_shop(shop.id):
        assert db.session.query(Job).filter_by(id=job.id).one().workers == []


@pytest.mark.parametrize("back", ["", "http://[", "//evil.example/?filter=all", "?" * 3000, "?filter=none&worker=x&after=~"])
def test_wherever_the_form_says_it_came_from_a_list_is_shown(shop: ShopFixture, back: str) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.posts("/jobs/bulk", do="advance", job=ticked(shop.worker, [job]), back=back)
    assert said(reply) == "1 advanced"
    assert "evil" not in reply.text


def test_a_key_as_long_as_keys_may_be_still_counts_for_each_job(shop: ShopFixture) -> None:
    jobs = [shop.job(at="Coating") for _ in range(2)]
    assert said(does(shop.worker, "advance", ticked(shop.worker, jobs), key="k" * 64)) == "2 advanced"
    assert [len(shop.story(job)) for job in jobs] == [1, 1]
