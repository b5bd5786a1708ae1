"""The page behind a powder's code."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shopfloor.catalog.queries import material
from shopfloor.db import in_shop
from shopfloor.inventory.queries import ledger_sums
from tests.support.people import JobHandle, ShopFixture


def logs(shop: ShopFixture, job: JobHandle | None, quantity: str, unit: str = "lb", **more: Any):
    address = f"/materials/{shop.powders[0].id}/log" + (f"?job={job}" if job else "")
    reply = shop.worker.posts(address, **{"key": uuid4().hex, "quantity": quantity, "unit": unit, **more})
    return shop.worker.opens(reply.location) if reply.status_code == 303 else reply


def on_hand(shop: ShopFixture) -> Decimal:
    with shop.app.app_context(), in_shop(shop.id):
        return material(shop.powders[0].id).on_hand


def test_logging_lowers_the_stock_at_once_and_writes_the_ledger(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    reply = logs(shop, job, "1.25")
    assert "20 → <b>18.75 lb" in reply.text
    assert on_hand(shop) == Decimal("18.75")
    assert shop.story(job) == [f"{shop.worker} used 1.25 lb of RAL 9005 Jet black on {job}"]
    assert "1.25 lb" in shop.worker.reads_job(job)


@pytest.mark.parametrize(("quantity", "unit", "left"), [("8", "oz", "19.5"), ("1", "kg", "17.795"), ("500", "g", "18.898")])
def test_other_units_are_turned_into_the_materials_own(shop: ShopFixture, quantity: str, unit: str, left: str) -> None:
    logs(shop, shop.job(), quantity, unit)
    assert on_hand(shop) == Decimal(left)


def test_double_submit_counts_once(shop: ShopFixture) -> None:
    job, key = shop.job(), uuid4().hex
    logs(shop, job, "2", key=key)
    again = logs(shop, job, "2", key=key)
    assert "saved already, once" in again.text
    assert on_hand(shop) == Decimal(18)


@pytest.mark.parametrize("quantity", ["0", "-1", "1e9", "ten", "", "NaN", "0.0001"])
def test_amounts_that_cant_be_are_said_beside_the_field(shop: ShopFixture, quantity: str) -> None:
    job = shop.job()
    reply = logs(shop, job, quantity, note="second coat")
    assert reply.status_code == 422
    assert "quantity-error" in reply.text
    assert 'value="second coat"' in reply.text
    assert on_hand(shop) == Decimal(20)
    assert shop.story(job) == []


def test_a_unit_nobody_has_is_refused(shop: ShopFixture) -> None:
    assert logs(shop, shop.job(), "1", "stone").status_code == 422


def test_stock_may_go_below_nothing_and_the_ledger_still_adds_up(shop: ShopFixture) -> None:
    logs(shop, shop.job(), "25")
    assert on_hand(shop) == Decimal(-5)
    with shop.app.app_context(), in_shop(shop.id):
        assert all(row.on_hand == row.moved for row in ledger_sums())


def test_powder_is_logged_without_a_job_too(shop: ShopFixture) -> None:
    assert logs(shop, None, "1").status_code == 200
    assert on_hand(shop) == Decimal(19)


def test_another_shops_powder_or_job_is_nowhere(shop: ShopFixture) -> None:
    address = f"/materials/{shop.powders[0].id}/log"
    assert shop.stranger.opens(address).status_code == 404
    assert shop.stranger.posts(address, quantity="1", unit="lb").status_code == 404
    assert shop.worker.opens(f"{address}?job=JOB-9901-0001").status_code == 404
