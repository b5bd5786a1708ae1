"""Timers: one for each person, started and stopped by taps that count as of when the thumb came down."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from shopfloor.kernel import clock
from tests.support.people import ShopFixture
from tests.timekeeping.conftest import NOON, entries, minutes, taps

T13 = next(v for v in json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"] if v["id"] == "T-13")

pytestmark = pytest.mark.usefixtures("noon")


def test_a_timer_counts_from_thumb_to_thumb(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert taps(shop.worker, job, "start", ago=50).json["said"] == f"Timer started on {job}"
    assert taps(shop.worker, job, "stop", ago=5).json["said"] == f"Timer on {job} stopped after 45 min"
    (entry,) = entries(shop, job)
    assert (entry.minutes, entry.stage, entry.is_timer) == (45, "Coating", True)
    assert shop.story(job) == [
        f"{shop.worker} started a timer on {job} (Coating)",
        f"{shop.worker} stopped the timer on {job} after 45 min",
    ]


def test_starting_another_stops_the_first_and_says_so(shop: ShopFixture) -> None:
    first, second = shop.job(at="Coating"), shop.job(at="Coating")
    taps(shop.worker, first, "start", ago=30)
    said = taps(shop.worker, second, "start", ago=10).json["said"]
    assert said == f"Timer started on {second}; the one on {first} stopped after 20 min"
    running = [entry for job in (first, second) for entry in entries(shop, job) if entry.is_running]
    assert len(running) == T13["expected"]["running_timers_for_worker"]
    assert minutes(shop, first) == [20]
    assert shop.story(first)[-1] == f"{shop.worker} stopped the timer on {first} after 20 min, to go on with {second}"


def test_two_people_each_have_their_own(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    for person in (shop.worker, shop.supervisor):
        assert taps(person, job, "start").status_code == 200
    assert [entry.is_running for entry in entries(shop, job)] == [True, True]


def test_the_same_tap_delivered_twice_counts_once(shop: ShopFixture) -> None:
    job, key = shop.job(at="Coating"), uuid4().hex
    for _ in range(2):
        assert taps(shop.worker, job, "start", ago=30, key=key).status_code == 200
    stop = uuid4().hex
    for _ in range(2):
        assert taps(shop.worker, job, "stop", key=stop).status_code == 200
    assert taps(shop.worker, job, "start", ago=30, key=key).status_code == 200  # even now
    assert minutes(shop, job) == [30]
    assert len(shop.story(job)) == 2


def test_what_runs_already_and_what_does_not_run_are_said_in_words(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    refused = taps(shop.worker, job, "stop")
    assert (refused.status_code, refused.json["error"]) == (422, f"No timer of yours is running on {job}.")
    taps(shop.worker, job, "start", ago=20)
    again = taps(shop.worker, job, "start")
    assert (again.status_code, again.json["error"]) == (422, f"Your timer on {job} is running already, since Mon 23 Nov 11:40.")


def test_a_start_that_comes_late_ends_where_the_next_one_began(shop: ShopFixture) -> None:
    """Taps of one job come in order; those of two jobs need not."""
    first, second = shop.job(at="Coating"), shop.job(at="Coating")
    taps(shop.worker, second, "start", ago=20)
    taps(shop.worker, first, "start", ago=60)
    assert (minutes(shop, first), [entry.is_running for entry in entries(shop, second)]) == ([40], [True])
    taps(shop.worker, first, "stop", ago=45)  # its own stop was before that
    assert minutes(shop, first) == [15]


def test_a_stop_that_comes_late_still_ends_what_the_next_start_has_ended(shop: ShopFixture) -> None:
    first, second = shop.job(at="Coating"), shop.job(at="Coating")
    taps(shop.worker, first, "start", ago=60)
    taps(shop.worker, second, "start", ago=20)
    taps(shop.worker, first, "stop", ago=30)
    assert minutes(shop, first) == [30]
    assert taps(shop.worker, first, "stop", ago=25).status_code == 422  # that one is over


def test_a_whole_day_without_signal_in_any_order(shop: ShopFixture) -> None:
    first, second, third = (shop.job(at="Coating") for _ in range(3))
    taps(shop.worker, third, "start", ago=60)
    taps(shop.worker, third, "stop", ago=10)
    taps(shop.worker, first, "start", ago=180)
    taps(shop.worker, second, "start", ago=120)
    taps(shop.worker, second, "stop", ago=90)
    assert [minutes(shop, job) for job in (first, second, third)] == [[60], [30], [50]]


def test_a_night_and_a_clock_put_back_change_nothing(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    with clock.set_to(datetime.fromisoformat("2026-10-31T22:30:00-05:00")):
        taps(shop.worker, job, "start")
    with clock.set_to(datetime.fromisoformat("2026-11-01T01:30:00-06:00")):
        taps(shop.worker, job, "stop")
    assert minutes(shop, job) == [240]


def test_a_plain_form_starts_and_stops_too(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert shop.worker.posts(f"/jobs/{job}/timers").location.endswith("#time-entries")
    assert "Stop timer" in shop.worker.reads_job(job)
    assert "Stop timer" in shop.worker.opens(f"/jobs/{job}/bump").text
    shop.worker.posts(f"/jobs/{job}/timer-stops")
    page = shop.worker.reads_job(job)
    assert "Start timer" in page
    assert "No timer of yours" in shop.worker.posts(f"/jobs/{job}/timer-stops").text


def test_a_timer_under_another_name_waits_for_whose_it_is(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    refused = taps(shop.supervisor, job, "start", member=f"{shop.id}-{shop.worker.member.id}")
    assert refused.json["kind"] == "NotTheirs"
    assert entries(shop, job) == []


def test_a_forgotten_timer_is_asked_about_and_not_cut(shop: ShopFixture) -> None:
    job, other = shop.job(at="Coating"), shop.job()
    with clock.set_to(NOON - timedelta(hours=19, minutes=50)):
        taps(shop.worker, job, "start")
    question = f"Your timer on {job} has been running since yesterday 16:10"
    for page in ("/mobile", f"/jobs/{other}", "/jobs"):
        reply = shop.worker.opens(page)
        assert question in reply.text
        assert question not in shop.supervisor.opens(page).text
    assert shop.worker.opens("/mobile").headers["X-Asks"] == "1"
    (entry,) = entries(shop, job)
    assert entry.is_running
    answer = shop.worker.posts(f"/time-entries/{entry.id}/corrections", seen=0, stopped="2026-11-22T17:00")
    assert answer.location == f"/jobs/{job}#time-entries"
    assert minutes(shop, job) == [50]
    assert question not in shop.worker.opens("/mobile").text
    assert "X-Asks" not in shop.worker.opens("/mobile").headers


def test_an_answer_that_can_not_be_is_asked_again_with_what_was_typed(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    with clock.set_to(NOON - timedelta(hours=20)):
        taps(shop.worker, job, "start")
    (entry,) = entries(shop, job)
    for typed, why in (("2026-11-22T15:00", "before it started"), ("2026-11-24T15:00", "time to come"), ("?", "Choose a day")):
        reply = shop.worker.posts(f"/time-entries/{entry.id}/corrections", seen=0, stopped=typed)
        assert reply.status_code == 422
        assert why in reply.text
        assert f'value="{typed}"' in reply.text
