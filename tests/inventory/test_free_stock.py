"""What of a powder is not spoken for: one question, however many jobs are open."""

from decimal import Decimal

from shopfloor.catalog.coverage import coat_needs
from shopfloor.db import in_shop
from shopfloor.inventory.queries import free_stock
from tests.house.test_queries import counted
from tests.support.people import ShopFixture


def free(shop: ShopFixture, before: int | None = None) -> Decimal:
    with shop.app.app_context(), in_shop(shop.id):
        return free_stock([shop.powders[0].id], before)[shop.powders[0].id]


def test_open_jobs_speak_for_what_they_need_and_closed_ones_for_nothing(shop: ShopFixture) -> None:
    need = coat_needs(shop.powders[0], Decimal(12), Decimal(4))
    first, _second = shop.job(), shop.job(coats=2)
    assert free(shop) == 20 - 2 * need
    assert free(shop, before=first.id) == 20
    shop.supervisor.does("cancellations", shop.supervisor.sees(first), reason="Withdrawn")
    assert free(shop) == 20 - need


def test_whoever_used_more_than_planned_speaks_for_nothing_more(shop: ShopFixture) -> None:
    job = shop.job()
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="5", unit="lb", note="")
    assert free(shop) == 15


def test_more_can_be_promised_than_there_is(shop: ShopFixture) -> None:
    for _ in range(15):
        shop.job()
    assert free(shop) < 0


def test_it_is_one_statement_for_any_number_of_powders_and_jobs(shop: ShopFixture) -> None:
    for _ in range(3):
        shop.job(coats=3)
    with shop.app.app_context(), in_shop(shop.id), counted(shop.app) as statements:
        assert len(free_stock([powder.id for powder in shop.powders])) == 3
    assert len(statements) == 1


def test_another_shops_powder_is_not_there(shop: ShopFixture, jewelry: ShopFixture) -> None:
    with jewelry.app.app_context(), in_shop(jewelry.id):
        assert free_stock([shop.powders[0].id]) == {}
