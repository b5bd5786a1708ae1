"""What a list of items comes to: a line each, and lines of their own for what the shop's rules add."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shopfloor.catalog.charges import ChargeKind, charges, total_of
from shopfloor.catalog.plan import CoatPlan, ItemKind, ItemPlan
from shopfloor.catalog.rules import PricingRules, pricing_rules
from shopfloor.db import in_shop
from shopfloor.shops.settings import change_settings
from tests.support.people import ShopFixture

D = Decimal
RULES = PricingRules()


def item(price: str | None, *powders: int, kind: ItemKind = ItemKind.CALCULATED, **more: object) -> ItemPlan:
    coats = tuple(CoatPlan(powder) for powder in powders)
    return replace(ItemPlan("Wheel", kind, coats=coats, unit_price=D(price) if price else None), **more)


def lines(*items: ItemPlan, **how: object) -> list[tuple[str, str]]:
    return [(line.kind.value, f"{line.total:.2f}") for line in charges(items, RULES, **how)]  # type: ignore[arg-type]


def test_each_priced_item_has_its_line_and_nothing_is_added_to_a_plain_order() -> None:
    assert lines(item("85", 1, quantity=D(4)), item(None, 1), item("20", kind=ItemKind.FLAT)) == [
        ("item", "340.00"),
        ("item", "20.00"),
    ]


def test_a_total_is_the_sum_of_its_lines_in_whole_cents() -> None:
    made = charges([item("0.33", 1, quantity=D("1.5")), item("100", 1), item(None, 1)], RULES)
    assert total_of(made) == D("100.50")  # 0.495 is 0.50


def test_without_a_price_there_are_no_lines_and_no_total() -> None:
    assert charges([item(None, 1)], RULES, is_rush=True) == ()
    assert total_of(()) is None


def test_a_small_order_is_brought_to_the_minimum_by_a_line_that_says_why() -> None:
    (_, least) = charges([item("40", 1)], RULES)
    assert (least.kind, least.total) == (ChargeKind.MINIMUM, D("35.00"))
    assert least.why == "40.00 so far; the least order is 75.00"


@pytest.mark.parametrize(("price", "count"), [("75", 1), ("75.01", 1), ("74.99", 2)])
def test_the_minimum_is_reached_to_the_cent(price: str, count: int) -> None:
    assert len(lines(item(price, 1))) == count


def test_the_booth_is_cleaned_between_powders_and_not_before_the_first() -> None:
    assert lines(item("100", 1, 2), item("100", 2, 3))[2:] == [("colour_change", "70.00")]
    assert lines(item("100", 1), item("100", 1))[2:] == []


def test_a_flat_price_includes_its_powders() -> None:
    assert lines(item("100", 1, 2, kind=ItemKind.FLAT)) == [("item", "100.00")]


def test_rush_is_a_share_of_all_that_stands_before_it() -> None:
    assert lines(item("40", 1), is_rush=True) == [("item", "40.00"), ("minimum", "35.00"), ("rush", "18.75")]


def test_a_tier_takes_its_share_off_before_the_minimum_is_asked_for() -> None:
    assert lines(item("80", 1), tier="Trade") == [("item", "80.00"), ("tier", "-8.00"), ("minimum", "3.00")]
    assert lines(item("80", 1), tier="No such tier") == [("item", "80.00")]


def test_shares_of_taxed_and_untaxed_lines_stand_apart() -> None:
    made = charges([item("100", 1), item("60", 1, taxable=False)], RULES, is_rush=True)
    assert [(line.total, line.taxable) for line in made[2:]] == [(D("25.00"), True), (D("15.00"), False)]


def test_a_share_that_rounds_to_nothing_is_no_line() -> None:
    assert lines(item("0.01", kind=ItemKind.FLAT), is_rush=True)[-1] != ("rush", "0.00")


def test_a_bench_has_no_minimum_until_it_chooses_one(jewelry: ShopFixture) -> None:
    with jewelry.app.app_context(), in_shop(jewelry.id):
        assert pricing_rules().minimum_charge == 0
        change_settings(PricingRules(), by=jewelry.owner.member)  # what a powder shop has
        assert pricing_rules().minimum_charge == 75
