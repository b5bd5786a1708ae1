"""Items of quotes: typed, priced and told as those of jobs are, and the same on the job that a quote becomes."""

from decimal import Decimal
from typing import Any

from shopfloor.catalog.models import Material
from shopfloor.catalog.rules import PricingRules
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.kernel import clock
from shopfloor.quotes import operations, queries
from shopfloor.shops.settings import change_settings
from tests.jobs.test_items import calculated, service_called
from tests.jobs.test_new_job import made_by
from tests.support.people import ShopFixture


def form(shop: ShopFixture, **changes: Any) -> dict[str, Any]:
    """Four wheels of 12 sq ft in one coat, for thirty days."""
    quote = {"valid_days": "30", "tax": "0", "discount": "", "discount_in": "percent", "edits": "0"}
    return calculated(shop, **quote, **changes)


def writes(shop: ShopFixture, typed: dict[str, Any]) -> str:
    reply = shop.office.posts("/quotes", **typed)
    assert reply.status_code == 303, reply.text
    return str(reply.location).rsplit("/", 1)[-1]


def test_a_quote_comes_to_what_a_job_like_it_does(shop: ShopFixture) -> None:
    """Rush and the customer's tier included."""
    with shop.app.app_context(), in_shop(shop.id):
        db.session.get_one(Customer, shop.customer.id).price_tier = "Trade"
        db.session.commit()
    for priority in ("2", "5"):
        number = writes(shop, form(shop, priority=priority))
        job = made_by(shop.office, calculated(shop, priority=priority))
        with shop.app.app_context(), in_shop(shop.id):
            price = jobs.job(job).price
            assert price and queries.quote(number).total == price
            body = queries.body_of(queries.version_of(queries.quote(number)))
            assert [line.kind.value for line in body.lines][:2] == ["item", "tier"]


def test_a_quote_says_powder_and_price_and_keeps_what_is_typed(shop: ShopFixture) -> None:
    page = shop.office.posts("/quotes", **form(shop, do="figures", customer="Half a na")).text
    assert "1.44" in page
    assert "Half a na" in page
    more = shop.office.posts("/quotes", **form(shop, do="add_item")).text
    assert "items-1-description" in more


def test_rates_of_today_reprice_only_what_someone_changed_on_a_quote(shop: ShopFixture) -> None:
    number = writes(shop, form(shop))
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(PricingRules(area_rate=Decimal(10)), by=shop.owner.member)
    for edits, area, price in (("0", "12", "42.00"), ("1", "13", "130.00")):
        typed = form(shop, **{"items-0-item_id": "0", "items-0-area": area}) | {"edits": edits}
        assert shop.office.posts(f"/quotes/{number}", **typed).status_code == 303
        with shop.app.app_context(), in_shop(shop.id):
            body = queries.body_of(queries.version_of(queries.quote(number)))
            assert body.items[0].unit_price == Decimal(price)


def test_a_powder_that_was_archived_stays_on_the_quote_that_has_it(shop: ShopFixture) -> None:
    number = writes(shop, form(shop))
    with shop.app.app_context(), in_shop(shop.id):
        db.session.get_one(Material, shop.powders[0].id).archived_at = clock.now()
        db.session.commit()
    page = shop.office.opens(f"/quotes/{number}/edit").text
    assert "(no longer in use)" in page
    typed = form(shop, **{"items-0-item_id": "0"})
    assert shop.office.posts(f"/quotes/{number}", **typed).status_code == 303


def test_a_job_of_a_quote_has_its_films_its_minutes_and_its_price(shop: ShopFixture) -> None:
    blasting = service_called(shop, "blasting")
    details = {
        "items-0-films-0": "5", "items-0-efficiencies-0": "40", "items-0-services": str(blasting),
        f"items-0-minutes_{blasting}": "7", "discount": "10",
    }  # fmt: skip
    number = writes(shop, {**form(shop), **details})
    with shop.app.app_context(), in_shop(shop.id):
        operations.approve_by_word(number, "Dana", "By phone", by=shop.office.member)
        change_settings(PricingRules(area_rate=Decimal(99)), by=shop.owner.member)
        made = operations.convert_quote(number, operations.Conversion(priority=5), by=shop.office.member).number
        job, body = jobs.job(made), queries.body_of(queries.version_of(queries.quote(number)))
        item = job.items[0]
        assert (item.kind, item.coats[0].film_mils, item.coats[0].efficiency) == ("calculated", 5, 40)
        assert [(prep.service_id, prep.minutes) for prep in item.preps] == [(blasting, 7)]
        assert item.unit_price == body.items[0].unit_price
        assert job.price == body.totals.total
    assert "as it was agreed" in shop.office.opens(f"/jobs/{made}").text
    assert "as it was agreed" not in shop.worker.opens(f"/jobs/{made}").text
