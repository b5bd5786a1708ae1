"""The calendar in the hand: a job is dragged to its place, or sent there by a dialog; and everyone sees it."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import BrowserContext, Locator, Page, expect

from shopfloor.kernel import clock
from tests.browser.conftest import DESK, PHONE, sign_in, visit

Device = Callable[..., BrowserContext]
TALL = {"viewport": {"width": 1440, "height": 1400}}
NEXT = clock.now().date() + timedelta(days=14)
MONDAY = NEXT - timedelta(days=NEXT.weekday())
WEEK = f"/schedule?on={MONDAY}"


def waiting(page: Page) -> Locator:
    """The first job that stands beside the calendar."""
    return page.locator(".waiting .slot").first


def cell(page: Page, day: date, name: str) -> Locator:
    return page.locator(f'[data-day="{day}"]', has=page.get_by_role("heading", name=name, exact=True))


def drag(page: Page, slot: Locator, to: Locator) -> None:
    """As a hand does: over the target it moves a little before it lets go."""
    slot.locator(".who").hover()
    page.mouse.down()
    slot.locator(".who").hover(position={"x": 8, "y": 4})  # it is in the hand before the page scrolls
    to.hover()
    to.hover(position={"x": 12, "y": 12})
    page.mouse.up()


def test_a_job_is_dragged_onto_the_calendar_and_another_desk_sees_it(device: Device) -> None:
    page, other = device(TALL).new_page(), device(DESK).new_page()
    sign_in(page, "supervisor@powder.example")
    sign_in(other, "owner@powder.example")
    visit(page, WEEK)
    visit(other, WEEK)
    number = waiting(page).locator("a").first.inner_text()
    drag(page, waiting(page), cell(page, MONDAY, "Nobody yet"))
    expect(cell(page, MONDAY, "Nobody yet")).to_contain_text(number)
    expect(cell(page, MONDAY, "Nobody yet")).to_contain_text("08:00–09:00")
    expect(cell(other, MONDAY, "Nobody yet")).to_contain_text(number, timeout=70_000)

    tuesday = cell(page, MONDAY + timedelta(days=1), "Nobody yet")
    drag(page, cell(page, MONDAY, "Nobody yet").locator(".slot", has_text=number), tuesday)
    expect(tuesday).to_contain_text(number)
    expect(tuesday).to_contain_text("08:00–09:00")


def test_a_job_dragged_to_a_worker_who_is_busy_then_is_flagged(device: Device) -> None:
    page = device(TALL).new_page()
    sign_in(page, "supervisor@powder.example")
    friday = MONDAY + timedelta(days=4)
    numbers = []
    for at in ("09:00", "09:30"):  # both for nobody yet, who is never overbooked
        visit(page, WEEK)
        numbers.append(waiting(page).locator("a").first.inner_text())
        page.get_by_role("link", name=f"Schedule… {numbers[-1]}").click()
        plan(page.get_by_role("dialog", name="Move a job"), friday, at, worker="Nobody yet")
        expect(cell(page, friday, "Nobody yet")).to_contain_text(numbers[-1])
    visit(page, WEEK)
    for number in numbers:
        drag(page, page.locator(".calendar .slot", has_text=number), cell(page, friday, "Ana Whitfield"))
        expect(cell(page, friday, "Ana Whitfield")).to_contain_text(number)
        expect(page.locator("[data-part]:not([data-listens])")).to_have_count(0)
    expect(cell(page, friday, "Ana Whitfield").locator(".slot", has_text="Overbooked")).to_have_count(2)


def plan(dialog: Locator, day: date, at: str, *, worker: str) -> None:
    dialog.get_by_label("Date").fill(str(day))
    dialog.get_by_label("Starts at").fill(at)
    dialog.get_by_label("Minutes").fill("60")
    dialog.get_by_label("Who").select_option(label=worker)
    dialog.get_by_role("button", name="Save", exact=True).last.click()


def test_a_thumb_does_the_same_by_a_dialog(device: Device) -> None:
    page = device(PHONE).new_page()
    sign_in(page, "supervisor@powder.example")
    visit(page, WEEK)
    number = waiting(page).locator("a").first.inner_text()
    button = page.get_by_role("link", name=f"Schedule… {number}")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    dialog = page.get_by_role("dialog", name="Move a job")
    expect(dialog).to_contain_text(number)
    dialog.get_by_label("Date").fill(str(MONDAY + timedelta(days=2)))
    dialog.get_by_label("Starts at").fill("13:30")
    dialog.get_by_label("Minutes").fill("45")
    dialog.get_by_role("button", name="Save", exact=True).last.tap()
    wednesday = page.get_by_role("region", name=f"{MONDAY + timedelta(days=2):%a} {(MONDAY + timedelta(days=2)).day}")
    expect(wednesday).to_contain_text(number)
    expect(wednesday).to_contain_text("13:30–14:15")


def test_by_keyboard_alone(device: Device) -> None:
    page = device(DESK).new_page()
    sign_in(page, "supervisor@powder.example")
    visit(page, WEEK)
    number = waiting(page).locator("a").first.inner_text()
    page.get_by_role("link", name=f"Schedule… {number}").press("Enter")
    dialog = page.get_by_role("dialog", name="Move a job")
    dialog.get_by_label("Date").fill(str(MONDAY))
    dialog.get_by_label("Starts at").fill("15:00")
    dialog.get_by_label("Minutes").press("Enter")
    expect(page.locator(".calendar")).to_contain_text(number)
    page.get_by_role("link", name=f"Move… {number}").press("Enter")
    page.get_by_role("button", name="Take off the schedule").press("Enter")
    expect(page.locator(".calendar")).not_to_contain_text(number)
    expect(page.locator(".waiting")).to_contain_text(number)
