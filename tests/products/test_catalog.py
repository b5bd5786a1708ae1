"""The product catalog: saved from an item, one tap on the next one, and never a change to what is made already."""

import html
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shopfloor.catalog.models import Product
from shopfloor.catalog.queries import all_products, product_called
from shopfloor.db import in_shop
from shopfloor.jobs import queries
from tests.jobs.test_items import calculated, service_called
from tests.jobs.test_new_job import made_by
from tests.support.people import ShopFixture


def in_catalog(shop: ShopFixture, **changes: Any) -> Product:
    """A wheel saved by the last step of the wizard."""
    form = calculated(shop, do="catalog_save-0", **{"items-0-services": [str(service_called(shop, "blasting"))]})
    filled = {
        "catalog-name": "18-inch wheel",
        "catalog-category": "Wheels",
        "catalog-price": "66.38",
        "catalog-note": "Mask lugs",
    }
    reply = shop.office.posts("/jobs", **{**form, **filled, **changes})
    assert reply.status_code == 200, reply.text
    with shop.app.app_context(), in_shop(shop.id):
        return all_products()[-1]


def test_the_last_step_is_filled_in_with_what_the_item_is(shop: ShopFixture) -> None:
    page = html.unescape(shop.office.posts("/jobs", **calculated(shop, do="catalog-0")).text)
    assert re.search(r'name="catalog-name"[^>]*value="18" wheel"', page)
    assert re.search(r'name="catalog-price"[^>]*value="42.00"', page)
    for words in ("Save to catalog and add item", "Skip – just add the item", "Mask the lug seats."):
        assert words in page


def test_an_item_that_is_wrong_is_not_saved_to_the_catalog(shop: ShopFixture) -> None:
    page = shop.office.posts("/jobs", **calculated(shop, do="catalog-0", **{"items-0-area": ""})).text
    assert "How large is one?" in page
    assert "Save to catalog and add item" not in page


def test_what_is_saved_is_the_item_without_what_belongs_to_one_job(shop: ShopFixture) -> None:
    product = in_catalog(shop)
    kept = product.kept
    assert (product.name, product.category, product.price) == ("18-inch wheel", "Wheels", Decimal("66.38"))
    assert (kept.quantity, kept.area, len(kept.coats), len(kept.preps)) == (1, 12, 1, 1)
    assert (kept.unit_price, kept.price_parts) == (None, ())


def test_where_the_color_varies_no_powder_comes_along(shop: ShopFixture) -> None:
    product = in_catalog(shop, **{"catalog-colour_varies": "y"})
    assert product.kept.coats
    assert product.plan.coats == ()


def test_a_photo_quote_with_its_area_typed_has_the_last_step_too_and_stays_of_its_kind(shop: ShopFixture) -> None:
    product = in_catalog(shop, **{"items-0-kind": "photo"})
    assert (product.kept.kind.value, product.kept.area) == ("photo", 12)
    number = made_by(shop.office, calculated(shop, **{"items-0-kind": "photo"}))
    with shop.app.app_context(), in_shop(shop.id):
        item = queries.job(number).items[0]
        assert (item.kind, item.area, item.unit_price) == ("photo", 12, 42)
    assert re.search(r'value="photo" checked|checked[^>]*value="photo"', shop.office.opens(f"/jobs/{number}/edit").text)


def test_a_photo_quote_without_an_area_is_asked_for_it(shop: ShopFixture) -> None:
    page = shop.office.posts("/jobs", **calculated(shop, **{"items-0-kind": "photo", "items-0-area": ""})).text
    assert "How large is one?" in page


def test_skipping_saves_nothing_and_keeps_the_form(shop: ShopFixture) -> None:
    reply = shop.office.posts("/jobs", **calculated(shop, do="catalog_skip", **{"catalog-for_item": "0"}))
    assert "Mask the lug seats." in reply.text
    with shop.app.app_context(), in_shop(shop.id):
        assert all_products() == []


def test_a_name_that_is_taken_is_asked_about(shop: ShopFixture) -> None:
    in_catalog(shop)
    again = {"catalog-name": "18-INCH wheel", "catalog-category": "wheels", "catalog-price": "70"}
    form = calculated(shop, **again)
    page = shop.office.posts("/jobs", **{**form, "do": "catalog_save-0"}).text
    assert "is in the catalog already" in page
    shop.office.posts("/jobs", **{**form, "do": "catalog_update-0"})
    with shop.app.app_context(), in_shop(shop.id):
        assert [product.price for product in all_products()] == [70]
    shop.office.posts("/jobs", **{**form, "do": "catalog_new-0"})
    with shop.app.app_context(), in_shop(shop.id):
        assert len(all_products()) == 2


