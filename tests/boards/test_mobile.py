"""Shop Mobile."""

import re
from datetime import UTC, date, datetime, timedelta

from shopfloor.kernel import clock
from tests.support.people import ShopFixture


def test_the_address_in_the_help_leads_here(shop: ShopFixture) -> None:
    reply = shop.worker.opens("/Jobs/ShopMobile")
    assert (reply.status_code, reply.location) == (301, "/mobile")


def test_cards_stand_by_status_then_by_due_date(shop: ShopFixture) -> None:
    today = date(2026, 11, 23)
    late = shop.job(at="Coating", due_on=today - timedelta(days=3))
    undated = shop.job(at="Coating", due_on=None)
    soon = shop.job(at="Coating", due_on=today + timedelta(days=1))
    cured = shop.job(at="Curing", due_on=today - timedelta(days=9))
    page = shop.worker.opens("/mobile").text
    shown = re.findall(r'<article id="job-(\d+)"', page)
    assert shown == [str(job.id) for job in (late, soon, undated, cured)]


def test_due_dates_are_said_in_words(shop: ShopFixture) -> None:
    today = date(2026, 11, 23)
    for days in (-3, -1, 0, 1, 9):
        shop.job(due_on=today + timedelta(days=days))
    with clock.set_to(datetime(2026, 11, 23, 18, tzinfo=UTC)):
        shop.worker.signs_in_quietly()
        page = shop.worker.opens("/mobile").text
    for words in ("3 days overdue", "1 day overdue", "Due today", "Due tomorrow", "Due Wed 2 Dec"):
        assert words in page


def test_midnight_in_the_shop_changes_the_words(shop: ShopFixture) -> None:
    shop.job(due_on=date(2026, 11, 24))
    pages = []
    for moment in (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), datetime(2026, 11, 24, 6, 1, tzinfo=UTC)):  # Chicago is UTC-6
        with clock.set_to(moment):
            shop.worker.signs_in_quietly()
            pages.append(shop.worker.opens("/mobile").text)
    assert "Due tomorrow" in pages[0]
    assert "Due today" in pages[1]


def test_a_card_says_all_a_worker_needs(shop: ShopFixture) -> None:
    job = shop.job(
        at="Coating", coats=2, services=["masking"], priority=5, location="Rack B3",
        workers=[shop.worker.member], instructions="Mask the lug seats. Film 2.5 mil.",
    )  # fmt: skip
    page = shop.worker.opens("/mobile").text
    card = re.search(rf'<article id="job-{job.id}".*?</article>', page, re.DOTALL)[0]
    words = (
        job.number, shop.customer.name, "4 × 18-inch wheel", "RAL 9005 Jet black", "coat 1 of 2", "Rack B3", "Rush",
        shop.worker.member.name, "Mask the lug seats.", "Masking", "Due Tue 1 Dec", "Advance to Curing", "#0e0e10",
    )  # fmt: skip
    for word in words:
        assert word in card, word


def test_chips_count_each_persons_jobs(shop: ShopFixture) -> None:
    shop.job(workers=[shop.worker.member])
    shop.job(workers=[shop.worker.member, shop.supervisor.member])
    page = re.sub(r"\s+", " ", shop.owner.opens("/mobile").text)
    for name, count in ((shop.worker.member.name, 2), (shop.supervisor.member.name, 1)):
        assert re.search(rf">{name}</span> <b[^>]*>{count}</b>", page)


def test_finished_and_cancelled_jobs_leave(shop: ShopFixture) -> None:
    done, gone = shop.job(at="Delivered"), shop.job()
    shop.supervisor.does("cancellations", shop.supervisor.sees(gone), reason="Customer gave up")
    page = shop.worker.opens("/mobile").text
    assert done.number not in page
    assert gone.number not in page


def test_days_are_counted_by_lane_in_the_shops_days(shop: ShopFixture) -> None:
    with clock.set_to(datetime(2026, 11, 20, 15, tzinfo=UTC)):
        job = shop.job(at="Coating")
    with clock.set_to(datetime(2026, 11, 22, 15, tzinfo=UTC)):
        shop.worker.taps(shop.worker.sees(job), at="")  # to Curing: the same lane
        shop.worker.signs_in_quietly()
        assert "Coat &amp; cure 2 d" in shop.worker.opens("/mobile").text


def test_three_kinds_of_one_name_are_one_group(jewelry: ShopFixture) -> None:
    for kind in ("repair", "custom", "production"):
        jewelry.job(kind=kind, at="In progress")
    page = jewelry.worker.opens("/mobile").text
    assert len(re.findall(r"<h2[^>]*>In progress</h2>", page)) == 1
