"""A day's work between floor and office: a note to somebody, a timer, and jobs that come again."""

import re

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, visit
from tests.browser.office import Device, at_work, dialog, job_for, number_of, part, told


def test_a_note_names_somebody_and_a_timer_is_seen_in_the_office(device: Device, demo: Flask) -> None:
    number = job_for(demo, "Timed Tables")
    worker, office = at_work(device, PHONE, "ana"), at_work(device, DESK, "office")
    visit(worker, f"/jobs/{number}")
    worker.get_by_label("Add a note").fill("@Marcus one leg is bent")
    worker.get_by_role("button", name="Save note").tap()
    expect(worker.locator(".history mark")).to_have_text("@Marcus")
    expect(worker.get_by_label("Add a note")).to_have_value("")

    part(worker, "time-entries").get_by_role("button", name="Start timer").tap()
    expect(worker.get_by_role("status").filter(has_text="Timer started on")).to_be_visible()
    visit(office, f"/jobs/{number}")
    expect(part(office, "time-entries").locator(".line", has_text="Ana Whitfield")).to_contain_text("running")
    expect(office.locator(".history mark")).to_have_text("@Marcus")

    part(worker, "time-entries").get_by_role("button", name="Stop timer").tap()
    expect(worker.get_by_role("status").filter(has_text="stopped after")).to_be_visible()
    office.reload()
    entry = part(office, "time-entries").locator(".line", has_text="Ana Whitfield")
    expect(entry).to_be_visible()
    expect(entry).not_to_contain_text("running")


def test_what_comes_again_is_kept_as_a_template_and_what_came_once_is_duplicated(device: Device, demo: Flask) -> None:
    number = job_for(demo, "Recurring Racks")
    office = at_work(device, DESK, "office")
    visit(office, f"/jobs/{number}")
    dialog(office, "More").get_by_role("link", name="Save as template").click()
    office.get_by_label("Template name").fill(f"Racks as in {number}")
    office.get_by_role("button", name="Save template").click()
    office.get_by_role("link", name=f"Use Racks as in {number}").click()
    assert_same_again(office, "Retold Racks")

    visit(office, f"/jobs/{number}")
    dialog(office, "More").get_by_role("link", name="Duplicate").click()
    assert_same_again(office, "Redone Racks")


def assert_same_again(office: Page, customer: str) -> None:
    """The form is that of a new job with the same pieces; saved, it is one."""
    item = office.locator("#items-0")
    expect(item.get_by_label("What is it?")).to_have_value("Bracket")
    expect(item.get_by_label("Quantity")).to_have_value("2")
    expect(office.locator("[data-part]:not([data-listens])")).to_have_count(0)
    office.get_by_label("Customer", exact=True).fill("")
    office.get_by_label("Customer", exact=True).press_sequentially(customer)
    office.get_by_role("option", name=re.compile("as a new customer")).click()
    office.get_by_role("button", name="Create job").last.click()
    office.wait_for_url("**/jobs/JOB-*")
    expect(office.get_by_role("heading", name=customer)).to_be_visible()
    assert told(office)[0] == f"Priya Raman created {number_of(office)} for {customer}"
