"""The tap, and what can be wrong with one."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.support.people import ShopFixture


def test_a_tap_moves_the_job_by_name(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.taps(shop.worker.sees(job))
    assert reply.status_code == 200
    assert reply.json["said"] == f"{job} is in Curing"
    assert "Advance to Quality Check" in reply.json["cards"][0]["html"]
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]


def test_two_people_tap_at_once(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    card = shop.worker.sees(job)
    shop.worker.taps(card)
    reply = shop.supervisor.taps(card)  # this tablet still shows Coating
    assert reply.status_code == 409
    assert "Curing" in reply.json["error"]
    assert "Advance to Quality Check" in reply.json["cards"][0]["html"]  # and is shown what is true
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]


def test_the_same_tap_delivered_twice_counts_once(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    card, key = shop.worker.sees(job), uuid4().hex
    first = shop.worker.taps(card, key=key)
    again = shop.worker.taps(card, key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]


def test_a_key_used_for_another_job_is_refused(shop: ShopFixture) -> None:
    one, other, key = shop.job(at="Coating"), shop.job(at="Coating"), uuid4().hex
    shop.worker.taps(shop.worker.sees(one), key=key)
    reply = shop.worker.taps(shop.worker.sees(other), key=key)
    assert reply.status_code == 422
    assert "sent before for something else" in reply.json["error"]
    assert shop.story(other) == []


def test_two_people_may_happen_on_the_same_key(shop: ShopFixture) -> None:
    job, key = shop.job(at="Coating"), uuid4().hex
    shop.worker.taps(shop.worker.sees(job), key=key)
    assert shop.supervisor.taps(shop.supervisor.sees(job), key=key).status_code == 200
    assert len(shop.story(job)) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"key": ""}, "no key"),
        ({"key": "no spaces please"}, "key"),
        ({"key": "x" * 65}, "key"),
        ({"step": ""}, "what it saw"),
        ({"step": "-1"}, "what it saw"),
        ({"step": "9" * 40}, "what it saw"),
        ({"step": "½"}, "what it saw"),
        ({"at": "yesterday"}, "time can't be read"),
        ({"at": "2026-02-31T10:00:00Z"}, "time can't be read"),
        ({"at": (datetime.now(UTC) + timedelta(hours=3)).isoformat()}, "ahead of the shop's"),
        ({"at": (datetime.now(UTC) - timedelta(days=8)).isoformat()}, "more than a week old"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "time can't be read"),
    ],
)
def test_a_tap_that_makes_no_sense_is_refused_in_words(shop: ShopFixture, wrong: dict[str, str], words: str) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.taps(shop.worker.sees(job), **wrong)
    assert reply.status_code == 422
    assert words in reply.json["error"]
    assert shop.story(job) == []


def test_a_phone_a_little_fast_is_believed_to_be_now(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    fast = (datetime.now(UTC) + timedelta(minutes=3)).isoformat()
    assert shop.worker.taps(shop.worker.sees(job), at=fast).status_code == 200


def test_another_shops_job_is_nowhere(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    card = shop.worker.sees(job)
    reply = shop.stranger.taps(card)
    never = shop.stranger.posts("/jobs/JOB-9901-0001/moves", json=True, key=uuid4().hex, step=0)
    assert reply.status_code == never.status_code == 404
    assert reply.json == never.json
    assert shop.story(job) == []


def test_a_plain_form_without_scripts_moves_the_job_too(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.posts(f"/jobs/{job}/moves", step=shop.worker.sees(job).step, view="mobile", back="/mobile")
    assert (reply.status_code, reply.location) == (303, "/mobile")
    again = shop.worker.posts(f"/jobs/{job}/moves", step=shop.worker.sees(job).step - 1, view="mobile")
    assert again.status_code == 409
    assert f"{shop.worker} moved {job} from Coating to Curing" in again.text


def test_a_form_never_leads_to_another_site(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.posts(f"/jobs/{job}/moves", step=shop.worker.sees(job).step, back="//evil.example")
    assert reply.location == "/"


def test_a_finished_job_has_no_next_step(shop: ShopFixture) -> None:
    job = shop.job(at="Delivered")
    reply = shop.worker.taps(shop.worker.sees(job))
    assert reply.status_code == 422
    assert reply.json["error"] == f"{job} is delivered: there is no next step."