def test_one_tap_takes_a_product_as_an_item(shop: ShopFixture) -> None:
    product = in_catalog(shop)
    blank = calculated(shop, do=f"add_product-{product.id}", **{"items-0-description": "", "items-0-area": ""})
    page = html.unescape(shop.office.posts("/jobs", **blank).text)
    assert 'name="items-1-' not in page  # the empty item has become it
    assert re.search(r'name="items-0-description"[^>]*value="18-inch wheel"', page)
    more = html.unescape(shop.office.posts("/jobs", **calculated(shop, do=f"add_product-{product.id}")).text)
    assert re.search(r'name="items-1-description"[^>]*value="18-inch wheel"', more)


def test_a_job_from_the_catalog_has_its_price_whoever_makes_it_and_keeps_it(shop: ShopFixture) -> None:
    product = in_catalog(shop)
    form = calculated(
        shop,
        **{"items-0-kind": "catalog", "items-0-product_id": str(product.id), "items-0-unit_price": "", "items-0-quantity": "2"},
    )
    number = made_by(shop.supervisor, form)
    changed = {
        "name": "18-inch wheel",
        "price": "99",
        "seen": str(product.version),
        "items-0-kind": "calculated",
        "items-0-area": "12",
    }
    assert shop.office.posts(f"/products/{product.id}", key=uuid4().hex, **changed).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        item = queries.job(number).items[0]
        assert (item.unit_price, item.product_id) == (Decimal("66.38"), product.id)
        found = product_called("18-inch wheel", "")
        assert found is not None
        assert found.price == 99


def test_a_product_two_people_change_is_not_lost(shop: ShopFixture) -> None:
    product = in_catalog(shop)
    form = {"name": "Wheel", "category": "", "items-0-kind": "calculated", "items-0-area": "12", "seen": str(product.version)}
    assert shop.office.posts(f"/products/{product.id}", **{**form, "note": "theirs"}).status_code == 303
    reply = shop.owner.posts(f"/products/{product.id}", **{**form, "note": "mine, typed long"})
    assert reply.status_code == 409
    assert "mine, typed long" in reply.text


def test_an_archived_product_is_offered_no_more_and_opens_still(shop: ShopFixture) -> None:
    product = in_catalog(shop)
    assert "18-inch wheel" in shop.office.opens("/products?q=WHEEL&category=Wheels").text
    assert shop.office.posts(f"/products/{product.id}/archiving").status_code == 303
    assert "18-inch wheel" not in shop.office.opens("/products").text
    assert f"add_product-{product.id}" not in shop.office.opens("/jobs/new").text
    assert "is archived" in shop.office.opens(f"/products/{product.id}").text
    tried = shop.office.posts("/jobs", **calculated(shop, do=f"add_product-{product.id}"))
    assert (tried.status_code, "items-1-" in tried.text) == (200, False)


WRONG = [
    ("name", "", "Give it a name"),
    ("name", "x" * 300, "At most 200"),
    ("price", "-4", "At least 0"),
    ("price", "much", "not an amount"),
]


@pytest.mark.parametrize(("field", "value", "words"), [*WRONG, ("items-0-area", "0", "nothing has no surface")])
def test_what_no_product_can_be_is_said(shop: ShopFixture, field: str, value: str, words: str) -> None:
    form = {"name": "Wheel", "category": "🎨", "items-0-kind": "calculated", "items-0-area": "12", field: value}
    reply = shop.office.posts("/products", key=uuid4().hex, **form)
    assert reply.status_code == 422
    assert words in reply.text
    assert "🎨" in reply.text


def test_a_product_form_sent_twice_makes_one(shop: ShopFixture) -> None:
    form = {"key": uuid4().hex, "do": "save", "name": "Post", "items-0-kind": "flat"}
    assert {shop.office.posts("/products", **form).status_code for _ in range(2)} == {303}
    with shop.app.app_context(), in_shop(shop.id):
        assert len(all_products()) == 1


def test_those_on_the_floor_see_no_catalog_and_no_prices_of_it(shop: ShopFixture) -> None:
    in_catalog(shop)
    assert shop.supervisor.opens("/products").status_code == 403
    page = shop.supervisor.opens("/jobs/new").text
    assert "18-inch wheel" in page
    assert "66.38" not in page
    assert "Save to Product Catalog" not in page
    tried = calculated(shop, do="catalog_save-0", **{"catalog-name": "Other", "catalog-category": ""})
    shop.supervisor.posts("/jobs", **tried)
    with shop.app.app_context(), in_shop(shop.id):
        assert len(all_products()) == 1
