"""On hold, cancelled, set by a supervisor, taken back."""

import re
from uuid import uuid4

import pytest

from tests.support.people import JobHandle, ShopFixture


def status_of(shop: ShopFixture, job: JobHandle) -> str:
    with shop.app.app_context():
        from shopfloor.db import db, in_shop
        from shopfloor.jobs.standing import locked

        with in_shop(shop.id):
            standing = locked(job.number)
            db.session.rollback()
            return standing.status.label


def status_id(shop: ShopFixture, label: str, kind: str = "coating") -> int:
    with shop.app.app_context():
        from shopfloor.db import in_shop
        from shopfloor.workflow.queries import workflow

        with in_shop(shop.id):
            return next(s.id for s in workflow(1).of(kind) if s.label == label)


def test_hold_remembers_where_it_came_from_and_resumes_there(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    held = shop.worker.does("holds", shop.worker.sees(job), reason="Powder not here")
    assert "On hold" in held.json["cards"][0]["html"]
    assert "Resume Coating" in held.json["cards"][0]["html"]
    resumed = shop.worker.does("resumptions", shop.worker.sees(job))
    assert "Advance to Curing" in resumed.json["cards"][0]["html"]
    assert shop.story(job) == [
        f"{shop.worker} put {job} on hold (Coating): Powder not here",
        f"{shop.worker} resumed {job} in Coating",
    ]


def test_a_held_job_cannot_be_advanced(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    reply = shop.worker.taps(shop.worker.sees(job))
    assert reply.status_code == 422
    assert "on hold" in reply.json["error"]


@pytest.mark.parametrize("reason", ["", "   ", "\x00\x01", "x" * 201])
def test_hold_and_cancel_ask_for_a_reason(shop: ShopFixture, reason: str) -> None:
    job = shop.job(at="Coating")
    for verb in ("holds", "cancellations"):
        reply = shop.supervisor.does(verb, shop.supervisor.sees(job), reason=reason)
        assert reply.status_code == 422
        assert reply.json["error"]
    assert shop.story(job) == []


def test_holding_twice_and_resuming_what_is_not_held_are_refused(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert shop.worker.does("resumptions", shop.worker.sees(job)).status_code == 422
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    assert shop.worker.does("holds", shop.worker.sees(job), reason="Oven down").status_code == 422


def test_a_supervisor_cancels_from_anywhere_even_from_hold(shop: ShopFixture) -> None:
    job = shop.job(at="Curing")
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    reply = shop.supervisor.does("cancellations", shop.supervisor.sees(job), reason="Customer gave up")
    assert reply.json["gone"] == [f"job-{job.id}"]
    assert shop.story(job)[-1] == f"{shop.supervisor} cancelled {job} (On Hold): Customer gave up"


def test_a_worker_may_not_cancel_or_set_a_status(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert shop.worker.does("cancellations", shop.worker.sees(job), reason="No").status_code == 403
    wanted = {"status": status_id(shop, "Completed"), "note": "No"}
    assert shop.worker.does("status-changes", shop.worker.sees(job), **wanted).status_code == 403
    assert shop.story(job) == []


def test_a_supervisor_sets_any_status_and_the_route_makes_room_for_it(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")  # this one skips Sandblasting
    wanted = {"status": status_id(shop, "Sandblasting"), "note": "Rust under the film"}
    shop.supervisor.does("status-changes", shop.supervisor.sees(job), **wanted)
    onward = shop.worker.taps(shop.worker.sees(job))
    assert onward.json["said"] == f"{job} is in In Oven"
    assert shop.story(job)[0] == f"{shop.supervisor} set {job} from Coating to Sandblasting: Rust under the film"


def test_setting_a_status_asks_why_and_refuses_what_is_not_one(shop: ShopFixture, jewelry: ShopFixture) -> None:
    job = shop.job(at="Coating")
    for wrong in (
        {"status": status_id(shop, "Curing"), "note": ""},
        {"status": status_id(shop, "On Hold"), "note": "Why not"},
        {"status": status_id(jewelry, "Received", "repair"), "note": "Another shop's"},
        {"status": 999_999, "note": "No such"},
        {"status": "Curing", "note": "Not a number"},
        {"status": status_id(shop, "Coating"), "note": "Where it is"},
    ):
        reply = shop.supervisor.does("status-changes", shop.supervisor.sees(job), **wrong)
        assert (reply.status_code, bool(reply.json["error"])) == (422, True)
    assert shop.story(job) == []


def test_undo_takes_the_move_back_by_a_row_of_its_own(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    moved = shop.worker.taps(shop.worker.sees(job))
    undo = moved.json["undo"]
    reply = shop.worker.posts(undo["url"], json=True, step=undo["step"], key=uuid4().hex, view="mobile")
    assert "Advance to Curing" in reply.json["cards"][0]["html"]
    assert reply.json["undo"] is None
    assert shop.story(job) == [
        f"{shop.worker} moved {job} from Coating to Curing",
        f"{shop.worker} took {job} back from Curing to Coating",
    ]


@pytest.mark.parametrize(("verb", "said"), [("holds", {"reason": "Oven down"}), ("moves", {})])
def test_undo_restores_even_hold_and_how_long_it_stood(shop: ShopFixture, verb: str, said: dict[str, str]) -> None:
    job = shop.job(at="Coating")
    before = without_counters(shop.worker.opens(f"/jobs/{job}/bump").text)
    shop.worker.does(verb, shop.worker.sees(job), **said)
    shop.worker.does("undos", shop.worker.sees(job))
    assert without_counters(shop.worker.opens(f"/jobs/{job}/bump").text) == before


def without_counters(page: str) -> str:
    """The page without the two numbers that only ever grow."""
    return re.sub(r'data-seq="\d+"|name="step" value="\d+"', "", page)


def test_a_move_that_is_no_longer_the_last_cannot_be_undone(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    undo = shop.worker.taps(shop.worker.sees(job)).json["undo"]
    shop.supervisor.taps(shop.supervisor.sees(job))
    reply = shop.worker.posts(undo["url"], json=True, step=undo["step"], key=uuid4().hex)
    assert reply.status_code == 409
    assert status_of(shop, job) == "Quality Check"


def test_an_undoing_is_not_undone_and_anothers_move_is_not_ones_own(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.supervisor.taps(shop.supervisor.sees(job))
    assert shop.worker.does("undos", shop.worker.sees(job)).status_code == 403
    assert shop.supervisor.does("undos", shop.supervisor.sees(job)).status_code == 200
    assert shop.supervisor.does("undos", shop.supervisor.sees(job)).status_code == 422
