"""People called in a note: suggested as one types an @, chosen by keys and by thumb, and written by hand without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from shopfloor.accounts.operations import create_user
from shopfloor.db import db, everywhere, in_shop
from shopfloor.jobs.models import Job
from shopfloor.shops.operations import add_member
from shopfloor.shops.permissions import Role
from shopfloor.shops.queries import members, shops
from tests.browser.conftest import DESK, PHONE, sign_in, visit
from tests.browser.test_every_page import accessibility

Device = Callable[..., BrowserContext]

NAMES = ("Ana María Ortiz", "Éva Nagy", "Søren Ås")


@pytest.fixture(scope="module")
def job(demo: Flask) -> str:
    """A job of the shop where they work, too."""
    with demo.app_context():
        with everywhere():
            shop = next(shop for shop in shops() if shop.trade == "powder")
            users = [create_user(f"named{n}@powder.example", "a walk in the rain").id for n in range(len(NAMES))]
        with in_shop(shop.id):
            owner = next(member for member in members() if member.role == "owner")
            for user, name in zip(users, NAMES, strict=True):
                add_member(user, name, role=Role.WORKER, by=owner)
            return db.session.scalars(select(Job.number).where(Job.active).order_by(Job.id).limit(1)).one()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, device: Device, job: str) -> Page:
    page = device(request.param).new_page()
    sign_in(page, "owner@powder.example")
    visit(page, f"/jobs/{job}")
    return page


def note(page: Page) -> Locator:
    return page.get_by_label("Add a note")


def people(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People").get_by_role("option")


def test_keys_choose_a_name_and_the_note_goes_on(page: Page, axe: str) -> None:
    note(page).press_sequentially("Rim is scratched. @orti", delay=10)
    expect(people(page)).to_have_text(["Ana María Ortiz"])
    assert note(page).get_attribute("aria-activedescendant") == people(page).get_attribute("id")
    assert accessibility(page, axe) == []
    note(page).press("Enter")
    expect(people(page)).to_have_count(0)
    note(page).press_sequentially("and @eva", delay=10)
    expect(people(page)).to_have_text(["Éva Nagy"])
    note(page).press("Tab")
    note(page).press_sequentially("look", delay=10)
    expect(note(page)).to_have_value("Rim is scratched. @Ana María Ortiz and @Éva Nagy look")
    page.get_by_role("button", name="Save note").click()
    marks = page.locator("#history mark")
    expect(marks.filter(has_text="@Ana María Ortiz")).not_to_have_count(0)
    expect(marks.filter(has_text="@Éva Nagy")).not_to_have_count(0)


def test_arrows_go_round_and_escape_leaves_the_note_alone(page: Page) -> None:
    note(page).press_sequentially("@", delay=10)
    expect(people(page)).not_to_have_count(0)
    last = people(page).last
    note(page).press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    note(page).press("ArrowDown")
    expect(people(page).first).to_have_attribute("aria-selected", "true")
    note(page).press("Escape")
    expect(people(page)).to_have_count(0)
    note(page).press("Enter")
    expect(note(page)).to_have_value("@\n")


def test_a_thumb_chooses_where_the_cursor_stands(page: Page) -> None:
    note(page).fill("tell  about it")
    for _ in range(len(" about it")):
        note(page).press("ArrowLeft")
    note(page).press_sequentially("@soren as", delay=10)
    people(page).filter(has_text="Søren Ås").click()
    expect(note(page)).to_have_value("tell @Søren Ås  about it")
    expect(note(page)).to_be_focused()


def test_an_address_and_a_name_nobody_has_suggest_nothing(page: Page) -> None:
    note(page).press_sequentially("@", delay=10)
    expect(people(page)).not_to_have_count(0)
    for text in ("mail ana@ort", "@ ort", "@Nobody", "@@ort"):
        note(page).fill(text)
        expect(people(page)).to_have_count(0)


def test_without_a_script_a_name_is_written_by_hand(device: Device, job: str) -> None:
    page = device(PHONE, java_script_enabled=False).new_page()
    sign_in(page, "owner@powder.example")
    page.goto(f"/jobs/{job}")
    note(page).fill("@Søren Ås, by hand")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#history mark", has_text="@Søren Ås")).not_to_have_count(0)
