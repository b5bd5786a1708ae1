"""What a device says of a tap beside the deed: whose it is, and when the thumb came down."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.events import Event
from tests.support.people import JobHandle, ShopFixture


def occurred_at(shop: ShopFixture, job: JobHandle) -> datetime:
    with shop.app.app_context(), in_shop(shop.id):
        moves = select(Event).where(Event.kind == "job.moved", Event.subject_id == job.id).order_by(Event.seq.desc())
        return db.session.scalars(moves).first().occurred_at


def clock_of_a_phone(*, wrong_by: timedelta, tapped: timedelta) -> dict[str, Any]:
    """What a phone says whose clock is wrong, of a tap made that long before it is sent."""
    sent = datetime.now(UTC) + wrong_by
    return {"at": (sent - tapped).isoformat(), "sent": sent.isoformat()}


def test_a_phone_two_days_wrong_tells_the_right_time_of_a_tap(shop: ShopFixture) -> None:
    for wrong_by in (timedelta(days=2), timedelta(days=-2)):
        job = shop.job(at="Coating")
        reply = shop.worker.taps(shop.worker.sees(job), **clock_of_a_phone(wrong_by=wrong_by, tapped=timedelta(hours=3)))
        assert reply.status_code == 200
        age = datetime.now(UTC) - occurred_at(shop, job)
        assert timedelta(hours=3) <= age < timedelta(hours=3, minutes=1)


def test_a_phone_whose_clock_was_set_back_since_taps_now(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.worker.taps(shop.worker.sees(job), **clock_of_a_phone(wrong_by=timedelta(0), tapped=timedelta(hours=-5)))
    assert datetime.now(UTC) - occurred_at(shop, job) < timedelta(minutes=1)


def test_a_tap_a_week_old_is_refused_by_its_age_whatever_the_clock_says(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    phone = clock_of_a_phone(wrong_by=timedelta(days=5), tapped=timedelta(days=8))
    reply = shop.worker.taps(shop.worker.sees(job), **phone)
    assert reply.status_code == 422
    assert "week old" in reply.json["error"]


def test_nobodys_tap_is_taken_under_another_name(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    card = shop.worker.sees(job)
    anas = f"{shop.id}-{shop.worker.member.id}"
    refused = shop.supervisor.taps(card, member=anas)
    assert (refused.status_code, refused.json["kind"]) == (403, "NotTheirs")
    assert shop.worker.taps(card, member=anas).status_code == 200
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]


def test_every_answer_says_for_whom_it_was_made(shop: ShopFixture) -> None:
    assert shop.worker.opens("/mobile").headers["X-Member"] == f"{shop.id}-{shop.worker.member.id}"
    assert shop.app.test_client().get("/sign-in").headers["X-Member"] == "none"
    assert shop.worker.posts("/sign-out").headers["X-Member"] == "none"
