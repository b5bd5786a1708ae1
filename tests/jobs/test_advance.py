"""The tap."""

from uuid import uuid4

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
    assert again.json["said"] == first.json["said"]
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]
