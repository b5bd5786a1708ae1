"""Who hears of what: those it concerns, and neither who did it nor who sees it already."""

import pytest
from sqlalchemy import select

from shopfloor.db import everywhere, in_shop
from shopfloor.db.session import db
from shopfloor.notifications.models import Delivery
from shopfloor.workflow.queries import workflow
from tests.notifications.conftest import Works
from tests.support.people import JobHandle, ShopFixture
from tests.support.push import PushService

LATER = 13  # seconds: when a slip could have been taken back


def status_called(shop: ShopFixture, label: str) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return next(stand.id for stand in workflow(shop.shop.workflow_version).stands if stand.label == label)


def anas_job(shop: ShopFixture, **details: object) -> JobHandle:
    return shop.job(workers=[shop.worker.member], **details)


@pytest.fixture
def coating(shop: ShopFixture, works: Works) -> JobHandle:
    """Ana's job in Coating, as everyone knows."""
    job = anas_job(shop, at="Coating")
    works()
    return job


def holds(shop: ShopFixture, job: JobHandle) -> None:
    assert shop.supervisor.does("holds", shop.supervisor.sees(job), reason="Powder not here").status_code == 200


def fates(shop: ShopFixture) -> list[str | None]:
    with shop.app.app_context(), everywhere():
        return list(db.session.scalars(select(Delivery.fate).where(Delivery.shop_id == shop.id).order_by(Delivery.id)))


