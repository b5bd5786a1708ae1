"""From the worker to the push service: what it is told, and what becomes of a message by what it answers."""

import base64
import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import orjson
import pytest
from flask import Flask
from py_vapid import Vapid02
from sqlalchemy import select

from shopfloor.db import everywhere
from shopfloor.db.session import db
from shopfloor.notifications.models import Delivery, PushSubscription
from shopfloor.notifications.operations.sending import TRIES, wait_after
from tests.notifications.conftest import Works
from tests.support.people import JobHandle, ShopFixture
from tests.support.push import Phone, PushService


@pytest.fixture
def ana(shop: ShopFixture, pushes: PushService) -> Phone:
    return pushes.phone_of(shop.worker)


@pytest.fixture
def job(shop: ShopFixture, ana: Phone) -> JobHandle:
    """A job that Ana is to be told of."""
    return shop.job(workers=[shop.worker.member])


def deliveries(shop: ShopFixture) -> list[Delivery]:
    with shop.app.app_context(), everywhere():
        return list(db.session.scalars(select(Delivery).where(Delivery.shop_id == shop.id).order_by(Delivery.id)))


def fates(shop: ShopFixture) -> list[str | None]:
    return [delivery.fate for delivery in deliveries(shop)]


def devices(shop: ShopFixture) -> list[PushSubscription]:
    with shop.app.app_context(), everywhere():
        return list(db.session.scalars(select(PushSubscription).where(PushSubscription.shop_id == shop.id)))


def waits(shop: ShopFixture) -> float:
    """Seconds until the only delivery is tried again."""
    return (deliveries(shop)[0].run_at - datetime.now(UTC)).total_seconds()


# What it is told.


def test_a_push_says_how_long_it_is_kept_how_urgent_and_of_which_job(ana: Phone, job: JobHandle, works: Works) -> None:
    works()
    told = ana.heard[0].headers
    assert (told["ttl"], told["urgency"], told["topic"]) == ("14400", "normal", f"job-{job.id}")
    assert told["content-encoding"] == "aes128gcm"


def test_its_payload_leads_to_the_job_and_is_small(ana: Phone, job: JobHandle, works: Works) -> None:
    works()
    push = ana.heard[0]
    shown = push.payload["notification"]
    assert push.payload["web_push"] == 8030
    assert shown["navigate"] == f"http://127.0.0.1:8000/jobs/{job}"
    assert shown["tag"] == push.headers["topic"] == f"job-{job.id}"
    assert shown["data"] == {"job": str(job), "step": 0, "next": "Quoted"} | {"next": shown["data"]["next"]}
    assert push.size < 1024 + 103


def test_it_is_signed_with_the_key_that_browsers_subscribe_with(
    app: Flask, ana: Phone, job: JobHandle, works: Works, pushes: PushService
) -> None:
    works()
    token, key = (part.split("=", 1)[1] for part in ana.heard[0].headers["authorization"].removeprefix("vapid ").split(","))
    claims = orjson.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert key == app.extensions["push"].keys.public
    assert Vapid02.verify(ana.heard[0].headers["authorization"])
    assert (claims["aud"], claims["sub"]) == (f"http://127.0.0.1:{pushes.port}", "mailto:push@shop.example")
    assert datetime.now(UTC).timestamp() < claims["exp"] <= datetime.now(UTC).timestamp() + 86_400


def test_what_was_sent_is_written_down(shop: ShopFixture, ana: Phone, job: JobHandle, works: Works) -> None:
    works()
    assert fates(shop) == ["sent"]
    assert [(device.heard_at is not None, device.failures) for device in devices(shop)] == [(True, 0)]
    assert "Last told" in shop.worker.opens("/account").text


# What it answers.


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService, status: int
) -> None:
    ana.answers = [(status, {})]
    works()
    assert devices(shop) == []
    assert deliveries(shop) == []
    shop.job(workers=[shop.worker.member])
    works(60)
    assert ana.knocks == 1


@pytest.mark.parametrize("status", [400, 413, 301, 307])
def test_what_will_never_be_taken_is_not_sent_again(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService, status: int
) -> None:
    elsewhere = pushes.phone()
    ana.answers = [(status, {"Location": elsewhere.endpoint})]
    for seconds in (0, 3600, 7200):
        works(seconds)
    assert fates(shop) == ["failed"]
    assert ana.knocks == 1  # and no redirect is followed
    assert [device.failures for device in devices(shop)] == [1]


