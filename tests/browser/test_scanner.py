"""Codes read by the app: what a worker holds before the camera, types, or reads with a scanner that types."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shopfloor.db import db, everywhere
from shopfloor.jobs.models import Job
from shopfloor.sheets.models import Code, Purpose
from tests.browser.conftest import ARGUMENTS, DESK, PHONE, sign_in
from tests.browser.patience import until
from tests.support.film import film, photo
from tests.support.server import Server
from tests.support.system import chromium

Device = Callable[..., BrowserContext]
Phone = Callable[..., Page]

NOTES_SOUNDS = """(() => {
  globalThis.heard = [];
  navigator.vibrate = (pattern) => heard.push(pattern);
})()"""


# The scanner's page and its reader, and the jobs in the device's pocket.
KEPT_FOR_SCANNING = """async () => {
  const names = (await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys()))).flat();
  const has = part => names.some(({ url }) => url.includes(part));
  if (!(await indexedDB.databases()).length) return false;
  const answer = ask => new Promise(resolve => { ask.onsuccess = () => resolve(ask.result); });
  const store = await answer(indexedDB.open('shopfloor'));
  const jobs = await answer(store.transaction('pockets').objectStore('pockets').count());
  store.close();
  return has('/scan.') && has('/zxing_reader.') && has('/zxing.') && jobs > 0 && names.some(({ url }) => url.endsWith('/scan'));
}"""


@pytest.fixture(scope="module")
def sheets(demo: Flask) -> dict[str, str]:
    """Number → token of the code that moves the job, for jobs that have some way to go."""
    with demo.app_context(), everywhere():
        at_work = (Job.shop_id == 1, Job.active, Job.kind == "coating", Job.hold_reason.is_(None))  # others may have shops here
        open_ = db.session.query(Job).filter(*at_work).order_by(Job.id)
        numbers = {job.id: job.number for job in open_ if job.position + 2 < len(job.route)}
        codes = db.session.query(Code).filter(Code.purpose == Purpose.BUMP, Code.revoked_at.is_(None), Code.job_id.in_(numbers))
        return {numbers[code.job_id]: code.token for code in codes}


@pytest.fixture
def phone(chrome: Browser, server: Server, tmp_path: Path) -> Iterator[Phone]:
    """A phone before whose camera those texts pass by: `phone([text, None, text])`. `allowed` is the person's answer."""
    browsers: list[Browser] = []

    def hold(texts: list[str | None], *, allowed: bool = True, **more: Any) -> Page:
        seen = [
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film(tmp_path / 'seen.y4m', texts)}",
        ]
        browsers.append(
            chrome.browser_type.launch(executable_path=chromium() or shutil.which("chromium"), args=ARGUMENTS + seen)
        )
        context = browsers[-1].new_context(base_url=server.url, **{"service_workers": "block", **PHONE, **more})
        if allowed:
            context.grant_permissions(["camera"], origin=server.url)
        context.add_init_script(NOTES_SOUNDS)
        page = context.new_page()
        sign_in(page, "supervisor@powder.example")
        return page

    yield hold
    for browser in browsers:
        browser.close()


def address(server: Server, token: str) -> str:
    return f"{server.url}/q/{token}"


def test_a_sheet_held_before_the_camera_opens_its_job(phone: Phone, server: Server, sheets: dict[str, str]) -> None:
    number, token = next(iter(sheets.items()))
    page = phone([None, address(server, token)])
    from_elsewhere = []
    page.on("request", lambda request: from_elsewhere.append(request.url) if not request.url.startswith(server.url) else None)
    page.goto("/mobile")
    page.get_by_role("link", name="Scan").first.tap()
    page.wait_for_url(f"**/jobs/{number}/bump", timeout=15_000)
    assert [url for url in from_elsewhere if not url.startswith(("data:", "blob:"))] == []


def test_a_code_of_something_else_is_refused_with_the_other_sound(phone: Phone) -> None:
    page = phone(["https://soup.example/menu"])
    page.goto("/scan")
    expect(page.get_by_role("alert")).to_have_text("That is not a code of this shop's sheets.")
    page.wait_for_function("() => heard.length")
    assert page.evaluate("heard[0]") == [160, 80, 160]