def test_a_job_given_to_someone_is_told_to_them(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana, sue = pushes.phone_of(shop.worker), pushes.phone_of(shop.supervisor)
    job = anas_job(shop, description="Four wheels")
    works()
    assert ana.titles == [f"{job} is yours"]
    assert ana.heard[0].body == "Four wheels"
    assert sue.titles == []  # she made it, and it is no loud one
    assert shop.story(job) == []


def test_a_rush_job_is_told_to_those_who_lead(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    phones = {who: pushes.phone_of(getattr(shop, who)) for who in ("owner", "office", "supervisor", "worker")}
    job = shop.job(priority=5)
    works()
    assert {who for who, phone in phones.items() if phone.titles == [f"Rush job: {job}"]} == {"owner", "office"}
    assert phones["supervisor"].titles == phones["worker"].titles == []  # who made it, and who does not lead


def test_who_is_told_twice_over_hears_once(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    phone = pushes.phone_of(shop.owner)
    job = shop.job(priority=4, workers=[shop.owner.member])
    works()
    assert phone.titles == [f"Urgent job: {job} is yours"]
    assert phone.heard[0].headers["urgency"] == "high"


def test_a_job_put_on_hold_is_told_to_whose_it_is(
    shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works
) -> None:
    ana, sue = pushes.phone_of(shop.worker), pushes.phone_of(shop.supervisor)
    holds(shop, coating)
    works(LATER)
    assert (ana.titles, sue.titles) == ([f"{coating} is on hold"], [])
    assert ana.heard[0].body == "Coating: Powder not here"
    assert shop.story(coating) == [f"{shop.supervisor} put {coating} on hold (Coating): Powder not here"]


def test_a_job_set_back_is_told_and_one_set_forward_is_not(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job = anas_job(shop, at="Quality Check")
    works()
    ana = pushes.phone_of(shop.worker)
    for label in ("Completed", "Coating"):
        status = status_called(shop, label)
        card = shop.supervisor.sees(job)
        assert shop.supervisor.does("status-changes", card, status=status, note="Orange peel").status_code == 200
    works(LATER)
    assert ana.titles == [f"{job} went back to Coating"]
    assert ana.heard[0].body == "It was in Completed. Orange peel"


def test_an_advance_is_no_news(shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    shop.supervisor.taps(shop.supervisor.sees(coating))
    works(LATER)
    assert ana.titles == []


def test_ones_own_doing_is_no_news(shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    assert shop.worker.does("holds", shop.worker.sees(coating), reason="Oven down").status_code == 200
    works(LATER)
    assert ana.titles == []


def test_a_slip_taken_back_at_once_disturbs_nobody(
    shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works
) -> None:
    ana = pushes.phone_of(shop.worker)
    holds(shop, coating)
    works()
    assert ana.titles == []  # it waits as long as Undo is offered
    assert shop.supervisor.does("undos", shop.supervisor.sees(coating)).status_code == 200
    works(LATER)
    assert ana.titles == []
    assert fates(shop) == ["overtaken"]


def test_anothers_move_taken_back_is_told(shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    shop.worker.taps(shop.worker.sees(coating))
    assert shop.supervisor.does("undos", shop.supervisor.sees(coating)).status_code == 200
    works(LATER)
    assert ana.titles == [f"{coating} is back in Coating"]


def test_who_has_the_job_open_sees_it_there(shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    assert shop.worker.posts(f"/jobs/{coating}/looks").status_code == 204
    holds(shop, coating)
    works(LATER)
    assert ana.titles == []


@pytest.mark.parametrize("seconds", [0, 90])
def test_who_has_looked_away_is_told(
    shop: ShopFixture, coating: JobHandle, pushes: PushService, works: Works, seconds: int
) -> None:
    """By word of the page, or by its silence."""
    ana = pushes.phone_of(shop.worker)
    shop.worker.posts(f"/jobs/{coating}/looks")
    if not seconds:
        shop.worker.posts(f"/jobs/{coating}/looks", away="1")
    holds(shop, coating)
    works(seconds + LATER)
    assert ana.titles == [f"{coating} is on hold"]


def test_to_look_at_another_job_hides_nothing(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job, other = anas_job(shop, at="Coating"), shop.job()
    works()
    ana = pushes.phone_of(shop.worker)
    shop.worker.posts(f"/jobs/{other}/looks")
    holds(shop, job)
    works(LATER)
    assert ana.titles == [f"{job} is on hold"]


def test_what_is_turned_off_is_not_told_and_the_rest_is(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    assert shop.worker.posts("/account/notifications", hear="set_back").status_code == 303
    job = anas_job(shop)
    works()
    assert ana.titles == []
    holds(shop, job)
    works(LATER)
    assert ana.titles == [f"{job} is on hold"]


def test_every_device_of_a_person_hears(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    phone = pushes.phone_of(shop.worker)
    shop.worker.signs_in_quietly()
    tablet = pushes.phone_of(shop.worker)
    job = anas_job(shop)
    works()
    assert phone.titles == tablet.titles == [f"{job} is yours"]


def test_another_shop_hears_nothing(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    stranger = pushes.phone_of(shop.stranger)
    anas_job(shop, priority=5)
    works()
    assert stranger.titles == []


def test_news_of_the_next_event_comes_only_once(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    first, second = anas_job(shop), anas_job(shop)
    for _ in range(3):
        works()
    assert sorted(ana.titles) == [f"{first} is yours", f"{second} is yours"]


def test_what_happened_before_one_listened_is_no_news(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    anas_job(shop)
    works()
    ana = pushes.phone_of(shop.worker)
    works()
    assert ana.titles == []


def test_what_the_worker_slept_through_is_history(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana = pushes.phone_of(shop.worker)
    anas_job(shop)
    works(5 * 3600)
    assert ana.titles == []


def test_a_push_says_nobodys_name(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    """It shows on locked screens."""
    ana = pushes.phone_of(shop.worker)
    job = anas_job(shop, at="Coating", priority=5)
    works()
    holds(shop, job)
    works(LATER)
    said = " ".join(str(push.payload) for push in ana.heard)
    assert len(ana.heard) == 2
    assert [name for name in (shop.customer.name, str(shop.supervisor), str(shop.worker)) if name in said] == []


def test_the_icon_counts_ones_urgent_jobs(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    anas_job(shop, priority=4)
    ana = pushes.phone_of(shop.worker)
    anas_job(shop, priority=5)
    works()
    assert ana.heard[0].payload["app_badge"] == ana.heard[0].payload["notification"]["app_badge"] == "2"
