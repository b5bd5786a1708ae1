"""Rework, low stock, and names in notes: told to those who can do something about it."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from shopfloor.catalog.operations import add_material
from shopfloor.db import in_shop
from shopfloor.inventory.operations import log_material, open_stock
from shopfloor.jobs.queries import job as job_called
from shopfloor.rework.operations import NewRework, open_rework
from tests.notifications.conftest import Works
from tests.support.people import JobHandle, Person, ShopFixture
from tests.support.push import Phone, PushService


def phones(shop: ShopFixture, pushes: PushService) -> dict[str, Phone]:
    return {who: pushes.phone_of(getattr(shop, who)) for who in ("owner", "office", "supervisor", "worker")}


def heard(phones: dict[str, Phone]) -> dict[str, list[str]]:
    return {who: phone.titles for who, phone in phones.items() if phone.titles}


# Rework.


def finds(shop: ShopFixture, job: JobHandle, *, by: Person) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        whole = job_called(job.number)
        open_rework(whole, NewRework("Recoat", "Orange peel", Decimal(2), whole.items[0]), by=by.member)


def test_rework_is_told_to_those_who_answer_for_it(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job, all_of_them = shop.job(at="Quality Check"), phones(shop, pushes)
    finds(shop, job, by=shop.supervisor)
    works()
    assert heard(all_of_them) == {who: [f"{job}: Orange peel"] for who in ("owner", "office")}  # she found it
    assert all_of_them["owner"].heard[0].body == "Recoat: 2 × 18-inch wheel"


def test_who_turned_it_off_does_not_hear(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job, all_of_them = shop.job(at="Quality Check"), phones(shop, pushes)
    shop.owner.posts("/account/notifications", hear=["low_stock"], quiet_from="", quiet_until="")
    finds(shop, job, by=shop.worker)
    works()
    assert set(heard(all_of_them)) == {"office", "supervisor"}


# Low stock.


def powder(shop: ShopFixture, *, on_hand: int, reorder_point: int | None) -> Any:
    with shop.app.app_context(), in_shop(shop.id):
        least = None if reorder_point is None else Decimal(reorder_point)
        made = add_material("Satin black", by=shop.owner.member, reorder_point=least)
        open_stock(made, Decimal(on_hand), by=shop.owner.member)
        return made


def uses(shop: ShopFixture, material: Any, *pounds: str, by: Person) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        for pound in pounds:
            log_material(material, Decimal(pound), "lb", job=None, by=by.member)


def test_low_stock_is_told_once_for_each_crossing_and_to_who_used_it_too(
    shop: ShopFixture, pushes: PushService, works: Works
) -> None:
    material, all_of_them = powder(shop, on_hand=20, reorder_point=10), phones(shop, pushes)
    uses(shop, material, "9", by=shop.supervisor)
    works()
    assert heard(all_of_them) == {}
    uses(shop, material, "1", "3", by=shop.supervisor)  # exactly at it, and on below
    works()
    assert heard(all_of_them) == {who: ["Satin black runs low"] for who in ("owner", "office", "supervisor")}
    assert all_of_them["owner"].heard[0].body == "10 lb left"


def test_without_a_reorder_point_nothing_is_low(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    material, all_of_them = powder(shop, on_hand=1, reorder_point=None), phones(shop, pushes)
    uses(shop, material, "5", by=shop.worker)
    works()
    assert heard(all_of_them) == {}


def test_whoever_logs_it_is_told_on_the_page(shop: ShopFixture) -> None:
    material = powder(shop, on_hand=11, reorder_point=10)
    form = {"key": uuid4().hex, "quantity": "2", "unit": "lb"}
    saved = shop.worker.posts(f"/materials/{material.id}/log", **form)
    assert "That is low: order at 10 lb." in shop.worker.opens(saved.location).text


# Names in notes.


def test_who_is_named_in_a_note_hears_of_it_and_the_screen_says_no_names(
    shop: ShopFixture, pushes: PushService, works: Works
) -> None:
    job, all_of_them = shop.job(description="Four wheels"), phones(shop, pushes)
    shop.worker.posts(f"/jobs/{job}/notes", text=f"@Sue and @{shop.worker}: rim of {shop.customer.name} is scratched")
    works()
    assert heard(all_of_them) == {"supervisor": [f"A note on {job} is for you"]}  # nobody hears of their own
    assert all_of_them["supervisor"].heard[0].body == "Four wheels"


def test_a_note_that_names_nobody_is_no_news(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job, all_of_them = shop.job(), phones(shop, pushes)
    shop.worker.posts(f"/jobs/{job}/notes", text="Mail it to sue@shop.example")
    works()
    assert heard(all_of_them) == {}