@pytest.mark.parametrize("status", [401, 403])
def test_to_be_refused_by_a_push_service_is_shouted_into_the_log(
    shop: ShopFixture,
    ana: Phone,
    job: JobHandle,
    works: Works,
    pushes: PushService,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ana.answers = [(status, {})]
    with caplog.at_level(logging.ERROR):
        works()
    assert f"127.0.0.1 refuses our pushes with {status}" in caplog.text
    assert "SHOPFLOOR_CONTACT" in caplog.text
    assert ana.endpoint not in caplog.text
    assert fates(shop) == ["failed"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_service_in_trouble_is_tried_again_later(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService, status: int
) -> None:
    ana.answers = [(status, {})]
    works()
    assert (ana.titles, fates(shop)) == ([], [None])
    assert 2 < waits(shop) <= 6.3
    works(10)
    assert ana.titles == [f"{job} is yours"]
    assert fates(shop) == ["sent"]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_service_that_asks_for_time_gets_it(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService, form: str
) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    ana.answers = [(429, {"Retry-After": {"seconds": "120", "date": later}[form]})]
    works()
    assert 115 < waits(shop) <= 132
    works(60)
    assert ana.knocks == 1
    works(140)
    assert ana.titles == [f"{job} is yours"]


@pytest.mark.parametrize("asked", ["soon", "-5", "9" * 40, "٣", "Mon, 99 Nov 2026 25:61:61 GMT"])
def test_nonsense_asked_for_is_as_nothing_asked(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService, asked: str
) -> None:
    ana.answers = [(429, {"Retry-After": asked.encode().decode("latin-1")})]
    works()
    assert fates(shop) == [None]
    assert waits(shop) < 6.6 * 3600


def test_after_the_last_try_it_is_given_up(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService
) -> None:
    ana.answers = [(500, {})] * TRIES
    at = 0.0
    while fates(shop) in ([], [None]):
        works(at)
        at = max(0.0, waits(shop)) + 1
    assert fates(shop) == ["given up"]
    assert ana.knocks == TRIES


def test_the_waits_grow_and_are_spread() -> None:
    waits = [[wait_after(n, None).total_seconds() for _ in range(50)] for n in range(1, TRIES)]
    assert all(max(earlier) < min(later) for earlier, later in pairwise(waits[:6]))
    assert max(waits[-1]) <= 4500
    assert len(set(waits[0])) > 40


def test_a_service_that_does_not_answer_is_tried_again(shop: ShopFixture, works: Works) -> None:
    nobody = Phone("http://127.0.0.1:9/nobody")
    nobody.hears_for(shop.worker)
    shop.job(workers=[shop.worker.member])
    works()
    assert fates(shop) == [None]
    assert deliveries(shop)[0].attempts == 1


def test_what_could_not_be_told_for_hours_is_not_told_any_more(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, pushes: PushService
) -> None:
    ana.answers = [(500, {})]
    works()
    works(5 * 3600)
    assert (ana.titles, fates(shop)) == ([], ["too late"])


def test_one_that_fails_holds_up_none_of_the_others(shop: ShopFixture, ana: Phone, works: Works, pushes: PushService) -> None:
    jobs = [shop.job(workers=[shop.worker.member]) for _ in range(5)]
    ana.answers = [(500, {}), (413, {}), (201, {})]
    works()
    assert sorted(str(fate) for fate in fates(shop)) == ["None", "failed", "sent", "sent", "sent"]
    works(10)
    assert len(ana.titles) == len(jobs) - 1


def test_more_than_a_batch_goes_out_in_turns(shop: ShopFixture, ana: Phone, works: Works) -> None:
    for _ in range(23):
        shop.job(workers=[shop.worker.member])
    works()
    assert len(ana.titles) == 20
    works()
    assert len(ana.titles) == 23


def test_a_message_too_long_is_cut(shop: ShopFixture, ana: Phone, works: Works) -> None:
    shop.job(workers=[shop.worker.member], description="🛞" * 200)
    works()
    assert ana.heard[0].body.endswith("🛞…")
    assert ana.heard[0].size < 1024 + 103


def test_what_can_not_be_encrypted_is_no_reason_to_stop(
    shop: ShopFixture, ana: Phone, job: JobHandle, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> bytes:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("shopfloor.notifications.channels.push._encrypted", breaks)
        works()
    assert fates(shop) == ["given up"]
    shop.job(workers=[shop.worker.member])
    works()
    assert len(ana.titles) == 1
