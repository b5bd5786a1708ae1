"""The wizard of items, as the office works with it on a phone and at a desk."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, sign_in, visit

Device = Callable[..., BrowserContext]


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, device: Device) -> Iterator[Page]:
    page = device(request.param).new_page()
    sign_in(page, "office@powder.example")
    yield page
    page.close()


def first_item(page: Page) -> Locator:
    return page.locator("#items-0")


def figures(page: Page) -> Locator:
    return page.locator("#items-0-figures")


def test_from_the_first_number_to_a_job_and_a_product(page: Page) -> None:
    name = f"Garden bench {page.viewport_size['width']}"  # the shop is the same for phone and desk
    visit(page, "/jobs/new")
    item = first_item(page)
    item.get_by_label("What is it?").fill(name)
    item.get_by_label("Quantity").fill("4")
    item.get_by_label("Area of one, sq ft").fill("12")
    item.get_by_label("Coat 1", exact=True).select_option(label="RAL 9005 Jet black")
    expect(figures(page)).to_contain_text("Powder Needed: 1.39 lb")  # while one types, by the server's own formula
    expect(figures(page)).to_contain_text(re.compile(r"\$\d+\.\d\d each"))
    item.get_by_label("Sandblasting", exact=True).check()
    item.get_by_label("Minutes of Sandblasting on one piece").fill("30")
    figures(page).locator("summary").click()
    expect(figures(page)).to_contain_text("30 min × 97.50 an hour")

    item.get_by_role("button", name="Save to Product Catalog").click()
    step = page.get_by_role("group", name="Save to Product Catalog")
    step.get_by_label("Category").fill("Furniture")
    step.get_by_role("button", name="Save to catalog and add item").click()
    expect(page.get_by_text(f"“{name}” is in the catalog.").first).to_be_visible()

    page.get_by_label("Customer", exact=True).fill("Wren Bicycle Cooperative")
    page.get_by_label("Description").fill("Benches for the yard")
    page.get_by_role("button", name="Create job").last.click()
    page.wait_for_url(re.compile(r"/jobs/JOB-"))
    expect(page.locator("main")).to_contain_text("Sandblasting 30 min")

    visit(page, "/jobs/new")
    page.get_by_role("button", name="Add from catalog").click()
    page.get_by_label("Search the catalog").fill(name)
    page.get_by_role("dialog").get_by_role("button", name=re.compile(name)).first.click()
    expect(first_item(page).get_by_label("What is it?")).to_have_value(name)


def test_a_kind_and_a_shape_ask_only_for_what_they_need(page: Page) -> None:
    visit(page, "/jobs/new")
    item = first_item(page)
    expect(item.get_by_label("Diameter")).to_be_hidden()
    item.get_by_label("Shape").select_option(label="Wheel")
    expect(item.get_by_label("Area of one, sq ft")).to_be_hidden()
    item.get_by_label("Diameter").fill("18")
    item.get_by_label("Width").fill("8")
    expect(figures(page)).to_contain_text("9.817 sq ft each, from its measures")
    item.get_by_label("Labor only").check()
    expect(item.get_by_label("Coat 1", exact=True)).to_be_hidden()
    expect(item.get_by_label("Labor on one, minutes")).to_be_visible()


def test_a_job_is_edited_where_it_is_looked_at(page: Page) -> None:
    visit(page, "/jobs")
    page.locator("main a[href*='/jobs/JOB-']").first.click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Customer PO").fill("PO-4711")
    page.get_by_role("button", name="Save changes").last.click()
    page.wait_for_url(lambda url: not url.endswith("/edit"))
    expect(page.locator(".history")).to_contain_text("PO-4711")
