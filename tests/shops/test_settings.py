"""A shop's choices: sections with defaults, saved whole, never over someone else's."""

from decimal import Decimal

import pytest
from sqlalchemy import update

from shopfloor.db import db, in_shop
from shopfloor.kernel.errors import NotPermitted, Stale
from shopfloor.shops.models import ShopSetting
from shopfloor.shops.settings import change_settings, section, settings, settings_version
from tests.support.people import ShopFixture


@section("tests")
class Choices:
    days: int = 30
    rate: Decimal = Decimal("8.25")
    names: tuple[str, ...] = ("Sales tax",)


def test_a_shop_that_chose_nothing_has_the_defaults(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        assert settings(Choices) == Choices()
        assert settings_version(Choices) == 0


def test_what_the_owner_chose_holds_and_is_no_other_shops(shop: ShopFixture) -> None:
    chosen = Choices(days=14, rate=Decimal("7.125"), names=("State", "County"))
    with shop.app.app_context():
        with in_shop(shop.id):
            change_settings(chosen, by=shop.owner.member)
            assert settings(Choices) == chosen
        with in_shop(shop.stranger.shop_id):
            assert settings(Choices) == Choices()


def test_two_owners_at_once_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        seen = settings_version(Choices)
        change_settings(Choices(days=14), by=shop.owner.member, seen=seen)
        with pytest.raises(Stale):
            change_settings(Choices(days=60), by=shop.owner.member, seen=seen)
        assert settings(Choices).days == 14


def test_only_the_owner_changes_settings(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id), pytest.raises(NotPermitted):
        change_settings(Choices(days=1), by=shop.office.member)


def test_a_field_that_came_later_has_its_default(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(Choices(days=14), by=shop.owner.member)
        of_shop = (ShopSetting.shop_id == shop.id, ShopSetting.section == "tests")
        db.session.execute(update(ShopSetting).where(*of_shop).values(chosen={"days": 14, "gone": 1}))
        assert settings(Choices) == Choices(days=14)
        db.session.rollback()
