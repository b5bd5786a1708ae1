"""The demo shops, as they stand when they have been built."""

from collections import Counter
from datetime import date, timedelta
from html import unescape
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest

from shopfloor.accounts.queries import has_users
from shopfloor.db import everywhere
from shopfloor.demo import DEMO_SHOPS, load_demo
from shopfloor.demo.dice import Dice
from shopfloor.demo.hours import Hours
from shopfloor.demo.planner import Planner
from shopfloor.demo.shape import DemoShop
from shopfloor.events import Event
from shopfloor.events.verify import broken_at
from shopfloor.inventory.models import StockMovement
from shopfloor.inventory.queries import ledger_sums
from shopfloor.jobs.models import Job, JobWorker, Note
from shopfloor.rework.models import Rework
from shopfloor.shops.queries import shops
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.workflow.queries import workflow
from shopfloor.workflow.trades import TRADES
from tests.demo.conftest import PASSWORD, Demo, EmptyApp
from tests.support.people import ORIGIN


def data_of(trade: str) -> DemoShop:
    return next(shop for shop in DEMO_SHOPS if shop.trade == trade)


def today_in(demo: Demo, trade: str) -> date:
    return demo.now.astimezone(ZoneInfo(data_of(trade).timezone)).date()


def test_a_shop_has_sixty_live_jobs_and_four_hundred_past_ones(demo: Demo, trade: str) -> None:
    live = [job.active for job in demo.rows(trade, Job)]
    assert 55 <= live.count(True) <= 65
    assert 390 <= live.count(False) <= 410


def test_every_status_of_the_floor_has_a_job(demo: Demo, trade: str) -> None:
    standing = {job.status_id for job in demo.rows(trade, Job) if job.active}
    with demo.inside(trade) as shop:
        floor = workflow(shop.workflow_version).on_floor
    assert {stand.label for stand in floor} == {stand.label for stand in floor if stand.id in standing}


def test_live_jobs_are_due_on_all_kinds_of_days_and_of_every_priority(demo: Demo, trade: str) -> None:
    live, today = [job for job in demo.rows(trade, Job) if job.active], today_in(demo, trade)
    days = Counter("none" if job.due_on is None else min(max((job.due_on - today).days, -1), 2) for job in live)
    assert min(days[when] for when in ("none", -1, 0, 1, 2)) >= 4
    assert {job.priority for job in live} == {priority.rank for priority in TRADES[trade].priorities}


def test_some_jobs_are_being_coated_since_this_morning(demo: Demo) -> None:
    with demo.inside("powder") as shop:
        coating = next(stand for stand in workflow(shop.workflow_version).of("coating") if stand.code == "coating")
    since = [demo.now - job.status_since for job in demo.rows("powder", Job) if job.status_id == coating.id]
    assert len(since) >= 5
    assert max(since) <= timedelta(hours=4)


def test_jobs_have_one_to_three_coats(demo: Demo) -> None:
    live = [job for job in demo.rows("powder", Job) if job.active]
    assert {max(coat for _, coat in job.route) for job in live} == {1, 2, 3}


def test_the_logs_times_never_run_backwards(demo: Demo, trade: str) -> None:
    log = demo.rows(trade, Event)
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    recorded = [event.recorded_at for event in log]
    assert recorded == sorted(recorded)
    assert all(event.occurred_at <= event.recorded_at <= demo.now for event in log)


def test_a_jobs_deeds_happened_in_the_order_in_which_they_are_told(demo: Demo, trade: str) -> None:
    about = sorted(
        (event for event in demo.rows(trade, Event) if event.subject_type == "job"), key=lambda e: (e.subject_id, e.seq)
    )
    for _, events in groupby(about, key=lambda event: event.subject_id):
        moments = [event.occurred_at for event in events]
        assert moments == sorted(moments)


def test_the_log_reaches_from_nine_months_ago_to_this_day(demo: Demo, trade: str) -> None:
    moments = [event.recorded_at for event in demo.rows(trade, Event)]
    assert timedelta(days=250) < demo.now - moments[0] < timedelta(days=300)
    assert demo.now - moments[-1] < timedelta(hours=4)