def test_several_sheets_in_a_row_are_advanced_by_one_press(phone: Phone, server: Server, sheets: dict[str, str]) -> None:
    three = list(sheets)[-3:]
    page = phone([None, *(address(server, sheets[number]) for number in (*three, three[0])), None], allowed=False)
    page.goto("/scan")
    several(page)
    page.context.grant_permissions(["camera"], origin=server.url)
    page.get_by_role("button", name="Try the camera again").tap()
    button = page.get_by_role("button", name="Advance 3 jobs")
    expect(button).to_be_visible(timeout=60_000)
    lines = page.get_by_role("list", name="Scanned jobs").get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(page.get_by_text("is in the list already")).to_be_visible()
    assert page.evaluate("heard") == [60, 60, 60]
    wanted = {number: words_after("Advance to ", page, number) for number in three}
    button.tap()
    for number, status in wanted.items():
        expect(lines.filter(has_text=number)).to_contain_text(f"is in {status}")
    expect(page.get_by_role("button", name="Advance")).to_have_count(0)
    for number, status in wanted.items():
        history = page.request.get(f"/jobs/{number}").text()
        assert f"to {status}" in history


def several(page: Page) -> None:
    """Choose it as soon as the page listens."""
    button = page.get_by_role("button", name="Several in a row")
    expect(page.get_by_text("The camera is not allowed here.")).to_be_visible()
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")


def words_after(start: str, page: Page, number: str) -> str:
    line = page.get_by_role("listitem").filter(has_text=number).inner_text()
    return line.split(start)[1].splitlines()[0]


def test_without_a_signal_the_camera_reads_jobs_that_were_never_opened(
    phone: Phone, server: Server, sheets: dict[str, str]
) -> None:
    number, token = list(sheets.items())[7]
    page = phone([None, None, address(server, token)], service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    until(page, KEPT_FOR_SCANNING)
    page.context.set_offline(True)
    page.get_by_role("link", name="Scan").first.tap()
    page.wait_for_url(lambda url: url.endswith((f"/q/{token}", f"/jobs/{number}/bump")), timeout=60_000)
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    expect(page.get_by_role("button", name="Advance").first).to_be_visible()


def test_several_sheets_read_without_a_signal_move_when_it_is_back(
    phone: Phone, server: Server, sheets: dict[str, str]
) -> None:
    two = list(sheets)[8:10]
    page = phone(
        [None, None, *(address(server, sheets[number]) for number in two), None], service_workers="allow", allowed=False
    )
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    until(page, KEPT_FOR_SCANNING)
    page.context.set_offline(True)
    page.goto("/scan")
    several(page)
    page.context.grant_permissions(["camera"], origin=server.url)
    page.get_by_role("button", name="Try the camera again").tap()
    button = page.get_by_role("button", name="Advance 2 jobs")
    expect(button).to_be_visible(timeout=60_000)
    wanted = {number: words_after("Advance to ", page, number) for number in two}
    button.tap()
    expect(page.locator("[data-outbox]")).to_contain_text("2 not sent")
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_be_hidden(timeout=30_000)
    for number, status in wanted.items():
        assert f"to {status}" in page.request.get(f"/jobs/{number}").text()


def test_a_camera_that_is_refused_says_what_to_do(phone: Phone) -> None:
    page = phone([None], allowed=False)
    page.goto("/scan")
    expect(page.get_by_text("The camera is not allowed here.")).to_be_visible()
    expect(page.get_by_role("button", name="Try the camera again")).to_be_visible()
    expect(page.get_by_label("Or type the code under it")).to_be_visible()


def test_a_device_without_a_camera_takes_typed_codes_and_pictures(
    device: Device, server: Server, sheets: dict[str, str], tmp_path: Path
) -> None:
    page = device(PHONE).new_page()
    sign_in(page, "worker@powder.example")
    page.goto("/scan")
    expect(page.get_by_text("No camera was found on this device.")).to_be_visible()
    number, token = list(sheets.items())[4]
    page.get_by_label("Take a picture of the code").set_input_files(photo(tmp_path / "sheet.png", address(server, token)))
    page.wait_for_url(f"**/jobs/{number}/bump")


def test_a_scanner_that_types_needs_no_cursor(device: Device, server: Server, sheets: dict[str, str]) -> None:
    page = device(DESK).new_page()
    sign_in(page, "worker@powder.example")
    number, token = list(sheets.items())[5]
    page.goto("/scan")
    page.keyboard.type(address(server, token))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/jobs/{number}/bump")


def test_a_typed_code_may_be_a_short_one_or_a_number_or_wrong(device: Device, demo: Flask, sheets: dict[str, str]) -> None:
    page = device(DESK).new_page()
    sign_in(page, "worker@powder.example")
    number, token = list(sheets.items())[6]
    with demo.app_context(), everywhere():
        short = db.session.query(Code).filter_by(token=token).one().typed
    for typed, opens in ((short.lower(), f"/jobs/{number}/bump"), (number, f"/jobs/{number}")):
        page.goto("/scan")
        page.get_by_label("Or type the code under it").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{opens}")
    page.goto("/scan")
    page.get_by_label("Or type the code under it").fill("222-222")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_contain_text("No sheet of this shop carries that code")
