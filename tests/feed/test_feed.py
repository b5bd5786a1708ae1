"""What is new since a number."""

from shopfloor.db import db, in_shop
from shopfloor.events import LogHead
from tests.support.people import Person, ShopFixture


def head(shop: ShopFixture) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return db.session.get_one(LogHead, shop.id).seq


def asks(person: Person, since: int, **headers: str):
    return person.opens(f"/feed?since={since}&view=mobile", headers={"Accept": "application/json", **headers})


def test_nothing_new_costs_nothing(shop: ShopFixture) -> None:
    shop.job()
    first = asks(shop.worker, head(shop))
    assert first.json["cards"] == []
    again = asks(shop.worker, head(shop), **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_new_a_moved_and_a_finished_job_are_told_once_each(shop: ShopFixture) -> None:
    moved, finished, quiet = shop.job(at="Coating"), shop.job(at="Ready for Pickup"), shop.job()
    since = head(shop)
    shop.worker.taps(shop.worker.sees(moved))
    shop.worker.taps(shop.worker.sees(finished))
    new = shop.job()
    news = asks(shop.supervisor, since).json
    assert {card["id"] for card in news["cards"]} == {f"job-{moved.id}", f"job-{new.id}"}
    assert news["gone"] == [f"job-{finished.id}"]
    assert news["seq"] == head(shop)
    assert f"job-{quiet.id}" not in str(news)
    assert asks(shop.supervisor, news["seq"]).json["cards"] == []


def test_a_page_and_the_feed_show_the_same_card(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    since = head(shop)
    shop.worker.taps(shop.worker.sees(job))
    (card,) = asks(shop.worker, since).json["cards"]
    assert card["html"] in shop.worker.opens("/mobile").text


def test_another_shop_hears_nothing(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.worker.taps(shop.worker.sees(job))
    assert str(job.number) not in asks(shop.stranger, 0).text


def test_a_page_left_open_for_too_long_is_told_to_reload(shop: ShopFixture) -> None:
    shop.job()
    assert asks(shop.worker, 10**9).json["reload"] is True


def test_questions_that_make_no_sense_are_answered_in_words(shop: ShopFixture) -> None:
    for address in ("/feed?since=", "/feed?since=-1", "/feed?since=ten", "/feed?since=" + "9" * 99, "/feed?since=½"):
        assert shop.worker.opens(address, headers={"Accept": "application/json"}).status_code == 422
    assert shop.worker.opens("/feed?since=0&view=nothing").status_code == 404
