"""Jobs on their way: the moves of the reference table, through the front door."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shopfloor.db import in_shop
from shopfloor.jobs import operations, queries
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.setting import setting_of
from shopfloor.jobs.standing import locked
from shopfloor.kernel import clock
from tests.support.people import ORIGIN, JobHandle, ShopFixture
from tests.workflow.vectors import vector


def card_of(shop: ShopFixture, job: JobHandle) -> Card:
    with shop.app.app_context(), in_shop(shop.id):
        return cards([job.id], setting_of(shop.shop))[0]


def stands(shop: ShopFixture, job: JobHandle) -> str:
    return card_of(shop, job).status.label


@pytest.mark.parametrize("vector_id", ["FL-01", "FL-02"])
def test_advance_takes_the_next_status(shop: ShopFixture, vector_id: str) -> None:
    move = vector("powder_status_flow", vector_id)
    job = shop.job(at=move["input"]["status"])
    shop.worker.taps(shop.worker.sees(job))
    assert stands(shop, job) == move["expected"]["status"]


def test_a_hold_needs_a_reason(shop: ShopFixture) -> None:
    move = vector("powder_status_flow", "FL-04")
    job = shop.job(at=move["input"]["status"])
    card = shop.worker.sees(job)
    assert shop.worker.does("holds", card, reason=" ").status_code == 422
    assert stands(shop, job) == move["input"]["status"]
    assert shop.worker.does("holds", card, reason="Powder not here").status_code == 200
    assert stands(shop, job) == move["expected"]["status"]


def test_a_held_job_resumes_where_it_was_held(shop: ShopFixture) -> None:
    move = vector("powder_status_flow", "FL-05")
    job = shop.job(at=move["input"]["held_from"])
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    assert shop.worker.taps(shop.worker.sees(job)).status_code == 422
    shop.worker.does("resumptions", shop.worker.sees(job))
    assert stands(shop, job) == move["expected"]["status"]


def test_after_the_first_coat_is_cured_comes_the_second(shop: ShopFixture) -> None:
    move = vector("powder_status_flow", "FL-07")
    job = shop.job(at=move["input"]["status"], coats=move["input"]["coats_total"])
    shop.worker.taps(shop.worker.sees(job))
    card = card_of(shop, job)
    assert card.status.label == move["expected"]["status"]
    assert [coat.coat for coat in card.coats if coat.state == "now"] == [move["expected"]["coat"]]


def test_a_cancelled_job_is_offered_no_next_step(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.supervisor.does("cancellations", shop.supervisor.sees(job), reason="Customer withdrew")
    card = card_of(shop, job)
    assert (card.next_label is not None) == vector("powder_status_flow", "FL-08")["expected"]["offered"]
    assert shop.worker.taps(shop.worker.sees(job)).status_code == 422
    assert stands(shop, job) == "Cancelled"


def test_a_scan_without_signing_in_moves_nothing(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    nobody = shop.app.test_client()
    reply = nobody.post(f"/jobs/{job}/moves", data={"step": shop.worker.sees(job).step}, headers={"Origin": ORIGIN})
    assert reply.status_code == 302
    moved = stands(shop, job) != "Coating"
    assert moved == vector("powder_status_flow", "FL-10")["expected"]["status_changed"]


def test_days_in_a_lane_are_days_of_the_shops_calendar(jewelry: ShopFixture) -> None:
    entry = vector("days_in_stage", "LANE-01")
    with clock.set_to(local(entry["input"]["entered_lane_local"], jewelry)):
        job = jewelry.job(kind="repair")
    with clock.set_to(local(entry["input"]["now_local"], jewelry)):
        assert days_in_stage(jewelry, job) == entry["expected"]["days_in_stage"]


def test_the_days_run_on_through_the_statuses_of_one_lane(jewelry: ShopFixture) -> None:
    entry = vector("days_in_stage", "LANE-02")
    with clock.set_to(local("2025-03-01T10:00", jewelry)):
        job = jewelry.job(kind="repair", quote_first=True)
    set_to(jewelry, job, "Needs quote", on="2025-03-04T10:00")
    set_to(jewelry, job, "Waiting on vendor", on="2025-03-06T10:00")
    with clock.set_to(local(entry["input"]["now_local"], jewelry)):
        assert days_in_stage(jewelry, job) == entry["expected"]["days_in_stage"]


def test_a_job_counts_from_new_when_it_changes_its_lane(shop: ShopFixture) -> None:
    with clock.set_to(datetime.now(UTC) - timedelta(days=4)):
        job = shop.job(at="In Preparation")
    assert days_in_stage(shop, job) == "4"
    shop.worker.taps(shop.worker.sees(job))
    assert days_in_stage(shop, job) == "0"


def days_in_stage(shop: ShopFixture, job: JobHandle) -> str:
    """The days its card tells, "0" when it tells the hour instead."""
    told = re.search(r"(\d+) d\b", card_of(shop, job).stage_words)
    return told[1] if told else "0"


def local(wall: str, shop: ShopFixture) -> datetime:
    """What the clock on the shop's wall shows, as a moment."""
    return datetime.fromisoformat(wall).replace(tzinfo=clock.zone(shop.shop.timezone))


def set_to(shop: ShopFixture, job: JobHandle, label: str, *, on: str) -> None:
    with shop.app.app_context(), in_shop(shop.id), clock.set_to(local(on, shop)):
        standing: Any = locked(job.number)
        wanted = next(stand for stand in standing.workflow.of(standing.kind) if stand.label == label)
        operations.set_status(job.number, wanted.id, "As it is", expected=standing.step, by=shop.supervisor.member)
        assert queries.job(job.number).status_id == wanted.id
