"""A rework record: opened where it is found, worked on, closed by those who answer for it."""

import re
from uuid import uuid4

import pytest

from tests.rework.conftest import closes, number_of, opens, status_called
from tests.support.people import ShopFixture


def test_whoever_finds_it_opens_a_record(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number = number_of(opens(shop.worker, job, note="Both faces", material=shop.powders[0].id))
    assert re.fullmatch(r"RW-\d{4}-0001", number)
    page = shop.worker.opens(f"/rework/{number}").text
    for words in ("Orange peel", "Recoat, 2 ×", "RAL 9005 Jet black", "Quality Check", "Both faces", str(shop.worker), "Open"):
        assert words in page
    assert number in shop.worker.reads_job(job)
    assert shop.story(job) == [f"{shop.worker} opened {number} on {job}: Orange peel, 2 × 18-inch wheel"]


def test_each_failure_is_a_record_of_its_own(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    first, second = (number_of(opens(shop.worker, job, reason=reason)) for reason in ("Orange peel", "Gloss off"))
    assert first != second


def test_a_double_submit_opens_one_record(shop: ShopFixture) -> None:
    job, key = shop.job(at="Quality Check"), uuid4().hex
    number = number_of(opens(shop.worker, job, key=key))
    number_of(opens(shop.worker, job, reason="Gloss off"))
    assert number_of(opens(shop.worker, job, key=key)) == number
    assert len(shop.story(job)) == 2


def test_it_is_worked_on_and_closed_with_what_became_of_it(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number = number_of(opens(shop.worker, job))
    for _ in range(2):
        assert shop.worker.posts(f"/rework/{number}/starts").status_code == 303
    assert "In progress" in shop.worker.opens(f"/rework/{number}").text
    assert closes(shop.worker, number).status_code == 403
    assert closes(shop.supervisor, number, extra_material="1 lb of powder", billable="y").status_code == 303
    page = shop.worker.opens(f"/rework/{number}").text
    for words in ("Closed", "Sanded, coated again", "45 min", "1 lb of powder", "The customer", str(shop.supervisor)):
        assert words in page
    assert shop.story(job)[1:] == [
        f"{shop.worker} started work on {number} of {job}",
        f"{shop.supervisor} closed {number} of {job}: Sanded, coated again",
    ]


def test_what_is_closed_stays_closed(shop: ShopFixture) -> None:
    number, key = number_of(opens(shop.worker, shop.job(at="Quality Check"))), uuid4().hex
    assert closes(shop.supervisor, number, key=key).status_code == 303
    assert closes(shop.supervisor, number, key=key).status_code == 303  # the same, sent twice
    again = closes(shop.supervisor, number)
    assert (again.status_code, "is closed" in again.text) == (422, True)
    assert shop.worker.posts(f"/rework/{number}/starts").status_code == 422


def test_a_supervisor_sends_the_job_back_in_the_same_moment(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    coating = status_called(shop, "Coating")
    number = number_of(opens(shop.supervisor, job, send_to=coating))
    assert shop.story(job) == [
        f"{shop.supervisor} opened {number} on {job}: Orange peel, 2 × 18-inch wheel",
        f"{shop.supervisor} set {job} from Quality Check to Coating: {number}: Orange peel",
    ]


def test_a_worker_opens_the_record_and_the_job_stays(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    assert "Send the job back to" not in shop.worker.opens(f"/jobs/{job}/reworks/new").text
    number_of(opens(shop.worker, job, send_to=status_called(shop, "Coating")))
    assert len(shop.story(job)) == 1


def test_if_someone_was_quicker_nothing_is_opened_and_nothing_typed_is_lost(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    seen = shop.supervisor.sees(job)
    shop.worker.taps(seen)
    reply = opens(shop.supervisor, job, send_to=status_called(shop, "Coating"), step=seen.step, note="Both faces")
    assert reply.status_code == 409
    assert "Both faces" in reply.text
    assert "Here it is as it stands now" in reply.text
    assert len(shop.story(job)) == 1
    step = shop.supervisor.sees(job).step
    assert f'value="{step}"' in reply.text  # sent again, it is done


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("reason", "", "Choose what is wrong"),
        ("reason", "Because", "valid choice"),
        ("kind", "Magic", "valid choice"),
        ("quantity", "5", "There are 4 of them"),
        ("quantity", "0", "At least"),
        ("quantity", "lots", "not a number"),
        ("item", "987654321", "valid choice"),
        ("material", "987654321", "valid choice"),
        ("send_to", "987654321", "valid choice"),
        ("extra_minutes", "-4", "At least"),
        ("note", "x" * 2001, "At most 2,000"),
        ("extra_material", "x" * 201, "At most 200"),
        ("disposition", "Hide it", "valid choice"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(shop: ShopFixture, field: str, typed: str, why: str) -> None:
    job = shop.job(at="Quality Check")
    reply = opens(shop.owner, job, **{"note": "Kept as typed", field: typed})
    assert reply.status_code == 422
    assert why in reply.text
    assert field == "note" or "Kept as typed" in reply.text
    assert shop.story(job) == []


@pytest.mark.parametrize("resolution", ["", " \n ", "\x00\x07", "x" * 2001])
def test_closing_needs_words_that_can_be_kept(shop: ShopFixture, resolution: str) -> None:
    number = number_of(opens(shop.worker, shop.job(at="Quality Check")))
    reply = closes(shop.supervisor, number, resolution, extra_minutes="12.5")
    assert reply.status_code == 422
    assert 'value="12.5"' in reply.text


@pytest.mark.parametrize("trade", ["jewelry", "field"])
def test_each_trade_has_its_own_reasons(request: pytest.FixtureRequest, trade: str) -> None:
    shop: ShopFixture = request.getfixturevalue(trade)
    job = shop.job()
    page = shop.worker.opens(f"/jobs/{job}/reworks/new").text
    wanted, kind = {"jewelry": ("Stone loose", "Redo repair"), "field": ("Wrong part", "Return visit")}[trade]
    assert wanted in page
    assert "Orange peel" not in page
    number_of(opens(shop.worker, job, reason=wanted, kind=kind, quantity="1"))


def test_another_shops_record_is_nowhere(shop: ShopFixture) -> None:
    number = number_of(opens(shop.worker, shop.job()))
    assert shop.stranger.opens(f"/rework/{number}").status_code == 404
    assert closes(shop.stranger, number).status_code == 404
