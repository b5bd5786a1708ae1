"""What a device keeps of the floor, for the corners where there is no signal."""

import re
from typing import Any

from shopfloor.db import in_shop
from shopfloor.sheets import queries
from shopfloor.sheets.pocket import mark
from tests.support.people import JobHandle, ShopFixture


def pockets(shop: ShopFixture, **since: int) -> dict[str, Any]:
    return shop.worker.opens("/feed", query_string={"view": "pocket", **since}).json


def codes(shop: ShopFixture, job: JobHandle) -> list[Any]:
    with shop.app.app_context(), in_shop(shop.id):
        return [code for code, _ in queries.codes_of([job.id])[job.id]]


def test_a_device_that_knows_nothing_is_told_the_whole_floor(shop: ShopFixture) -> None:
    job, delivered = shop.job(at="Coating"), shop.job(at="Delivered")
    told = pockets(shop)
    assert told["whole"] is True
    assert [pocket["id"] for pocket in told["cards"]] == [f"pocket-{job.id}"]
    assert f"pocket-{delivered.id}" not in str(told)
    assert pockets(shop, since=told["seq"])["cards"] == []


def test_a_pocket_holds_what_the_jobs_codes_open_and_the_way_that_is_left(shop: ShopFixture) -> None:
    job = shop.job(at="Coating", coats=2)
    html = pockets(shop)["cards"][0]["html"]
    for code in codes(shop, job):
        opens = f"powder-{code.material_id}" if code.material_id else code.purpose
        assert f"{opens}.{mark(code.token)}.{mark(code.short)}" in html
        assert code.token not in html  # it could be printed from there
        assert f'data-part="{opens}"' in html or opens in {"view", "bump"}
    ahead = re.search(r'data-ahead="([^"]*)"', html)[1].split("|")
    assert ahead[:3] == ["Curing", "Coating", "Curing"]
    assert ahead[-1] == "Delivered"


def test_new_codes_reach_the_pockets(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    old, since = codes(shop, job)[0], pockets(shop)["seq"]
    shop.supervisor.posts(f"/jobs/{job}/codes")
    html = pockets(shop, since=since)["cards"][0]["html"]
    assert mark(old.token) not in html


def test_nobody_carries_another_shops_floor(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert job.number not in shop.stranger.opens("/feed?view=pocket").text
