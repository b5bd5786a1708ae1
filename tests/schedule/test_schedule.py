"""The calendar: jobs get their time, move, leave it; overbooking is said, never refused; nobody overwrites anybody."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from shopfloor.db import in_shop
from shopfloor.jobs.queries import job as job_called
from shopfloor.schedule.operations import add_oven, archive_oven
from shopfloor.schedule.queries import oven, slot_of
from tests.support.people import JobHandle, Person, ShopFixture

TUESDAY = "2026-12-01"


def gives(person: Person, job: JobHandle, *, json: bool = False, **fields: Any) -> TestResponse:
    """Send the form of Move… or of a drag."""
    usual = {"key": uuid4().hex, "seen": 0, "on": TUESDAY, "time": "09:00", "minutes": 60, "worker": 0, "oven": 0}
    return person.posts(f"/schedule/jobs/{job}", json=json, **{**usual, **fields})


def version(shop: ShopFixture, job: JobHandle) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        slot = slot_of(job.id)
        return slot.version if slot else 0


def scheduled_on(shop: ShopFixture, job: JobHandle) -> date | None:
    with shop.app.app_context(), in_shop(shop.id):
        return job_called(job.number).scheduled_on


def an_oven(shop: ShopFixture, name: str = "Oven 1", **more: Any) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return add_oven(name, by=shop.owner.member, **more).id


def slots(page: str) -> list[str]:
    """What stands in the calendar's cells, each as one line of words."""
    found = re.findall(r'<article class="slot.*?</article>', page.split('aria-label="Not scheduled"')[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_a_job_gets_its_time_and_its_day_follows(shop: ShopFixture) -> None:
    job = shop.job()
    assert gives(shop.supervisor, job, worker=shop.worker.member.id).status_code == 303
    assert scheduled_on(shop, job) == date(2026, 12, 1)
    [words] = slots(shop.worker.opens(f"/schedule?on={TUESDAY}").text)
    assert words.startswith(f"09:00–10:00 {job}")
    assert shop.story(job) == ["Sue Park scheduled " + job.number + ": Tue 1 Dec 09:00–10:00, Ana Whitfield"]


def test_it_is_moved_and_taken_off(shop: ShopFixture) -> None:
    job, there = shop.job(), an_oven(shop)
    gives(shop.supervisor, job)
    gives(shop.supervisor, job, seen=1, on="2026-12-02", time="22:00", minutes=240, oven=there)
    assert scheduled_on(shop, job) == date(2026, 12, 2)
    assert gives(shop.supervisor, job, seen=2, do="unschedule").status_code == 303
    assert scheduled_on(shop, job) is None
    assert shop.story(job)[1:] == [
        f"Sue Park rescheduled {job} from Tue 1 Dec 09:00–10:00 to Wed 2 Dec 22:00–Thu 3 Dec 02:00, Oven 1",
        f"Sue Park took {job} off the schedule (it was Wed 2 Dec 22:00–Thu 3 Dec 02:00)",
    ]
    assert gives(shop.supervisor, job, seen=3, do="unschedule").status_code == 303
    assert gives(shop.supervisor, job, seen=3).status_code == 303
    assert version(shop, job) == 4


def test_over_midnight_it_stands_on_both_days(shop: ShopFixture) -> None:
    job = shop.job()
    gives(shop.supervisor, job, time="22:00", minutes=240)
    assert "22:00–Wed 02:00" in slots(shop.worker.opens(f"/schedule?view=day&on={TUESDAY}").text)[0]
    assert "Tue 22:00–02:00" in slots(shop.worker.opens("/schedule?view=day&on=2026-12-02").text)[0]
    assert slots(shop.worker.opens("/schedule?view=day&on=2026-12-03").text) == []


def test_who_looked_at_an_older_calendar_is_told(shop: ShopFixture) -> None:
    job = shop.job()
    gives(shop.supervisor, job)
    late = gives(shop.office, job, time="11:00")
    assert late.status_code == 409
    assert "it is Tue 1 Dec 09:00–10:00" in late.text
    assert len(shop.story(job)) == 1
    assert gives(shop.office, job, seen=1, time="11:00").status_code == 303


def test_a_press_that_comes_twice_counts_once(shop: ShopFixture) -> None:
    job, key = shop.job(), uuid4().hex
    assert [gives(shop.supervisor, job, key=key).status_code for _ in range(2)] == [303, 303]
    assert version(shop, job) == 1


def test_saving_what_is_there_changes_nothing(shop: ShopFixture) -> None:
    job = shop.job()
    gives(shop.supervisor, job)
    gives(shop.supervisor, job, seen=1)
    assert (version(shop, job), len(shop.story(job))) == (1, 1)


def test_two_jobs_of_one_worker_at_once_are_overbooked_in_words(shop: ShopFixture) -> None:
    one, two, third = shop.job(), shop.job(), shop.job()
    who = shop.worker.member.id
    for job, at in ((one, "09:00"), (two, "09:30"), (third, "11:00")):
        assert gives(shop.supervisor, job, time=at, worker=who).status_code == 303
    said = slots(shop.worker.opens(f"/schedule?on={TUESDAY}").text)
    assert [("Overbooked" in words) for words in said] == [True, True, False]


def test_nobody_is_never_overbooked_nor_is_a_job_that_is_done(shop: ShopFixture) -> None:
    one, two = shop.job(), shop.job()
    gives(shop.supervisor, one)
    gives(shop.supervisor, two)
    assert "Overbooked" not in shop.worker.opens(f"/schedule?on={TUESDAY}").text
    who = shop.worker.member.id
    gives(shop.supervisor, one, seen=1, worker=who)
    gives(shop.supervisor, two, seen=1, worker=who)
    shop.supervisor.does("cancellations", shop.supervisor.sees(two), reason="Withdrawn")
    assert "Overbooked" not in shop.worker.opens(f"/schedule?on={TUESDAY}").text


def test_an_oven_takes_as_many_as_fit(shop: ShopFixture) -> None:
    there = an_oven(shop, capacity=2)
    page = f"/schedule?by=oven&on={TUESDAY}"
    jobs = [shop.job() for _ in range(3)]
    for job in jobs[:2]:
        gives(shop.supervisor, job, oven=there)
    assert "Overbooked" not in shop.worker.opens(page).text
    gives(shop.supervisor, jobs[2], oven=there)
    assert shop.worker.opens(page).text.count("Overbooked") == 3


def test_without_a_time_it_is_the_first_free_one(shop: ShopFixture) -> None:
    who = shop.worker.member.id
    jobs = [shop.job() for _ in range(3)]
    for job in jobs:
        gives(shop.supervisor, job, time="", worker=who, minutes=90)
    said = slots(shop.worker.opens(f"/schedule?on={TUESDAY}").text)
    assert [words.split()[0] for words in said] == ["08:00–09:30", "09:30–11:00", "11:00–12:30"]


def test_outside_of_working_hours_is_said(shop: ShopFixture) -> None:
    for on, at in (("2026-11-30", "16:30"), ("2026-12-05", "10:00"), ("2026-12-01", "16:00")):
        gives(shop.supervisor, shop.job(), on=on, time=at)
    said = slots(shop.worker.opens(f"/schedule?on={TUESDAY}").text)
    assert [("Outside hours" in words) for words in said] == [True, False, True]


BAD = {
    "no day": ({"on": ""}, "Choose a day"),
    "a day that is none": ({"on": "2026-02-30"}, "valid date"),
    "another century": ({"on": "1999-01-01"}, "between 2000 and 2100"),
    "a time that is none": ({"time": "25:00"}, "valid time"),
    "a time that the clocks leave out": ({"on": "2026-03-08", "time": "02:30"}, "clocks go forward"),
    "no length": ({"minutes": ""}, "How long"),
    "too short": ({"minutes": "4"}, "Between 5 and"),
    "too long": ({"minutes": "2881"}, "Between 5 and"),
    "no number": ({"minutes": "an hour"}, "valid integer"),
    "a huge number": ({"minutes": "9" * 30}, "Between 5 and"),
    "someone nobody knows": ({"worker": 987_654_321}, "valid choice"),
    "no id": ({"oven": "x"}, "Invalid Choice"),
}


@pytest.mark.parametrize(("fields", "sentence"), BAD.values(), ids=BAD)
def test_what_can_not_be_is_said_and_nothing_typed_is_lost(shop: ShopFixture, fields: dict[str, Any], sentence: str) -> None:
    job = shop.job()
    reply = gives(shop.supervisor, job, **{"minutes": "77", **fields})
    assert reply.status_code == 422
    assert sentence in reply.text
    assert "minutes" in fields or 'value="77"' in reply.text
    assert version(shop, job) == 0


def test_a_version_that_is_none_is_an_old_one(shop: ShopFixture) -> None:
    for seen in ("", "-1", "x", "9" * 40, "²"):
        assert gives(shop.supervisor, shop.job(), seen=seen).status_code == 409


def test_a_closed_job_is_not_scheduled(shop: ShopFixture) -> None:
    job = shop.job()
    shop.supervisor.does("cancellations", shop.supervisor.sees(job), reason="Withdrawn")
    assert gives(shop.supervisor, job).status_code == 422


def test_a_worker_looks_and_does_not_plan(shop: ShopFixture) -> None:
    job = shop.job()
    assert gives(shop.worker, job).status_code == 403
    page = shop.worker.opens("/schedule").text
    assert job.number in page
    assert "data-move" not in page and "Schedule…" not in page


def test_another_shops_worker_and_oven_are_none_of_ours(shop: ShopFixture) -> None:
    job, theirs = shop.job(), shop.stranger.member.id
    assert gives(shop.supervisor, job, worker=theirs).status_code == 422
    assert gives(shop.stranger, job).status_code == 404


def test_jobs_without_a_time_are_listed_beside(shop: ShopFixture) -> None:
    soon, late, placed = shop.job(due_on=date(2026, 11, 25)), shop.job(due_on=None), shop.job()
    gives(shop.supervisor, placed)
    beside = shop.supervisor.opens("/schedule").text.split('aria-label="Not scheduled"')[1]
    assert re.findall(r">(JOB-[\d-]+)</a>", beside) == [soon.number, late.number]
    gives(shop.supervisor, placed, seen=1, do="unschedule")
    again = shop.supervisor.opens("/schedule").text.split('aria-label="Not scheduled"')[1]
    assert f'/schedule/jobs/{placed}" data-seen="2"' in again


@pytest.mark.parametrize(
    "asked", ["on=never", "on=0001-01-01", "on=9999-12-31", "view=year&by=cat", "on=2026-12-01&by=oven&view=day"]
)
def test_any_address_shows_a_calendar(shop: ShopFixture, asked: str) -> None:
    assert shop.worker.opens(f"/schedule?{asked}").status_code == 200


def test_what_others_plan_comes_as_a_fragment(shop: ShopFixture) -> None:
    job = shop.job()
    gives(shop.supervisor, job)
    board = shop.worker.opens(f"/schedule/board?on={TUESDAY}").text
    assert board.lstrip().startswith('<div class="schedule"')
    assert job.number in board


def test_the_form_knows_where_the_job_is(shop: ShopFixture) -> None:
    job = shop.job()
    gives(shop.supervisor, job, time="13:45", minutes=35, worker=shop.worker.member.id)
    form = shop.supervisor.opens(f"/schedule/jobs/{job}?part=form&back=/schedule").text
    for part in ('value="13:45"', 'value="35"', 'name="seen" type="hidden" value="1"', "Take off the schedule"):
        assert part in form
    assert "<html" not in form
    assert gives(shop.supervisor, job, seen=1, back="//evil.example").location == "/"


# Ovens.


def test_an_oven_is_named_changed_and_taken_out_of_use(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/ovens", name="Big one", size="10 ft", capacity="4").status_code == 303
    page = shop.owner.opens("/settings/ovens").text
    there = int(re.findall(r"/settings/ovens/(\d+)", page)[0])
    fields = {f"oven{there}-name": "Bigger one", f"oven{there}-size": "", f"oven{there}-capacity": "5"}
    assert shop.owner.posts(f"/settings/ovens/{there}", **fields).status_code == 303
    assert "Bigger one" in shop.worker.opens("/schedule?by=oven").text
    job = shop.job()
    gives(shop.supervisor, job, oven=there)
    assert shop.owner.posts(f"/settings/ovens/{there}", do="archive").status_code == 303
    page = shop.worker.opens(f"/schedule?by=oven&on={TUESDAY}").text
    assert "Bigger one" not in page and job.number in page
    assert shop.owner.posts(f"/settings/ovens/{there}", do="archive").status_code == 404


@pytest.mark.parametrize(
    ("name", "capacity", "sentence"),
    [("", "1", "called?"), (" ", "1", "called?"), ("oven 1", "1", "of that name"), ("x" * 61, "1", "longer than 60"),
     ("New", "0", "Between 1 and"), ("New", "many", "valid integer"), ("New", "9999", "Between 1 and")],
)  # fmt: skip
def test_an_oven_that_can_not_be_is_refused_in_words(shop: ShopFixture, name: str, capacity: str, sentence: str) -> None:
    an_oven(shop)
    reply = shop.owner.posts("/settings/ovens", name=name, capacity=capacity, size="Kept")
    assert reply.status_code == 422
    assert sentence in reply.text and "Kept" in reply.text


def test_archiving_twice_is_archiving_once(shop: ShopFixture) -> None:
    there = an_oven(shop)
    with shop.app.app_context(), in_shop(shop.id):
        row = oven(there)
        archive_oven(row, by=shop.owner.member)
        before = shop.newest_seq()
        archive_oven(row, by=shop.owner.member)
        assert shop.newest_seq() == before