def test_before_today_people_worked_on_weekdays_within_hours(demo: Demo, trade: str) -> None:
    shop, zone = data_of(trade), ZoneInfo(data_of(trade).timezone)
    hours = Hours.of(shop, demo.now)
    opened_today = hours.moment(hours.worked_today) - timedelta(minutes=1)
    walls = [event.recorded_at.astimezone(zone) for event in demo.rows(trade, Event) if event.recorded_at < opened_today]
    assert all(wall.weekday() < 5 and shop.opens <= wall.time() <= shop.closes for wall in walls)


def test_the_past_holds_what_happens_in_a_shop(demo: Demo, trade: str) -> None:
    kinds = Counter(event.kind for event in demo.rows(trade, Event))
    assert min(kinds[f"job.{what}"] for what in ("held", "resumed", "cancelled", "move_undone", "status_set")) >= 5
    assert len(demo.rows(trade, Note)) >= 50
    assert {event.source for event in demo.rows(trade, Event)} == {"desk", "mobile", "bump"}
    assert any(event.occurred_at < event.recorded_at for event in demo.rows(trade, Event))
    assert len({worker.member_id for worker in demo.rows(trade, JobWorker)}) == 4


def test_every_sentence_of_the_log_reads(demo: Demo, trade: str) -> None:
    worker = next(each for each in demo.sign_ins if each.shop == data_of(trade).name and each.email.startswith("worker@"))
    client = demo.app.test_client()
    client.post("/sign-in", data={"email": worker.email, "password": PASSWORD}, headers={"Origin": ORIGIN})
    for job in demo.rows(trade, Job)[::40]:
        page = client.get(f"/jobs/{job.number}")
        assert page.status_code == 200
        assert f"created {job.number}" in page.text


def test_the_log_is_whole(demo: Demo, trade: str) -> None:
    with demo.inside(trade) as shop:
        assert broken_at(shop.id) is None


def test_the_ledger_sums_to_what_is_on_hand(demo: Demo) -> None:
    with demo.inside("powder"):
        sums = ledger_sums()
    assert len(sums) == len(data_of("powder").powders)
    assert all(on_hand == moved for _, on_hand, moved in sums)
    assert any(on_hand < 0 for _, on_hand, _ in sums)  # someone logged more than the shelf had


def test_powder_was_logged_on_most_jobs_that_were_coated(demo: Demo) -> None:
    used = {movement.job_id for movement in demo.rows("powder", StockMovement) if movement.job_id}
    past = [job for job in demo.rows("powder", Job) if job.closed_at]
    assert sum(job.id in used for job in past) > len(past) * 0.8


def test_each_person_signs_in_and_finds_their_shop(demo: Demo) -> None:
    assert len(demo.sign_ins) == 21
    for name in ("owner", "office", "supervisor", "worker", "ana"):
        client = demo.app.test_client()
        fields = {"email": f"{name}@powder.example", "password": PASSWORD}
        assert client.post("/sign-in", data=fields, headers={"Origin": ORIGIN}).status_code == 303
    page = unescape(client.get("/mobile").text)
    assert "O'Brien & Sons Fabrication" in page
    assert "Coating" in page


def test_loading_twice_is_loading_once(demo: Demo, trade: str) -> None:
    before = demo.rows(trade, Job), demo.rows(trade, Event)
    with demo.app.app_context():
        assert load_demo(lambda _email: pytest.fail("Nobody new signs in.")) == []
    assert (demo.rows(trade, Job), demo.rows(trade, Event)) == before


def test_a_start_that_is_killed_leaves_nothing(empty_app: EmptyApp) -> None:
    class Killed(BaseException):
        pass

    def password_for(email: str) -> str:
        if email == "oyvind@powder.example":
            raise Killed
        return PASSWORD

    app = empty_app("killed")
    with app.app_context():
        with pytest.raises(Killed):
            load_demo(password_for)
        with everywhere():
            assert not has_users()
            assert not shops()


def test_the_same_shop_and_moment_plan_the_same_lives(demo: Demo, trade: str) -> None:
    shop = data_of(trade)
    with demo.inside(trade) as opened:
        flow = workflow(opened.workflow_version)
    plans = [Planner(shop, Hours.of(shop, demo.now), flow, Dice(trade)).lives() for _ in range(2)]
    assert plans[0] == plans[1]


def test_people_wrote_down_their_time_and_what_a_check_sent_back(demo: Demo, trade: str) -> None:
    assert len(demo.rows(trade, TimeEntry)) >= 20
    assert trade != "powder" or {row.state for row in demo.rows(trade, Rework)} >= {"closed"}
