"""What one piece costs: every share explained, and the shares add up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.plan import CoatPlan, ItemKind, ItemPlan, PrepPlan
from shopfloor.catalog.pricing import by_hand, is_by_hand, keep_price, price_item
from shopfloor.catalog.rules import PricingRules

D = Decimal
RULES = PricingRules()
GREY = Material(
    id=1,
    code="",
    name="Grey",
    unit="lb",
    specific_gravity=D("1.5"),
    film_mils=D("2.5"),
    efficiency=D(65),
    cost=D("6.95"),
    colour_class="",
)
CANDY = Material(
    id=2,
    code="",
    name="Candy",
    unit="lb",
    specific_gravity=D("1.5"),
    film_mils=D("2.5"),
    efficiency=D(65),
    cost=D("6.95"),
    colour_class="candy",
)
GIFT = Material(
    id=3,
    code="",
    name="Gift",
    unit="lb",
    specific_gravity=D("1.5"),
    film_mils=D("2.5"),
    efficiency=D(65),
    cost=None,
    colour_class="",
)
POWDERS = {powder.id: powder for powder in (GREY, CANDY, GIFT)}
BLASTING = Service(id=1, name="Sandblasting", hourly=D("97.50"), minutes=D(15))
CLEANING = Service(id=2, name="Cleaning", hourly=None, minutes=D(10))
SERVICES = {1: BLASTING, 2: CLEANING}
WHEEL = ItemPlan("Wheel", ItemKind.CALCULATED, area=D(12), coats=(CoatPlan(1),), preps=(PrepPlan(1),))


def told(plan: ItemPlan, rules: PricingRules = RULES) -> dict[str, tuple[Decimal, str]]:
    price, parts = price_item(plan, POWDERS, SERVICES, rules)
    assert price is None or price == sum(part.amount for part in parts)
    return {part.label: (part.amount, part.why) for part in parts}


def test_a_wheel_is_coating_powder_and_prep() -> None:
    assert told(WHEEL) == {
        "Coating": (D("42.00"), "12 sq ft × 3.50"),
        "Grey": (D("3.50"), "0.36 lb × 6.95 + 40 %"),  # 12 sq ft at 33.332 sq ft a pound
        "Sandblasting": (D("24.38"), "15 min × 97.50 an hour"),
    }


def test_a_shape_with_corners_and_further_coats_take_longer() -> None:
    parts = told(replace(WHEEL, complexity=D("1.25"), coats=(CoatPlan(3), CoatPlan(3), CoatPlan(3)), preps=()))
    assert parts["Coating"] == (D("52.50"), "12 sq ft × 3.50 × 1.25 for its shape")
    assert parts["Further coats"] == (D("31.50"), "2 more × 30 % of 52.50")
    assert "Gift" not in parts  # nobody knows what it cost


def test_a_class_of_color_multiplies_the_powder_and_nothing_else() -> None:
    plain, candy = told(WHEEL), told(replace(WHEEL, coats=(CoatPlan(2),)))
    assert candy["Coating"] == plain["Coating"]
    assert candy["Candy"] == (D("5.25"), "0.36 lb × 6.95 × 1.5 for candy + 40 %")


def test_minutes_of_an_item_go_before_the_services_own() -> None:
    parts = told(replace(WHEEL, minutes=D(6), preps=(PrepPlan(1, D(30)), PrepPlan(2))))
    assert parts["Sandblasting"][0] == D("48.75")
    assert parts["Cleaning"] == (D("10.83"), "10 min × 65.00 an hour")
    assert parts["Labor"] == (D("6.50"), "6 min × 65.00 an hour")


def test_labor_alone_takes_no_account_of_area_or_powder() -> None:
    assert told(replace(WHEEL, kind=ItemKind.LABOR, minutes=D(60), preps=())).keys() == {"Labor"}


def test_rules_say_nothing_of_what_has_neither_area_nor_minutes() -> None:
    assert price_item(ItemPlan("?", ItemKind.CALCULATED), POWDERS, SERVICES, RULES) == (None, ())
    assert price_item(replace(WHEEL, kind=ItemKind.FLAT), POWDERS, SERVICES, RULES) == (None, ())


@given(
    st.decimals(min_value="0.001", max_value=100_000, places=3),
    st.decimals(min_value="0.01", max_value=100, places=2),
    st.lists(st.sampled_from([CoatPlan(1), CoatPlan(2, D("3.5")), CoatPlan(3, None, D(40))]), max_size=3),
    st.decimals(min_value=0, max_value=10_000, places=3),
)
def test_whatever_is_priced_its_parts_add_up_in_whole_cents(area: D, complexity: D, coats: list[CoatPlan], minutes: D) -> None:
    plan = replace(WHEEL, area=area, complexity=complexity, coats=tuple(coats), minutes=minutes)
    price, parts = price_item(plan, POWDERS, SERVICES, RULES)
    assert price is None or price == sum(part.amount for part in parts)
    assert all(part.amount == part.amount.quantize(D("0.01")) and part.why for part in parts)


# A price that is there.


def priced(plan: ItemPlan, rules: PricingRules = RULES) -> ItemPlan:
    price, parts = price_item(plan, POWDERS, SERVICES, rules)
    return replace(plan, unit_price=price, price_parts=parts)


def typed(plan: ItemPlan, price: str) -> ItemPlan:
    return replace(plan, unit_price=D(price), price_parts=by_hand(D(price), None))


def test_rates_of_today_are_not_for_work_of_yesterday() -> None:
    was, dearer = priced(WHEEL), replace(RULES, area_rate=D(9))
    assert keep_price(priced(replace(WHEEL, quantity=D(9)), dearer), was, may_price=True).unit_price == was.unit_price
    larger = priced(replace(WHEEL, area=D(13)), dearer)
    assert keep_price(larger, was, may_price=True) == larger


@pytest.mark.parametrize("may_price", [True, False])
def test_a_price_set_by_hand_is_changed_by_those_alone_who_see_it(may_price: bool) -> None:
    was, now = typed(WHEEL, "99"), priced(replace(WHEEL, area=D(13)))
    kept = keep_price(now, was, may_price=may_price)
    assert is_by_hand(kept) is not may_price
    assert kept.area == 13
    assert keep_price(typed(WHEEL, "80"), priced(WHEEL), may_price=True).unit_price == 80
