"""The list of jobs, as an office uses it at a desk and a supervisor on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, sign_in, visit
from tests.browser.test_every_page import accessibility, layout

Device = Callable[..., BrowserContext]


def opened(device: Device, kind: dict[str, object], address: str = "/jobs?filter=floor") -> Page:
    page = device(kind).new_page()
    sign_in(page, "owner@powder.example")
    visit(page, address)
    return page


def numbers(page: Page) -> list[str]:
    return page.locator(".job-link").all_inner_texts()


def test_what_is_typed_is_searched_at_once_and_the_keys_walk_through_it(device: Device) -> None:
    page = opened(device, DESK)
    wanted = numbers(page)[3]
    page.keyboard.press("/")
    page.keyboard.type(wanted.lower(), delay=10)
    expect(page.locator(".job-link")).to_have_count(1)
    expect(page.get_by_role("searchbox").first).to_be_focused()
    expect(page).to_have_url(re.compile(rf"q={wanted.lower()}"))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".job-link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/jobs/{wanted}$"))


def test_the_order_is_kept_for_the_next_time(device: Device) -> None:
    page = opened(device, DESK)
    with page.expect_response("**/jobs/list-view"):
        page.get_by_role("link", name="Job", exact=True).click()
    expect(page.locator("th.number")).to_have_attribute("aria-sort", "ascending")
    sorted_ = numbers(page)
    assert sorted_ == sorted(sorted_)
    visit(page, "/jobs")
    assert numbers(page) == sorted_
    with page.expect_response("**/jobs/list-view"):
        page.get_by_role("link", name="Due", exact=True).click()


def test_a_badge_changes_the_status_and_undo_takes_it_back(device: Device, axe: str) -> None:
    for kind in (DESK, PHONE):
        page = opened(device, kind)
        badge = page.locator("[data-change]").filter(has_text="Coating").first
        number = badge.get_attribute("aria-label").split()[0]
        badge.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Notify customer via email")
        assert accessibility(page, axe) == []
        dialog.get_by_role("button", name="Save").click()
        mine = page.locator(f"[data-change][aria-label^='{number} ']")
        expect(mine).to_have_text("Curing")
        page.get_by_role("button", name=re.compile("Undo")).click()
        expect(mine).to_have_text("Coating")


def test_a_change_refused_says_why_in_the_dialog_and_keeps_what_was_typed(device: Device) -> None:
    page = opened(device, DESK)
    page.locator("[data-change]").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Put on hold").check()
    dialog.get_by_label("Note").fill(" ")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Why is it put on hold?")
    dialog.get_by_role("link", name="Not now").click()
    expect(dialog).to_be_hidden()


def test_several_are_ticked_with_shift_and_dated_together(device: Device, axe: str) -> None:
    page = opened(device, DESK)
    boxes = page.locator("[name=job]")
    boxes.nth(0).check()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("#bulk [data-count]")).to_have_text("4")
    assert accessibility(page, axe) == []
    page.get_by_label("Due on").fill("2027-01-04")
    page.get_by_role("button", name="Set due date").click()
    expect(page.locator(".done")).to_contain_text("4 dated")


def test_the_dialog_the_ticks_and_the_list_fit_on_a_phone(device: Device, axe: str) -> None:
    page = opened(device, PHONE, "/jobs?filter=floor&worker=1")
    visit(page, "/jobs?filter=floor")
    page.locator("[name=job]").first.check()
    assert [*accessibility(page, axe), *layout(page, is_floor=False)] == []
    page.locator("[data-change]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [*accessibility(page, axe), *layout(page, is_floor=False)] == []


def test_without_scripts_the_list_is_forms_and_links(device: Device) -> None:
    page = device(DESK, java_script_enabled=False).new_page()
    sign_in(page, "owner@powder.example")
    page.goto("/jobs?filter=floor")
    wanted = numbers(page)[2]
    page.get_by_role("searchbox").first.fill(wanted)
    page.get_by_role("button", name="Search").click()
    assert numbers(page) == [wanted]
    page.locator("[data-change]").click()
    expect(page.locator("#quick-title")).to_contain_text(wanted)
    page.get_by_label("Note").fill("Without a script")
    page.get_by_role("link", name="Not now").click()
    assert numbers(page) == [wanted]
    page.locator("[name=job]").check()
    page.get_by_label("Due on").fill("2027-02-02")
    page.get_by_role("button", name="Set due date").click()
    expect(page.locator(".done")).to_contain_text("1 dated")
