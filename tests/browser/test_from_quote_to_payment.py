"""From an offer to the money: written at the desk, approved on the customer's phone, worked, billed and paid."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, sign_in, visit

Device = Callable[..., BrowserContext]


def test_a_quote_becomes_a_job_an_invoice_and_money(device: Device) -> None:
    desk = device(DESK).new_page()
    sign_in(desk, "office@jewelry.example")
    write_quote(desk)
    desk.get_by_role("button", name="Send", exact=True).first.click()
    desk.get_by_label("I hand over the link").check()
    desk.locator("dialog[open]").get_by_role("button", name="Send").click()
    link = desk.get_by_role("textbox", name="Link").input_value()

    customer = device(PHONE).new_page()
    customer.goto("/your-quote/" + link.rsplit("/", 1)[1])
    expect(customer.get_by_text("$4,290.00").first).to_be_visible()
    customer.get_by_role("button", name="Approve this quote").click()
    expect(customer.get_by_role("alert")).to_contain_text("Type your name")
    customer.get_by_label("Your name").fill("Grace Abiodun")
    customer.get_by_role("button", name="Approve this quote").click()
    expect(customer.get_by_role("status")).to_contain_text("Approved by Grace Abiodun")

    desk.reload()
    desk.get_by_text("Record a deposit").click()
    expect(desk.get_by_role("textbox", name="Amount", exact=True)).to_have_value("2145.00")
    desk.get_by_role("button", name="Record deposit").click()
    desk.get_by_role("link", name="Convert to Job").click()
    desk.get_by_role("button", name="Create job").click()
    expect(desk.locator(".job-head")).to_contain_text("Approved")
    make_ready(desk)

    desk.get_by_role("link", name="View Invoice").click()
    expect(desk.locator(".job-head")).to_contain_text("Draft")
    expect(desk.locator("tfoot")).to_contain_text("−$2,145.00")
    desk.get_by_role("button", name="Send", exact=True).first.click()
    desk.get_by_label("I hand it over").check()
    desk.locator("dialog[open]").get_by_role("button", name="Send").click()
    expect(desk.locator(".job-head")).to_contain_text("Partially paid")
    desk.get_by_role("button", name="Record payment").click()
    expect(desk.locator(".job-head")).to_contain_text("Paid")
    expect(desk.locator("tfoot tr.loud").last).to_contain_text("$0.00")


def write_quote(desk: Page) -> None:
    visit(desk, "/quotes/new")
    desk.get_by_label("Customer", exact=True).fill("Grace Abiodun")
    desk.get_by_label("Kind of work").select_option("custom")
    desk.get_by_label("Description").fill("Engagement ring to order")
    desk.get_by_label("What is it?").fill("Ring, platinum, oval 1.5 ct")
    desk.get_by_label("Price of one").fill("4000")
    desk.get_by_role("button", name="Save quote").click()
    expect(desk.locator(".job-head")).to_contain_text("Draft")


def make_ready(desk: Page) -> None:
    """To the last but one of its statuses, tap by tap."""
    for status in ("In progress", "Quality check", "Ready for pickup"):
        desk.get_by_role("button", name=f"Advance to {status}").click()
        expect(desk.locator(".job-head")).to_contain_text(status)
    desk.goto(desk.url.split("#")[0] + "#invoice")
    desk.reload()
