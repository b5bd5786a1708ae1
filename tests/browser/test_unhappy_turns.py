"""When things don't go as planned: declined, not to be written to, done again, the wrong customer, cancelled, saved by two."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, visit
from tests.browser.office import Device, at_work, dialog, job_for, number_of, part, reads, told
from tests.support.post import PostOffice
from tests.support.server import Server


@pytest.fixture(scope="module")
def server(mailing: Server) -> Server:
    return mailing


@pytest.fixture
def office(device: Device) -> Iterator[Page]:
    page = at_work(device, DESK, "office")
    yield page
    page.close()


def test_a_customer_declines_and_says_why(device: Device, demo: Flask, office: Page) -> None:
    visit(office, f"/quotes/new?job={job_for(demo, 'Declined Doors')}")
    office.get_by_role("button", name="Save quote").last.click()
    asked = dialog(office, "Send")
    asked.get_by_label("I hand over the link").check()
    asked.get_by_role("button", name="Send").click()
    quote = number_of(office)

    customer = device(PHONE).new_page()
    customer.goto(office.get_by_role("textbox", name="Link").input_value())
    customer.get_by_label("Your name").fill("Dora")
    customer.get_by_label("Anything to add").fill("Too dear for two brackets")
    customer.get_by_role("button", name="Decline").tap()
    expect(customer.get_by_role("status")).to_contain_text("Declined by Dora")
    expect(customer.get_by_role("button", name="Approve this quote")).to_have_count(0)

    office.reload()
    expect(office.locator(".job-head")).to_contain_text("Declined")
    expect(office.locator("main")).to_contain_text(f"Dora declined {quote}: Too dear for two brackets")
    expect(office.get_by_role("link", name="Convert to Job")).to_have_count(0)


def test_who_wants_no_mail_gets_none_whatever_is_posted(demo: Flask, office: Page, post: PostOffice) -> None:
    number = job_for(demo, "Quiet Quarries", email="quiet@quarries.example", status_emails=False)
    visit(office, f"/jobs?filter=all&q={number}")
    office.locator("[data-change]").click()
    asked = office.get_by_role("dialog")
    expect(asked.get_by_label("Notify customer via email")).to_be_disabled()
    expect(asked.locator(".warning")).to_contain_text("Quiet Quarries has e-mail notifications turned off.")
    asked.get_by_label("Notify customer via email").evaluate("box => { box.disabled = false; box.checked = true }")
    asked.get_by_role("radio", name="Ready for Pickup").check()
    asked.get_by_label("Note").fill("Done at once")
    with office.expect_request("**/quick-changes") as posted:
        asked.get_by_role("button", name="Save").click()
    assert "notify" in posted.value.post_data
    expect(asked).to_be_hidden()

    visit(office, f"/jobs/{number}")
    reads(office, "emails", "The customer wants no e-mails about their jobs.")
    assert not any("quiet@quarries.example" in letter["To"] for letter in post.letters)


def test_what_had_to_be_done_again_is_seen_among_all_that_was(demo: Flask, office: Page, device: Device) -> None:
    number = job_for(demo, "Blistered Benches")
    supervisor = at_work(device, PHONE, "supervisor")
    visit(supervisor, f"/jobs/{number}/reworks/new")
    supervisor.get_by_label("Why", exact=True).select_option(label="Blooming")
    supervisor.get_by_label("Note").fill("White haze on both")
    supervisor.get_by_role("button", name="Open rework record").tap()
    expect(supervisor.get_by_role("heading", name="Blooming")).to_be_visible()

    visit(office, "/rework")
    office.get_by_label("Reason").select_option(label="Blooming")
    office.get_by_role("button", name="Show").click()
    row = office.locator("#records .line", has_text=number)
    expect(row).to_contain_text("Blistered Benches")
    expect(office.locator(".rework-charts")).to_contain_text("Blooming")


def test_a_job_goes_to_another_customer_until_it_is_billed(demo: Flask, office: Page) -> None:
    number = job_for(demo, "Wrong Wagons")
    visit(office, f"/jobs/{number}")
    dialog(office, "More").get_by_role("link", name="Change customer").click()
    office.get_by_label("Customer", exact=True).press_sequentially("Tom Beckett")
    office.get_by_role("option", name=re.compile("Tom Beckett")).first.click()
    office.get_by_role("button", name="Change customer").click()
    expect(office.locator("h2.customer")).to_have_text("Tom Beckett")
    expect(office.locator(".history")).to_contain_text("from Wrong Wagons to Tom Beckett")

    part(office, "invoice").get_by_role("button", name="Create Invoice").click()
    invoice = number_of(office)
    asked = dialog(office, "Send")
    asked.get_by_label("I hand it over").check()
    asked.get_by_role("button", name="Send").click()
    expect(office.get_by_role("button", name="Send again")).to_be_visible()
    visit(office, f"/jobs/{number}/customer")
    expect(office.get_by_role("alert")).to_contain_text(invoice)
    expect(office.get_by_label("Customer", exact=True)).to_have_count(0)


def test_a_job_is_cancelled_with_a_reason(demo: Flask, office: Page) -> None:
    number = job_for(demo, "Cancelled Canopies")
    visit(office, f"/jobs/{number}")
    asked = dialog(office, "Cancel job")
    asked.get_by_label("Why is it cancelled?").fill("They bought new ones")
    asked.get_by_role("button", name="Cancel job").click()
    expect(office.locator(".job-head")).to_contain_text("Cancelled")
    assert told(office)[-1] == f"Priya Raman cancelled {number} (Pending): They bought new ones"
    expect(office.get_by_role("button", name=re.compile("Advance"))).to_have_count(0)


def test_of_two_who_save_the_second_sees_theirs_and_keeps_what_was_typed(demo: Flask, office: Page) -> None:
    number = job_for(demo, "Twofold Trellises")
    other = office.context.new_page()
    for page in (office, other):
        visit(page, f"/jobs/{number}/edit")
    other.get_by_label("Customer PO").fill("PO-1")
    other.get_by_role("button", name="Save changes").last.click()
    expect(other.locator(".history")).to_contain_text("PO-1")

    office.get_by_label("Special instructions").fill("Mask the threads")
    office.get_by_role("button", name="Save changes").last.click()
    quicker = office.get_by_role("alert").filter(has_text="Someone was quicker")
    expect(quicker).to_contain_text("PO-1")
    expect(office.get_by_label("Special instructions")).to_have_value("Mask the threads")
    office.get_by_role("button", name="Save changes").last.click()
    expect(office.locator("main")).to_contain_text("Mask the threads")
