"""What a shop charges by, as its owner sets it: rules and services."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shopfloor.catalog.queries import all_services, services
from shopfloor.catalog.rules import Factor, PricingRules, Tier, pricing_rules
from shopfloor.db import in_shop
from tests.support.people import ShopFixture

RATES = {
    "seen": "0", "area_rate": "4.10", "labor_rate": "70", "minimum_charge": "90", "colour_change": "0", "rush_percent": "30",
    "extra_coat_percent": "25", "powder_markup_percent": "0", "complexities-0-name": "Plain", "complexities-0-number": "1",
    "complexities-1-name": "", "complexities-1-number": "7", "colour_classes-0-name": "candy", "colour_classes-0-number": "2,5",
    "tiers-0-name": "Dealer", "tiers-0-number": "12.5",
}  # fmt: skip


def test_the_owner_sets_the_rules_and_the_next_price_follows_them(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/pricing", **RATES).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        assert pricing_rules() == PricingRules(
            Decimal("4.10"), Decimal(70), Decimal(90), Decimal(0), Decimal(30), Decimal(25), Decimal(0),
            (Factor("Plain", Decimal(1)),), (Factor("candy", Decimal("2.5")),), (Tier("Dealer", Decimal("12.5")),),
        )  # fmt: skip
    page = shop.owner.opens("/settings/pricing").text
    assert 'value="4.10"' in page
    assert 'value="Dealer"' in page


def test_two_owners_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    shop.owner.posts("/settings/pricing", **RATES)
    reply = shop.owner.posts("/settings/pricing", **{**RATES, "labor_rate": "71.23"})
    assert reply.status_code == 409
    assert "71.23" in reply.text


WRONG = [
    ("labor_rate", "", "Enter an amount"),
    ("labor_rate", "-1", "At least 0"),
    ("rush_percent", "900", "Between 0 and 500"),
    ("tiers-0-number", "101", "Between 0 and 100"),
    ("tiers-0-number", "", "How much?"),
    ("colour_classes-0-number", "0", "Between 0.01 and 100"),
]


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_a_rule_that_can_not_be_is_said_beside_it(shop: ShopFixture, field: str, value: str, words: str) -> None:
    reply = shop.owner.posts("/settings/pricing", **{**RATES, field: value})
    assert reply.status_code == 422
    assert words in reply.text
    assert 'value="Dealer"' in reply.text


def service(**changes: Any) -> dict[str, Any]:
    return {"key": uuid4().hex, "name": "Stripping", "hourly": "80", "minutes": "25"} | changes


def test_a_shop_adds_a_service_of_its_own_once(shop: ShopFixture) -> None:
    form = service()
    assert {shop.owner.posts("/settings/services", **form).status_code for _ in range(2)} == {303}
    with shop.app.app_context(), in_shop(shop.id):
        own = services()[-1]
        assert (own.name, own.hourly, own.minutes, len(services())) == ("Stripping", 80, 25, 4)
    assert "Stripping" in shop.office.opens("/jobs/new").text


def test_a_service_is_changed_archived_and_taken_back(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        blasting = services()[0]
    address = f"/settings/services/{blasting.id}"
    assert shop.owner.posts(address, **service(name="Blasting", hourly="")).status_code == 303
    assert shop.owner.posts(f"{address}/archiving").status_code == 303
    assert "Blasting" not in shop.office.opens("/jobs/new").text
    with shop.app.app_context(), in_shop(shop.id):
        gone = next(each for each in all_services() if each.id == blasting.id)
        assert (gone.hourly, gone.archived_at is None, gone.code) == (None, False, "blasting")
    shop.owner.posts(f"{address}/archiving", back="1")
    assert "Blasting" in shop.office.opens("/jobs/new").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Give the service a name"),
        ({"name": "sandblasting"}, "There is a service called"),
        ({"minutes": "x"}, "not a number"),
    ],
)
def test_a_service_that_can_not_be_is_said_and_kept_in_its_form(shop: ShopFixture, changes: dict[str, str], words: str) -> None:
    reply = shop.owner.posts("/settings/services", **service(hourly="81.37", **changes))
    assert reply.status_code == 422
    assert words in reply.text
    assert "81.37" in reply.text
