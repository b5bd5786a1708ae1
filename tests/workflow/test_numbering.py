"""Numbers people say aloud: by the shop's month, without gaps, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import db, in_shop, operation
from shopfloor.jobs import operations
from shopfloor.jobs.operations import NewJob
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.models import Counter
from shopfloor.shops.numbering import monthly_number, next_in
from tests.support.people import ShopFixture
from tests.workflow.vectors import vector

CHICAGO = "America/Chicago"
MARCH_14 = datetime(2025, 3, 14, 15, tzinfo=UTC)


@operation
def number_of(created: datetime, zone: str = CHICAGO) -> str:
    return monthly_number("JOB", created, zone)


def after(shop: ShopFixture, previous: str, created: datetime, zone: str = CHICAGO) -> str:
    """The number a job gets that is created then, when `previous` is the newest there is."""
    _, period, last = previous.split("-")
    with shop.app.app_context(), in_shop(shop.id):
        db.session.add(Counter(series="JOB", period=period, last=int(last)))
        db.session.commit()
        return number_of(created, zone)


def on_the_wall(wall: str, zone: str = CHICAGO) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=clock.zone(zone))


def test_the_next_number_follows_the_highest_of_the_month(shop: ShopFixture) -> None:
    entry = vector("numbering", "NUM-01")
    created = on_the_wall(entry["input"]["created_local"])
    assert after(shop, "JOB-2503-0041", created) == entry["expected"]


@pytest.mark.parametrize("vector_id", ["NUM-02", "NUM-04", "NUM-07"])
def test_months_years_and_the_ten_thousandth_roll_over(shop: ShopFixture, vector_id: str) -> None:
    entry = vector("numbering", vector_id)
    created = on_the_wall(entry["input"]["created_local"])
    assert after(shop, entry["input"]["previous"], created) == entry["expected"]


def test_the_month_is_the_one_on_the_shops_wall(shop: ShopFixture) -> None:
    entry = vector("numbering", "NUM-05")
    created, zone = datetime.fromisoformat(entry["input"]["created_utc"]), entry["input"]["shop_tz"]
    assert after(shop, entry["input"]["previous"], created, zone) == entry["expected"]


def test_a_cancelled_jobs_number_is_never_given_again(shop: ShopFixture) -> None:
    entry = vector("numbering", "NUM-08")
    with clock.set_to(MARCH_14):
        made = [shop.job() for _ in entry["input"]["existing"]]
        assert [job.number for job in made] == entry["input"]["existing"]
        second = shop.supervisor.sees(made[1])
        with shop.app.app_context(), in_shop(shop.id):
            operations.cancel(str(made[1]), "Withdrawn", expected=second.step, by=shop.supervisor.member)
        assert shop.job().number == entry["expected"]


def test_fifty_jobs_made_at_once_have_fifty_numbers_in_a_row(shop: ShopFixture) -> None:
    entry = vector("numbering", "NUM-10")
    first = after(shop, entry["input"]["previous"], MARCH_14)
    with ThreadPoolExecutor(8) as office:
        made = list(office.map(lambda _: _job_made_in_march(shop), range(entry["input"]["concurrent_creates"] - 1)))
    assert sorted([first, *made]) == [f"JOB-2503-{n:04d}" for n in range(44, 94)]


def test_a_job_that_was_refused_takes_no_number(shop: ShopFixture) -> None:
    with clock.set_to(MARCH_14), shop.app.app_context(), in_shop(shop.id):
        with pytest.raises(Invalid):
            operations.create_job(NewJob("coating", "Wheels", [], customer=shop.customer), by=shop.supervisor.member)
        with pytest.raises(ZeroDivisionError):
            _numbered_and_dropped()
    with clock.set_to(MARCH_14):
        assert shop.job().number == "JOB-2503-0001"


def test_each_shop_and_each_kind_of_work_counts_for_itself(jewelry: ShopFixture, shop: ShopFixture) -> None:
    with clock.set_to(MARCH_14):
        numbers = [jewelry.job(kind=kind).number for kind in ("repair", "custom", "repair", "production")]
        assert numbers == ["RPR-2503-0001", "CUS-2503-0001", "RPR-2503-0002", "PRD-2503-0001"]
        assert shop.job().number == "JOB-2503-0001"


@operation
def _numbered_and_dropped() -> None:
    next_in("JOB", "2503")
    raise ZeroDivisionError


def _job_made_in_march(shop: ShopFixture) -> str:
    new = NewJob("coating", "Wheels", [ItemPlan("Wheel")], customer=shop.customer)
    with clock.set_to(MARCH_14), shop.app.app_context(), in_shop(shop.id):
        return operations.create_job(new, by=shop.supervisor.member).number
