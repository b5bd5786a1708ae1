"""Time written down, corrected and taken out; and how it compares to the estimate."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from shopfloor.db import db, in_shop, operation
from shopfloor.events import record
from shopfloor.jobs.events import NoteAdded
from shopfloor.jobs.models import JobItem
from shopfloor.jobs.queries import job as job_called
from shopfloor.kernel import clock
from shopfloor.shops.settings import change_settings
from shopfloor.timekeeping.settings import TimeSettings
from tests.support.people import JobHandle, Person, ShopFixture
from tests.timekeeping.conftest import entries, minutes, taps

VECTORS = {v["id"]: v for v in json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]}

pytestmark = pytest.mark.usefixtures("noon")


def adds(person: Person, job: JobHandle, length: str, **more: Any) -> TestResponse:
    fields = {"key": uuid4().hex, "length": length, "worker": person.member.id, **more}
    return person.posts(f"/jobs/{job}/time-entries", **fields)


def corrects(person: Person, entry_id: int, started: str, stopped: str, seen: int = 0, **more: Any) -> TestResponse:
    fields = {"key": uuid4().hex, "started": started, "stopped": stopped, "seen": seen, **more}
    return person.posts(f"/time-entries/{entry_id}/corrections", **fields)


def test_time_is_written_down_as_ended_just_now_unless_said(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert adds(shop.worker, job, "1:20", note="Second coat").status_code == 303
    assert adds(shop.worker, job, "45", started="2026-11-20T08:15").status_code == 303
    earlier, now = entries(shop, job)
    assert (now.minutes, now.stopped_at, now.note, now.is_timer) == (80, clock.now(), "Second coat", False)
    assert clock.local(earlier.started_at, "America/Chicago").isoformat() == "2026-11-20T08:15:00-06:00"
    assert shop.story(job)[0] == f"{shop.worker} added 1 h 20 min of work by {shop.worker} on {job}"
    page = shop.worker.reads_job(job)
    assert "<b>2.08 h</b> worked" in page
    assert "Second coat" in page


def test_over_midnight_it_is_one_entry_of_the_day_it_began(shop: ShopFixture) -> None:
    given, expected = VECTORS["T-11"]["input"], VECTORS["T-11"]["expected"]
    job = shop.job()
    began, ended = (datetime.fromisoformat(given[name]) for name in ("start", "stop"))
    adds(shop.worker, job, str((ended - began) // timedelta(minutes=1)), started=given["start"])
    (entry,) = entries(shop, job)
    assert int(entry.minutes) == int(expected["minutes"])
    assert clock.local(entry.started_at, "America/Chicago").date().isoformat() == expected["belongs_to_day"]


def test_a_double_submit_counts_once(shop: ShopFixture) -> None:
    job, key = shop.job(), uuid4().hex
    for _ in range(2):
        assert adds(shop.worker, job, "30", key=key).status_code == 303
    assert minutes(shop, job) == [30]


@pytest.mark.parametrize(
    ("length", "started", "why"),
    [
        ("", "", "Enter how long"),
        ("soon", "", "no length of time"),
        ("0", "", "More than nothing"),
        ("25 h", "", "at most 24 hours"),
        ("30", "2026-11-24T08:00", "still to come"),
        ("120", "2026-11-23T11:00", "time to come"),
        ("30", "2026-03-08T02:30", "put forward"),
        ("30", "tomorrow", "Choose a day"),
        ("30", "0001-01-01T00:00", "Choose a day"),
        ("30", "2026-11-23T11:00+02:00", "Choose a day"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field_and_nothing_is_lost(
    shop: ShopFixture, length: str, started: str, why: str
) -> None:
    job = shop.job()
    reply = adds(shop.worker, job, length, started=started, note="Kept")
    assert reply.status_code == 422
    assert why in reply.text
    assert 'value="Kept"' in reply.text
    assert entries(shop, job) == []


def test_a_correction_keeps_what_was(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    taps(shop.worker, job, "start", ago=60)
    taps(shop.worker, job, "stop")
    (entry,) = entries(shop, job)
    assert corrects(shop.worker, entry.id, "2026-11-23T11:00", "2026-11-23T11:45").status_code == 303
    assert minutes(shop, job) == [45]
    assert shop.story(job)[-1] == (
        f"{shop.worker} corrected the time of {shop.worker} on {job}: "
        "Mon 23 Nov 11:00 to 12:00 (1 h) became Mon 23 Nov 11:00 to 11:45 (45 min)"
    )
    assert "corrected" in shop.worker.reads_job(job)


def test_it_can_not_have_stopped_before_it_started(shop: ShopFixture) -> None:
    assert VECTORS["T-14"]["expected"] == {"rejected": True}
    job = shop.job()
    adds(shop.worker, job, "30")
    (entry,) = entries(shop, job)
    reply = corrects(shop.worker, entry.id, "2026-11-23T11:00", "2026-11-23T10:00")
    assert (reply.status_code, "before it started" in reply.text) == (422, True)
    assert "When did it stop?" in corrects(shop.worker, entry.id, "2026-11-23T11:00", "").text
    assert minutes(shop, job) == [30]


def test_seconds_survive_a_correction_of_the_note(shop: ShopFixture) -> None:
    job = shop.job()
    taps(shop.worker, job, "start", ago=60.5)
    taps(shop.worker, job, "stop", ago=0.25)
    (entry,) = entries(shop, job)
    corrects(shop.worker, entry.id, "2026-11-23T10:59", "2026-11-23T11:59", note="Masked the hubs")
    (after,) = entries(shop, job)
    assert (after.minutes, after.note) == (entry.minutes, "Masked the hubs")


def test_the_hour_that_comes_twice_stays_the_one_it_was(shop: ShopFixture) -> None:
    job = shop.job()
    with clock.set_to(datetime.fromisoformat("2026-11-01T01:30:00-06:00")):  # the second 1:30 of that night
        taps(shop.worker, job, "start")
    with clock.set_to(datetime.fromisoformat("2026-11-01T02:00:00-06:00")):
        taps(shop.worker, job, "stop")
    (entry,) = entries(shop, job)
    corrects(shop.worker, entry.id, "2026-11-01T01:30", "2026-11-01T02:15")
    assert minutes(shop, job) == [45]


def test_two_corrections_at_once_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    job = shop.job()
    adds(shop.worker, job, "30")
    (entry,) = entries(shop, job)
    assert corrects(shop.supervisor, entry.id, "2026-11-23T11:00", "2026-11-23T11:20").status_code == 303
    reply = corrects(shop.worker, entry.id, "2026-11-23T11:00", "2026-11-23T11:50", note="Mine")
    assert reply.status_code == 409
    assert "corrected this entry meanwhile" in reply.text
    assert "It says Mon 23 Nov 11:00 to 11:20 (20 min)." in reply.text
    assert 'value="Mine"' in reply.text
    assert 'name="seen" type="hidden" value="1"' in reply.text  # saved again, it is meant
    assert minutes(shop, job) == [20]


def test_others_time_is_a_supervisors_to_write_and_correct(shop: ShopFixture) -> None:
    job = shop.job()
    assert adds(shop.supervisor, job, "30", worker=shop.worker.member.id).status_code == 303
    assert adds(shop.worker, job, "30", worker=shop.supervisor.member.id).status_code == 422
    adds(shop.supervisor, job, "20", started="2026-11-20T08:00")
    sues, anas = entries(shop, job)
    assert corrects(shop.worker, sues.id, "2026-11-20T08:00", "2026-11-20T09:00").status_code == 403
    assert shop.worker.opens(f"/time-entries/{sues.id}").status_code == 403
    assert shop.worker.posts(f"/time-entries/{sues.id}/removals", seen=0).status_code == 403
    assert corrects(shop.supervisor, anas.id, "2026-11-23T10:00", "2026-11-23T11:00").status_code == 303
    assert minutes(shop, job) == [20, 60]


def test_what_is_taken_out_counts_no_more_and_is_told(shop: ShopFixture) -> None:
    job = shop.job()
    adds(shop.worker, job, "30", note="Wrong job")
    (entry,) = entries(shop, job)
    assert shop.worker.posts(f"/time-entries/{entry.id}/removals", seen=0).status_code == 303
    assert entries(shop, job) == []
    assert "took out the time" in shop.story(job)[-1]
    assert "Wrong job" in shop.story(job)[-1]
    assert shop.worker.posts(f"/time-entries/{entry.id}/removals", seen=0).status_code == 404


def test_worked_stands_beside_estimated(shop: ShopFixture) -> None:
    job = shop.job()
    with shop.app.app_context(), in_shop(shop.id):
        expects(job, Decimal("22.5"), by=shop.owner.member)  # minutes on each of four wheels
    assert "1.50 h estimated" in shop.worker.reads_job(job)
    adds(shop.worker, job, "60")
    page = " ".join(shop.worker.reads_job(job).split())
    assert '<b>1.00 h</b> worked of 1.50 h estimated <span class="left">0.50 h left</span>' in page
    adds(shop.worker, job, "60")
    assert '<span class="over">0.50 h over</span>' in shop.worker.reads_job(job)


@operation
def expects(job: JobHandle, minutes_each: Decimal, *, by: Any) -> None:
    db.session.execute(update(JobItem).where(JobItem.job_id == job.id).values(minutes=minutes_each))
    record(NoteAdded("Estimated"), about=job_called(job.number), by=by)


def test_the_shop_may_count_in_quarters_and_follow_what_labor_costs(shop: ShopFixture) -> None:
    reply = shop.owner.posts("/settings/time", version=0, round_to=15, hourly="45.00")
    assert reply.status_code == 303
    job = shop.job()
    adds(shop.worker, job, "67")
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(TimeSettings(15, Decimal(90)), by=shop.owner.member)  # from now on
    assert minutes(shop, job) == [67]
    assert "<b>1.00 h</b> worked" in shop.worker.reads_job(job)
    assert "$45.00 labor" in shop.owner.reads_job(job)
    assert "labor" not in shop.worker.reads_job(job)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("hourly", "-1"), ("hourly", "lots"), ("hourly", "NaN"), ("hourly", "1e9"), ("round_to", "7"), ("round_to", "9" * 5000)],
)
def test_settings_that_can_not_be_are_refused(shop: ShopFixture, field: str, typed: str) -> None:
    reply = shop.owner.posts("/settings/time", **{"version": 0, "round_to": 0, "hourly": "", field: typed})
    assert reply.status_code == 422


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 5000, "٣"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(shop: ShopFixture, seen: str) -> None:
    job = shop.job()
    adds(shop.worker, job, "30")
    (entry,) = entries(shop, job)
    stopped = "2026-11-23T11:50"
    reply = shop.worker.posts(f"/time-entries/{entry.id}/corrections", seen=seen or "-1", started="", stopped=stopped)
    assert reply.status_code == 409
    assert shop.owner.posts("/settings/time", version=seen, round_to=5, hourly="").status_code == 409


def test_two_owners_settings_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/time", version=0, round_to=5, hourly="").status_code == 303
    assert shop.owner.posts("/settings/time", version=0, round_to=6, hourly="").status_code == 409


def test_another_shops_time_is_nowhere(shop: ShopFixture) -> None:
    job = shop.job()
    adds(shop.worker, job, "30")
    (entry,) = entries(shop, job)
    assert shop.stranger.opens(f"/time-entries/{entry.id}").status_code == 404
    assert corrects(shop.stranger, entry.id, "2026-11-23T10:00", "2026-11-23T11:00").status_code == 404
    assert taps(shop.stranger, job, "start").status_code == 404
