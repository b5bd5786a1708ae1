"""The customer field as a combobox, by keys and by thumb: found, told apart, added, and nothing left to the mouse."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from shopfloor.customers.details import Details
from shopfloor.customers.operations import archive_customer, take_on
from shopfloor.customers.queries import customers_called
from shopfloor.db import everywhere, in_shop
from shopfloor.shops.queries import members, shops
from tests.browser.conftest import DESK, PHONE, sign_in, visit
from tests.browser.test_every_page import accessibility

Device = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def smiths(demo: Flask) -> list[int]:
    """Two of one name, and one of the same who came long ago."""
    with demo.app_context():
        with everywhere():
            shop = next(shop for shop in shops() if shop.trade == "powder")
        with in_shop(shop.id):
            owner = next(member for member in members() if member.role == "owner")
            mill = Details("Jo Smithers", phone="555-7001", address="1 Mill St\nMillbrook")
            made = [take_on(details, by=owner).id for details in (mill, Details("Jo Smithers", phone="555-7002"))]
            archive_customer(take_on(Details("Jo Smithers-Gone"), by=owner), by=owner)
            return made


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def form(request: pytest.FixtureRequest, device: Device, smiths: list[int]) -> Page:
    page = device(request.param).new_page()
    sign_in(page, "owner@powder.example")
    visit(page, "/jobs/new")
    expect(field(page)).to_have_attribute("role", "combobox")
    return page


def field(page: Page) -> Locator:
    return page.get_by_label("Customer", exact=True)


def types(page: Page, name: str) -> Locator:
    """What is suggested when someone types that."""
    field(page).press_sequentially(name, delay=10)
    options = page.get_by_role("listbox", name="Customers").get_by_role("option")
    expect(options.last).to_be_visible()
    return options


def chosen(page: Page) -> str:
    return page.locator("input[name=customer_id]").input_value()


def test_keys_choose_one_of_two_of_a_name(form: Page, smiths: list[int], axe: str) -> None:
    options = types(form, "jo smithers")
    expect(options).to_have_count(4)
    expect(field(form)).to_have_attribute("aria-expanded", "true")
    assert accessibility(form, axe) == []
    field(form).press("ArrowDown")
    field(form).press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field(form).get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    words = options.nth(1).inner_text()
    field(form).press("Enter")
    expect(field(form)).to_have_attribute("aria-expanded", "false")
    expect(field(form)).to_have_value("Jo Smithers")
    assert chosen(form) == str(smiths[1 if "7002" in words else 0])
    expect(form.locator("#customer-about")).to_contain_text("555-700")
    expect(form).to_have_url(re.compile("/jobs/new$"))  # Enter chose; it did not send the form
    field(form).press("Backspace")
    assert chosen(form) == ""


def test_a_thumb_chooses_and_escape_closes(form: Page, smiths: list[int]) -> None:
    options = types(form, "jo smithers")
    field(form).press("Escape")
    expect(options.first).to_be_hidden()
    expect(field(form)).to_have_value("jo smithers")
    field(form).press("ArrowDown")
    options.filter(has_text="555-7001").click()
    assert chosen(form) == str(smiths[0])


def test_someone_new_is_added_without_leaving_the_form(form: Page, axe: str) -> None:
    expect(form.get_by_label("Their e-mail")).to_be_hidden()
    types(form, "Quite New & Sons").filter(has_text="as a new customer").click()
    expect(form.get_by_label("Add “Quite New & Sons” as a new customer")).to_be_checked()
    form.get_by_label("Their e-mail").fill("q@new.example")
    assert accessibility(form, axe) == []
    assert chosen(form) == "new"


def test_an_archived_one_says_so_and_is_brought_back_by_choosing_alone(form: Page) -> None:
    back = form.get_by_label("Bring this customer back from the archive")
    options = types(form, "jo smithers-gone")
    form.get_by_label("Description").focus()
    expect(options.first).to_be_hidden()
    expect(back).to_be_hidden()
    field(form).focus()
    field(form).press("ArrowDown")
    options.filter(has_text="Archived").click()
    expect(back).to_be_checked()


def test_a_name_typed_whole_is_chosen_by_going_on(form: Page) -> None:
    types(form, "tom beckett")
    form.get_by_label("Description").focus()
    expect(field(form)).to_have_value("Tom Beckett")
    assert chosen(form).isdecimal()


def test_a_job_is_made_for_the_one_that_was_chosen(form: Page, demo: Flask) -> None:
    name = f"Newcomer {form.viewport_size['width']}"  # type: ignore[index]
    types(form, name).filter(has_text="as a new customer").click()
    form.get_by_label("Their phone").fill("555-7003")
    form.get_by_label("Description").fill("Gate")
    form.get_by_label("What is it?").fill("Gate")
    form.get_by_label("Area of one").fill("30")
    form.get_by_role("button", name="Create job").last.click()
    form.wait_for_url("**/jobs/JOB-*")
    expect(form.get_by_role("heading", name=name)).to_be_visible()
    with demo.app_context(), everywhere():
        assert [one.phone for one in customers_called(name)] == ["555-7003"]


def test_without_a_script_the_name_is_enough_and_what_is_unclear_is_asked(device: Device, smiths: list[int]) -> None:
    page = device(PHONE, java_script_enabled=False).new_page()
    sign_in(page, "owner@powder.example")
    page.goto("/jobs/new")
    page.get_by_label("Description").fill("Gate")
    page.get_by_label("What is it?").fill("Gate")
    page.get_by_label("Area of one").fill("30")
    field(page).fill("Jo Smithers")
    page.get_by_role("button", name="Create job").last.click()
    page.get_by_role("radio", name="Jo Smithers 555-7001").check(force=True)
    page.get_by_role("button", name="Create job").last.click()
    page.wait_for_url("**/jobs/JOB-*")


def test_the_list_is_searched_as_one_types(device: Device, smiths: list[int]) -> None:
    page = device(DESK).new_page()
    sign_in(page, "owner@powder.example")
    visit(page, "/customers")
    page.get_by_role("searchbox").press_sequentially("smithers 7002")
    expect(page.locator("#customers tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=smithers"))
