"""What a quoted job is billed: as agreed while it stays as it was quoted, and what changed shows at what it costs."""

from decimal import Decimal
from typing import Any

import pytest

from shopfloor.billing import queries
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.rules import PricingRules
from shopfloor.catalog.totals import Discount, TaxRate
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.operations import Item, JobEdit, edit_job
from shopfloor.jobs.plans import plan_of
from shopfloor.quotes import operations
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.settings import change_settings, change_some
from tests.jobs.test_edit import edits
from tests.support.papers import invoice_in, quote_in
from tests.support.people import JobHandle, ShopFixture


def quoted_job(shop: ShopFixture, *, priority: int = 2, **body: Any) -> JobHandle:
    """A job made of a quote of four wheels at $125."""
    number = quote_in(shop, "approved", **body).number
    with shop.app.app_context(), in_shop(shop.id):
        made = operations.convert_quote(number, operations.Conversion(priority=priority), by=shop.office.member)
        return JobHandle(made.id, made.number, shop.newest_seq())


def lines_of(shop: ShopFixture, job: JobHandle) -> list[tuple[str, int, str]]:
    """What a new invoice of it says."""
    body = queries.body_of(invoice_in(shop, job=job))
    return [(line.label, int(line.quantity), f"{line.unit_price:.2f}") for line in body.lines]


def price_of(shop: ShopFixture, job: JobHandle) -> Decimal | None:
    with shop.app.app_context(), in_shop(shop.id):
        return jobs.job(job.number).price


def makes_it(shop: ShopFixture, job: JobHandle, *items: Any, **changes: Any) -> None:
    """The office edits the job: its items are those plans, the first of them the ones that are there."""
    with shop.app.app_context(), in_shop(shop.id):
        row = jobs.job(job.number)
        there = [item.id for item in row.items] + [None] * len(items)
        plain = {"description": row.description, "priority": row.priority, "due_on": row.due_on, "location": row.location}
        plain |= {"scheduled_on": None, "workers": (), "customer_po": "", "instructions": "", **changes}
        plans = items or tuple(plan_of(item) for item in row.items)
        wanted = [Item(plan, id_) for plan, id_ in zip(plans, there, strict=False)]
        edit_job(job.number, JobEdit(items=wanted, **plain), seen=10**9, by=shop.office.member)


def test_an_item_that_was_added_is_billed_beside_what_was_agreed(shop: ShopFixture) -> None:
    job = quoted_job(shop, discount=Discount(percent=Decimal(10)))
    with shop.app.app_context(), in_shop(shop.id):
        wheels = plan_of(jobs.job(job.number).items[0])
        change_some(PricingRules, area_rate=Decimal(99), by=shop.owner.member)
    makes_it(shop, job, wheels, ItemPlan("Caps", quantity=Decimal(2), unit_price=Decimal(15)))
    assert price_of(shop, job) == Decimal("477.00")  # 530 less the agreed 10 %
    assert lines_of(shop, job) == [("18-inch wheel", 4, "125.00"), ("Caps", 2, "15.00")]
    page = shop.office.opens(f"/invoices/{invoice_in(shop, job=job).number}").text
    assert "Sales tax 8.25 %" in page
    assert "−$53.00" in page


def test_fewer_pieces_are_billed_at_the_price_that_was_agreed(shop: ShopFixture) -> None:
    job = quoted_job(shop)
    assert edits(shop.office, job, **{"items-0-quantity": "3"}).status_code == 303
    assert lines_of(shop, job) == [("18-inch wheel", 3, "125.00")]
    assert price_of(shop, job) == Decimal("375.00")


def test_an_item_that_was_taken_off_is_not_billed(shop: ShopFixture) -> None:
    fork, caps = (ItemPlan(name, unit_price=Decimal(price)) for name, price in (("Fork", 200), ("Caps", 30)))
    job = quoted_job(shop, items=(fork, caps), discount=Discount(amount=Decimal(20)))
    makes_it(shop, job, fork)
    assert lines_of(shop, job) == [("Fork", 1, "200.00")]
    assert price_of(shop, job) == Decimal("180.00")


def test_a_discount_is_never_more_than_what_is_left(shop: ShopFixture) -> None:
    fork, caps = (ItemPlan(name, unit_price=Decimal(price)) for name, price in (("Fork", 200), ("Caps", 30)))
    job = quoted_job(shop, items=(fork, caps), discount=Discount(amount=Decimal(120)))
    makes_it(shop, job, caps)
    assert price_of(shop, job) == 0
    assert invoice_in(shop, job=job).total == 0


def test_what_does_not_touch_the_work_leaves_what_was_agreed(shop: ShopFixture) -> None:
    """Made as a rush at the price that was quoted, it stays without the surcharge."""
    job = quoted_job(shop, priority=5)
    makes_it(shop, job, location="Rack 4")
    assert lines_of(shop, job) == [("18-inch wheel", 4, "125.00")]
    assert price_of(shop, job) == Decimal("500.00")


def test_a_job_that_becomes_a_rush_is_billed_as_one(shop: ShopFixture) -> None:
    job = quoted_job(shop)
    makes_it(shop, job, priority=5)
    assert lines_of(shop, job) == [("18-inch wheel", 4, "125.00"), ("Rush surcharge", 1, "125.00")]


def test_a_quote_for_a_job_prices_its_items_and_what_comes_later_is_added(shop: ShopFixture) -> None:
    job = shop.job()
    with shop.app.app_context(), in_shop(shop.id):
        row = jobs.job(job.number)
    quote_in(shop, "approved", job=row)
    with shop.app.app_context(), in_shop(shop.id):
        wheels = plan_of(jobs.job(job.number).items[0])
    assert wheels.unit_price == Decimal(125)
    makes_it(shop, job, wheels, ItemPlan("Caps", unit_price=Decimal(15)))
    assert lines_of(shop, job) == [("18-inch wheel", 4, "125.00"), ("Caps", 1, "15.00")]
    assert price_of(shop, job) == Decimal("515.00")


USUAL = TaxRate("Sales tax", Decimal("8.25"))


@pytest.mark.parametrize(
    ("quoted", "exempt", "billed"), [(USUAL, True, "Tax exempt"), (TaxRate("Tax exempt"), False, "Sales tax")]
)
def test_whether_there_is_tax_is_asked_on_the_day_of_the_invoice(
    shop: ShopFixture, quoted: TaxRate, exempt: bool, billed: str
) -> None:
    job = quoted_job(shop, rate=quoted)
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(TaxSettings((USUAL,)), by=shop.owner.member)
        db.session.get_one(Customer, shop.customer.id).tax_exempt = exempt
        db.session.commit()
    page = shop.office.opens(f"/invoices/{invoice_in(shop, job=job).number}").text
    assert [name for name in ("Tax exempt", "Sales tax") if name in page] == [billed]
