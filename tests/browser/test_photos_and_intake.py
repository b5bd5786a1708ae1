"""Photos and part intake with a phone in hand: nothing is lost without a signal, and everything is there once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from shopfloor.db import in_shop
from shopfloor.intake.queries import versions_of
from shopfloor.photos.queries import photos_of
from tests.browser.conftest import PHONE, sign_in, visit
from tests.browser.office import Device, sign
from tests.browser.pocket import Found, in_hand, jobs_at_work, newest, story, until
from tests.support.pictures import exif, picture, saved
from tests.support.server import Server


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """As a phone's camera leaves them: large, and full of what nobody should know."""
    files = [tmp_path / f"IMG_{n}.jpg" for n in range(3)]
    for file in files:
        file.write_bytes(saved(picture(3000, 2000), exif=exif()))
    return files


def choose(page: Page, kind: str, files: list[Path]) -> None:
    page.get_by_label(kind, exact=True).first.check()
    page.locator("[data-photos] input[multiple]").set_input_files(files)


def photos(demo: Flask, job: Found) -> list[str]:
    with demo.app_context(), in_shop(1):
        return [photo.kind.label for photo in photos_of(job.id)]


def test_photos_taken_without_a_signal_are_there_once_when_it_is_back(
    demo: Flask, line: Server, phone: Callable[[], Page], pictures: list[Path]
) -> None:
    job = jobs_at_work(demo)[0]
    page = phone()
    in_hand(page)
    before, since = photos(demo, job), newest(demo)
    visit(page, f"/jobs/{job.number}#photos")
    page.get_by_label("Issue", exact=True).first.wait_for()  # a part of the page that comes when it is looked at
    line.stop()
    choose(page, "Issue", pictures)
    until(page, lambda kept: len(kept["taps"]) == 3)
    expect(page.locator("[data-queue-words]")).to_contain_text("waits for a signal")

    page = phone()  # restarted, out of reach of the server: the page comes out of the pocket
    visit(page, f"/jobs/{job.number}")
    choose(page, "After", pictures[:1])
    expect(page.locator("[data-outbox]")).to_contain_text("4")
    page.locator('form[action$="/moves"] button').first.tap()
    until(page, lambda kept: len(kept["taps"]) == 5)
    assert newest(demo) == since

    line.start()
    visit(page, "/mobile")
    until(page, lambda kept: not kept["taps"])
    assert sorted(photos(demo, job)) == sorted([*before, "Issue", "Issue", "Issue", "After"])
    assert [event.kind for event in story(demo, job, since)].count("job.photo_added") == 4
    assert [event.kind for event in story(demo, job, since)].count("job.moved") == 1


def test_what_came_in_is_counted_photographed_and_signed_for(device: Device, demo: Flask, pictures: list[Path]) -> None:
    job = jobs_at_work(demo)[1]
    page = device(PHONE).new_page()
    sign_in(page, "worker@powder.example")
    visit(page, f"/jobs/{job.number}/intake")
    for button in page.locator("[data-all]").all():
        button.tap()
    page.get_by_role("button", name="Save intake").tap()
    expect(page.locator("#signing .field-error")).to_contain_text("Have the customer sign")
    expect(page.locator("#signing")).to_be_focused()
    page.get_by_label("Dents", exact=True).first.check()
    page.get_by_label("Delivered by").fill("Lee")
    page.get_by_label("Name of who signs").fill("Hal Harlan")
    sign(page)
    page.wait_for_timeout(600)  # so long after the last letter all of it is kept
    page.reload()
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.get_by_label("Delivered by")).to_have_value("Lee")

    page.get_by_role("button", name="Save intake").tap()
    expect(page.locator("[data-problem]").last).to_contain_text("photo of the damage")
    expect(page.locator("#photos .field-error")).to_contain_text("photo of the damage")
    expect(page.locator("#photos")).to_be_focused()
    expect(page.locator("#signing .field-error")).to_have_count(0)
    before = len(photos(demo, job))
    page.locator("[data-photos] input[multiple]").set_input_files(pictures[:1])
    expect(page.locator("#job-photos img")).to_have_count(before + 1, timeout=20_000)
    page.wait_for_timeout(750)  # after an answer the same button keeps quiet for so long
    page.get_by_role("button", name="Save intake").tap()
    page.wait_for_url(f"**/jobs/{job.number}#intake")
    expect(page.locator("#intake")).to_contain_text("Hal Harlan")
    expect(page.locator("#intake .signature path")).to_have_attribute("d", signature_of(demo, job))
    expect(page.locator("[data-outbox]")).to_be_hidden()
    receipt = page.context.request.get(f"/jobs/{job.number}/intake/receipt.pdf")
    assert receipt.body().startswith(b"%PDF")

    visit(page, f"/jobs/{job.number}/intake")
    expect(page.locator("[data-restored]")).to_be_hidden()  # saved: the draft is gone


def signature_of(demo: Flask, job: Found) -> str:
    with demo.app_context(), in_shop(1):
        return versions_of(job.id)[0].taken.signature
