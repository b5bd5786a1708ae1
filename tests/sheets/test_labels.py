"""Labels: as many as were asked for, each with its words and a code that is read, on a roll or on sheets."""

from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest
import zxingcpp
from werkzeug.test import TestResponse

from shopfloor.db import in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.sheets.labels import MOST
from tests.sheets.test_codes import paths
from tests.support.people import JobHandle, Person, ShopFixture


def asks(shop: ShopFixture, person: Person, job: JobHandle, count: object = 1, **more: Any) -> TestResponse:
    """Labels for each item of the job, `count` of them."""
    with shop.app.app_context(), in_shop(shop.id):
        ids = [item.id for item in jobs.job(job.number).items]
    items = {f"items-{n}-item_id": id_ for n, id_ in enumerate(ids)} | {f"items-{n}-count": count for n in range(len(ids))}
    return person.opens(
        f"/jobs/{job}/labels.pdf?" + urlencode({"boxes": 0, "medium": "roll", "opens": "view", **items, **more})
    )


def pages(reply: TestResponse) -> list[pypdfium2.PdfPage]:
    assert reply.mimetype == "application/pdf", reply.text
    return list(pypdfium2.PdfDocument(reply.data))


def told(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().replace("\u200b", "").split())


def codes(page: pypdfium2.PdfPage) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=203 / 72).to_pil())]


def test_each_label_says_whose_what_and_which(shop: ShopFixture) -> None:
    job = shop.job(customer_po="HCW-4")
    found = pages(asks(shop, shop.worker, job, 2, boxes=2))
    assert len(found) == 4
    for page, which in zip(found, ("1 of 2", "2 of 2", "Box 1 of 2", "Box 2 of 2"), strict=True):
        for word in (str(job), shop.customer.name, which, "PO HCW-4"):
            assert word in told(page), word
    assert "4 × 18-inch wheel" in told(found[0])


@pytest.mark.parametrize("opens", ["view", "bump"])
def test_their_code_is_read_at_a_label_printers_dots(shop: ShopFixture, opens: str) -> None:
    job = shop.job()
    (page,) = pages(asks(shop, shop.worker, job, opens=opens))
    assert codes(page) == [f"http://127.0.0.1:8000{paths(shop, job)[opens]}"]


@pytest.mark.parametrize(
    ("medium", "each", "size"), [("roll", 1, (288, 144)), ("letter", 10, (612, 792)), ("a4", 14, (595, 842))]
)
def test_sheets_are_filled_to_the_last_place(shop: ShopFixture, medium: str, each: int, size: tuple[int, int]) -> None:
    job = shop.job()
    full = pages(asks(shop, shop.worker, job, each, medium=medium))
    assert len(full) == 1
    assert (round(full[0].get_width()), round(full[0].get_height())) == size
    assert len(codes(full[0])) == each
    assert len(pages(asks(shop, shop.worker, job, each + 1, medium=medium))) == 2


def test_long_names_push_nothing_off_a_label(shop: ShopFixture) -> None:
    job = shop.job(description="W" * 200, customer_po="PO" * 20)
    for medium in ("roll", "letter", "a4"):
        for page in pages(asks(shop, shop.worker, job, 0, boxes=1, medium=medium)):
            assert "Box 1" in told(page)
            assert len(codes(page)) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"count": 0}, "Say how many labels"),
        ({"count": MOST, "boxes": 1}, "too many for one print"),
        ({"count": -1}, "Between 0 and"),
        ({"count": "lots"}, "valid integer"),
        ({"boxes": 10**30}, "Between 0 and"),
        ({"medium": "stone"}, "valid choice"),
        ({"opens": "powder"}, "valid choice"),
        ({"boxes": ""}, "How many"),
    ],
)
def test_what_can_not_be_printed_is_said_beside_its_field(shop: ShopFixture, more: dict[str, Any], sentence: str) -> None:
    reply = asks(shop, shop.worker, shop.job(), **more)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert "18-inch wheel" in reply.text


def test_the_menu_of_a_job_leads_to_its_labels_and_its_sheet(shop: ShopFixture) -> None:
    job = shop.job()
    page = shop.worker.opens(f"/jobs/{job}").text
    assert f'href="/jobs/{job}/labels"' in page
    assert "Print sheet" in page
    form = shop.worker.opens(f"/jobs/{job}/labels").text
    assert "18-inch wheel" in form
    assert 'value="1"' in form


def test_another_shops_labels_are_not_there(shop: ShopFixture) -> None:
    job = shop.job()
    assert asks(shop, shop.stranger, job).status_code == 404
    assert shop.stranger.opens(f"/jobs/{job}/labels").status_code == 404


def test_items_that_are_not_the_jobs_any_more_are_said(shop: ShopFixture) -> None:
    job, other = shop.job(), shop.job()
    with shop.app.app_context(), in_shop(shop.id):
        foreign = jobs.job(other.number).items[0].id
    reply = asks(shop, shop.worker, job, 1, **{"items-5-item_id": foreign, "items-5-count": 3})
    assert reply.status_code == 422
    assert "changed meanwhile" in reply.text
