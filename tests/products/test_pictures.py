"""A product has a picture: chosen on its form, seen in the catalog and where it is taken from; never lost on the way."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from shopfloor.catalog.models import Product
from shopfloor.catalog.queries import all_products
from shopfloor.db import in_shop
from tests.jobs.test_items import calculated
from tests.photos.test_photos import files_of
from tests.support.people import ORIGIN, Person, ShopFixture
from tests.support.pictures import CANARY, huge_png, jpeg, picture, saved, telling

WHEEL = {"name": "Wheel", "category": "Wheels", "items-0-kind": "flat", "items-0-complexity": "1"}


def sends(person: Person, photo: bytes | None = None, address: str = "/products", **changes: Any) -> TestResponse:
    """The form of a product, as a browser sends it."""
    form = {"key": uuid4().hex, "do": "save", **WHEEL, **changes}
    form["photo"] = (BytesIO(photo), "wheel.jpg") if photo is not None else (BytesIO(b""), "")
    return person.client.post(address, data=form, headers={"Origin": ORIGIN}, content_type="multipart/form-data")


def last(shop: ShopFixture) -> Product:
    with shop.app.app_context(), in_shop(shop.id):
        return all_products()[-1]


def with_picture(shop: ShopFixture) -> Product:
    assert sends(shop.office, jpeg(4000, 3000)).status_code == 303
    return last(shop)


def changes(shop: ShopFixture, photo: bytes | None = None, **changes: Any) -> TestResponse:
    """The page of the last product as it was opened, and then saved with these changes."""
    product = last(shop)
    kept = {"seen": str(product.version), "picture": product.picture, **changes}
    return sends(shop.office, photo, f"/products/{product.id}", **kept)


def test_a_picture_is_kept_plain_and_in_two_sizes(shop: ShopFixture) -> None:
    product = with_picture(shop)
    sizes = []
    for address in (f"/products/pictures/{product.picture}.jpg", f"/products/pictures/{product.picture}/thumb.jpg"):
        reply = shop.worker.opens(address)
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        sizes.append(Image.open(BytesIO(reply.data)).size)
    assert sizes == [(2048, 1536), (320, 240)]


@pytest.mark.parametrize("format", ["JPEG", "HEIF"])
def test_where_it_was_taken_is_left_out(shop: ShopFixture, format: str) -> None:
    assert sends(shop.office, telling(format)).status_code == 303
    assert all(CANARY not in file.read_bytes() for file in files_of(shop))


def test_it_is_seen_in_the_catalog_on_its_page_and_where_items_are_taken_from(shop: ShopFixture) -> None:
    shown = with_picture(shop).picture
    assert f"/products/pictures/{shown}/thumb.jpg" in shop.office.opens("/products").text
    assert f"/products/pictures/{shown}.jpg" in shop.office.opens(f"/products/{last(shop).id}").text
    for page in ("/jobs/new", "/quotes/new"):
        assert f"/products/pictures/{shown}/thumb.jpg" in shop.office.opens(page).text


def test_without_one_there_is_a_calm_place_for_it(shop: ShopFixture) -> None:
    assert sends(shop.office).status_code == 303
    page = shop.office.opens("/products").text
    assert re.search(r'<span class="thumb" aria-hidden="true"><svg', page)
    assert "/products/pictures/" not in page


def test_it_is_replaced_and_removed_and_otherwise_stays(shop: ShopFixture) -> None:
    first = with_picture(shop).picture
    assert changes(shop, note="Mask the lugs").status_code == 303
    assert last(shop).picture == first
    assert changes(shop, jpeg(200, 100)).status_code == 303
    second = last(shop).picture
    assert second not in ("", first)
    assert changes(shop, no_picture="y").status_code == 303
    assert last(shop).picture == ""


def test_a_picture_chosen_in_a_form_with_another_fault_need_not_be_chosen_again(shop: ShopFixture) -> None:
    reply = sends(shop.office, jpeg(), name="")
    assert reply.status_code == 422
    assert "Give it a name." in reply.text
    chosen = re.search(r'name="picture"[^>]*value="([0-9a-f]{32})"', reply.text)
    assert chosen
    assert sends(shop.office, picture=chosen[1]).status_code == 303
    assert last(shop).picture == chosen[1]


def test_what_was_typed_beside_a_bad_picture_is_still_there(shop: ShopFixture) -> None:
    first = with_picture(shop).picture
    reply = changes(shop, b"no picture at all", note="Mask the lugs")
    assert reply.status_code == 422
    assert re.search(r'id="photo-error"[^>]*>That is not a photo', reply.text)
    assert "Mask the lugs" in reply.text
    assert first in reply.text


def test_a_stale_form_keeps_the_new_picture_until_it_is_saved_again(shop: ShopFixture) -> None:
    with_picture(shop)
    reply = changes(shop, jpeg(50, 50), seen="0")
    assert reply.status_code == 409
    chosen = re.search(r'name="picture"[^>]*value="([0-9a-f]{32})"', reply.text)
    assert chosen
    assert changes(shop, picture=chosen[1]).status_code == 303
    assert last(shop).picture == chosen[1]


def test_saving_the_item_over_it_from_a_job_leaves_the_picture(shop: ShopFixture) -> None:
    shown = with_picture(shop).picture
    form = calculated(shop, do="catalog_update-0", **{"catalog-name": "wheel", "catalog-category": "wheels"})
    assert shop.office.posts("/jobs", **form).status_code == 200
    assert (last(shop).version, last(shop).picture) == (2, shown)


@pytest.mark.parametrize("name", ["../../secrets", "f" * 32, "x" * 5000, "\x00", "ＡＡ"])
def test_a_picture_that_is_not_kept_here_is_asked_for_again(shop: ShopFixture, name: str) -> None:
    reply = sends(shop.office, picture=name)
    assert reply.status_code == 422
    assert "The picture is no longer here. Choose it again." in reply.text


def test_another_shops_picture_is_not_here(shop: ShopFixture) -> None:
    shown = with_picture(shop).picture
    assert shop.stranger.opens(f"/products/pictures/{shown}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (saved(picture(200, 150), "PDF"), "That is not a photo. Send a picture as JPEG, PNG, WebP or HEIC."),
        (huge_png(20_000, 10_000), "more than 50 megapixels"),
        (saved(picture(), "HEIF")[: len(saved(picture(), "HEIF")) // 2], "That picture is damaged"),
        (b"\xff", "That is not a photo"),
    ],
    ids=["a PDF named .jpg", "200 megapixels", "half a HEIC", "one byte"],
)
def test_a_bad_picture_is_refused_beside_its_field(shop: ShopFixture, content: bytes, sentence: str) -> None:
    reply = sends(shop.office, content)
    assert reply.status_code == 422
    assert re.search(rf'id="photo-error"[^>]*>[^<]*{re.escape(sentence)}', reply.text)
    assert files_of(shop) == []


def test_sixty_megabytes_are_refused_in_words(shop: ShopFixture) -> None:
    environ = {"CONTENT_LENGTH": str(60 * 1024 * 1024)}
    headers = {"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=x"}
    reply = shop.office.client.post("/products", headers=headers, environ_overrides=environ)
    assert reply.status_code == 413
    assert "more than 25 MB" in reply.text


def test_a_shop_with_many_services_has_room_in_the_form(shop: ShopFixture) -> None:
    many = {f"items-0-minutes_{n}": "5" for n in range(100)}
    assert sends(shop.office, jpeg(), **many).status_code == 303
