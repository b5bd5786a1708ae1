"""Jobs that stand too long: those who lead are told, once for each stand, and not forty times after a holiday."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shopfloor.kernel import clock
from shopfloor.worker import Worker, look_for_stuck_jobs
from tests.support.people import ShopFixture
from tests.support.push import PushService

Later = Callable[[float], None]


@pytest.fixture
def later(shop: ShopFixture) -> Later:
    """The worker looks, so many hours from now; and sends."""

    def look(hours: float) -> None:
        with clock.set_to(datetime.now(UTC) + timedelta(hours=hours)):
            Worker(shop.app).turn()

    return look


def test_a_job_that_stands_past_its_limit_is_told_of_once(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue, ana = pushes.phone_of(shop.supervisor), pushes.phone_of(shop.worker)
    job = shop.job(at="Curing")  # 4 hours is its limit there
    later(3.9)
    assert sue.titles == []
    for hours in (4.1, 4.2, 30):
        later(hours)
    assert sue.titles == [f"{job} is stuck"]
    assert sue.heard[0].body == "In Curing for 4 h."
    assert ana.titles == []


def test_moved_on_and_stuck_again_it_is_told_of_again(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue = pushes.phone_of(shop.supervisor)
    job = shop.job(at="Coating")
    later(8.1)
    shop.supervisor.taps(shop.supervisor.sees(job))
    later(8.2)
    assert [push.body for push in sue.heard] == ["In Coating for 8 h.", "In Curing for 8 h."]


def test_to_take_back_a_move_is_not_to_get_stuck_anew(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue = pushes.phone_of(shop.supervisor)
    job = shop.job(at="Coating")
    later(8.1)
    shop.supervisor.taps(shop.supervisor.sees(job))
    shop.supervisor.does("undos", shop.supervisor.sees(job))
    later(8.2)
    assert sue.titles == [f"{job} is stuck"]


def test_many_at_once_are_one_message(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue = pushes.phone_of(shop.supervisor)
    jobs = [shop.job(at="Curing") for _ in range(5)]
    later(24)
    assert sue.titles == ["5 jobs are stuck"]
    assert all(str(job) in sue.heard[0].body for job in jobs)
    assert sue.heard[0].payload["notification"]["navigate"].endswith("/jobs")


def test_what_is_done_is_never_stuck(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue = pushes.phone_of(shop.supervisor)
    shop.job(at="Delivered")
    cancelled = shop.job()
    shop.owner.does("cancellations", shop.owner.sees(cancelled), reason="Withdrawn")
    later(24 * 20)
    assert sue.titles == []


def test_two_that_look_at_once_tell_once(shop: ShopFixture, pushes: PushService, later: Later) -> None:
    sue = pushes.phone_of(shop.supervisor)
    shop.job(at="Curing")
    with shop.app.app_context(), clock.set_to(datetime.now(UTC) + timedelta(hours=5)):
        for _ in range(2):
            look_for_stuck_jobs()
    later(5.1)
    assert len(sue.titles) == 1
