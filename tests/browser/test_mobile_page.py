"""Shop Mobile under a thumb."""

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, TABLET, sign_in
from tests.support.server import Server

Device = Callable[..., BrowserContext]


@pytest.fixture
def phone(device: Device) -> Page:
    page = device(PHONE).new_page()
    page.clock.install()
    sign_in(page, "worker@powder.example")
    page.goto("/mobile")
    return page


def first_card(page: Page, group: str) -> str:
    section = page.locator("section.group", has=page.get_by_role("heading", name=group, exact=True))
    return section.locator("article").first.get_attribute("id")


def stands_in(page: Page, card: str, group: str) -> None:
    section = page.locator("section.group", has=page.locator(f"#{card}"))
    expect(section.get_by_role("heading").first).to_have_text(group)


def test_a_tap_moves_the_card_and_undo_brings_it_back(phone: Page) -> None:
    card = first_card(phone, "Quality Check")
    phone.locator(f"#{card}").get_by_role("button", name="Advance to Completed").tap()
    undo = phone.locator("form.undo")
    expect(undo).to_contain_text("is in Completed")
    stands_in(phone, card, "Completed")
    undo.get_by_role("button", name="Undo").tap()
    expect(phone.locator(f"#{card}").get_by_role("button", name="Advance to Completed")).to_be_visible()
    stands_in(phone, card, "Quality Check")


def test_undo_is_offered_for_ten_seconds(phone: Page) -> None:
    card = first_card(phone, "Quality Check")
    phone.locator(f"#{card}").get_by_role("button", name="Advance").tap()
    undo = phone.locator("form.undo")
    expect(undo).to_be_visible()
    phone.clock.run_for(7_000)
    expect(undo).to_be_visible()
    phone.clock.run_for(5_000)
    expect(undo).to_be_hidden()


def test_a_double_tap_moves_one_step(phone: Page) -> None:
    card = first_card(phone, "In Preparation")
    number = phone.locator(f"#{card} .number").inner_text()
    phone.locator(f"#{card}").get_by_role("button", name="Advance").dblclick()
    expect(phone.locator("form.undo")).to_contain_text(number)
    phone.clock.run_for(2_000)
    phone.goto(f"/jobs/{number}")
    moved = phone.locator(".history li", has_text=f"moved {number} from In Preparation")
    expect(moved).to_have_count(1)


def test_what_slides_under_a_thumb_is_not_pressed(phone: Page) -> None:
    card = first_card(phone, "Quality Check")
    other = phone.locator(f"#{first_card(phone, 'Pending')} .more")
    other.evaluate("link => document.addEventListener('cards:placed', () => setTimeout(() => link.click()), { once: true })")
    phone.locator(f"#{card}").get_by_role("button", name="Advance").tap()
    phone.clock.run_for(2_000)
    stands_in(phone, card, "Completed")
    assert phone.url.endswith("/mobile")
    phone.clock.run_for(500)
    other.click()
    phone.wait_for_url("**/jobs/*")


def test_a_chip_shows_one_persons_jobs_and_is_remembered(phone: Page) -> None:
    phone.get_by_role("button", name="Mine").tap()
    me = phone.locator("[data-me]").get_attribute("data-me")
    shown = phone.locator("article:visible")
    for index in range(shown.count()):
        assert me in shown.nth(index).get_attribute("data-workers").split()
    phone.reload()
    expect(phone.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="All").tap()
    expect(phone.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")


def test_a_refresh_keeps_the_place_and_the_focus(phone: Page, device: Device) -> None:
    card = first_card(phone, "Ready for Pickup")
    button = phone.locator(f"#{card}").get_by_role("button", name="Advance")
    button.scroll_into_view_if_needed()
    button.focus()
    before = button.bounding_box()["y"]
    other = device(PHONE).new_page()
    sign_in(other, "supervisor@powder.example")
    other.goto("/mobile")
    moved = first_card(other, "Pending")
    advance = other.locator(f"#{moved}").get_by_role("button", name="Advance")
    now = advance.inner_text().removeprefix("Advance to ").strip()
    advance.tap()
    expect(other.locator("form.undo")).to_be_visible()
    phone.clock.fast_forward(66_000)
    stands_in(phone, moved, now)
    phone.clock.run_for(1_000)
    assert abs(button.bounding_box()["y"] - before) < 2
    assert button.evaluate("button => button === document.activeElement")


def test_the_live_pill_does_not_lie(phone: Page, server: Server) -> None:
    pill = phone.locator(".live.needs-js")
    expect(pill).to_contain_text("Live")
    group = os.getpgid(server.process.pid)
    os.killpg(group, signal.SIGSTOP)  # the line is there and nobody answers
    try:
        phone.clock.fast_forward(100_000)
        expect(pill).not_to_contain_text("Live")
        expect(pill).to_contain_text("s of ")
    finally:
        os.killpg(group, signal.SIGCONT)
    phone.clock.fast_forward(66_000)
    expect(pill).to_contain_text("Live", timeout=20_000)


def test_two_columns_on_a_tablet_one_on_a_small_phone(device: Device) -> None:
    tablet = device(TABLET).new_page()
    sign_in(tablet, "worker@powder.example")
    tablet.goto("/mobile")
    assert columns(tablet) == 2
    tablet.set_viewport_size({"width": 320, "height": 640})
    assert columns(tablet) == 1
    assert tablet.evaluate("document.documentElement.scrollWidth") <= 320


def columns(page: Page) -> int:
    lefts = page.locator("article:visible").evaluate_all(
        "cards => cards.map(card => Math.round(card.getBoundingClientRect().x))"
    )
    return len(set(lefts))
