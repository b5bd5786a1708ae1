"""On the home screen: what browsers ask for, what the page offers, and what it says where none of it can be had."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shopfloor.tls.names import lan_addresses
from tests.browser.conftest import ARGUMENTS, PHONE, sign_in
from tests.support.server import Server
from tests.support.system import chromium

Device = Callable[..., BrowserContext]

OFFERS = """() => {
  const offer = new Event('beforeinstallprompt', { cancelable: true });
  globalThis.asked = 0;
  offer.prompt = async () => { asked += 1; };
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""
ON_SAFARI = "Object.defineProperty(navigator, 'standalone', { value: false })"
INSTALL = "Keep Shopfloor on your home screen."
PLAIN = "On this address the app can't be installed"


def test_browsers_find_nothing_that_keeps_it_from_being_installed(chrome: Browser, server: Server, tmp_path: Path) -> None:
    context = chrome.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium() or shutil.which("chromium"), args=ARGUMENTS, base_url=server.url
    )
    page = context.pages[0]
    sign_in(page, "worker@powder.example")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    devtools = context.new_cdp_session(page)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert [shortcut["name"] for shortcut in manifest["manifest"]["shortcuts"]] == ["Scan", "My jobs", "Board"]
    context.close()


def test_every_picture_of_the_manifest_is_there_in_the_size_it_says(device: Device) -> None:
    page = device(PHONE).new_page()
    page.goto("/sign-in")
    wrong = page.evaluate("""async () => {
      const { icons, screenshots } = await (await fetch('/manifest.webmanifest')).json();
      const sizes = await Promise.all([...icons, ...screenshots].map(async ({ src, sizes }) => {
        const picture = await createImageBitmap(await (await fetch(src)).blob());
        return `${picture.width}x${picture.height}` === sizes ? null : src;
      }));
      return sizes.filter(Boolean);
    }""")
    assert wrong == []


@pytest.fixture
def phone(chrome: Browser, server: Server) -> Iterator[Page]:
    context = chrome.new_context(base_url=server.url, **PHONE)
    page = context.new_page()
    sign_in(page, "worker@powder.example")
    page.goto("/mobile")
    yield page
    context.close()


def test_installing_is_offered_quietly_and_asks_when_told_to(phone: Page) -> None:
    assert phone.evaluate(OFFERS) is True
    expect(phone.get_by_text(INSTALL)).to_be_visible()
    phone.get_by_role("button", name="Install").tap()
    phone.wait_for_function("() => asked === 1")
    expect(phone.get_by_text(INSTALL)).to_be_hidden()


def test_an_offer_sent_away_does_not_come_back(phone: Page) -> None:
    phone.evaluate(OFFERS)
    phone.get_by_role("button", name="Not now").tap()
    phone.reload()
    phone.evaluate(OFFERS)
    phone.wait_for_function("() => document.documentElement.dataset.ready === ''")
    expect(phone.get_by_text(INSTALL)).to_be_hidden()
    assert phone.evaluate("asked") == 0


def test_it_is_offered_in_shop_mobile_alone(phone: Page) -> None:
    phone.goto("/jobs")
    phone.evaluate(OFFERS)
    expect(phone.get_by_text(INSTALL)).to_have_count(0)


def test_iphones_are_told_how_it_is_done_by_hand(phone: Page) -> None:
    phone.context.add_init_script(ON_SAFARI)
    phone.reload()
    expect(phone.get_by_text("To keep Shopfloor on your home screen, tap Share")).to_be_visible()


def test_the_shortcut_to_my_jobs_shows_mine(phone: Page) -> None:
    phone.goto("about:blank")
    phone.goto("/mobile#mine")
    expect(phone.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")


@pytest.fixture(scope="module")
def plain(demo: Flask, database_url: str) -> Iterator[str]:
    """The shop's network without a certificate: the address by which phones reach this machine."""
    host = lan_addresses()[0]
    settings = {"HOST": "0.0.0.0", "SHOPFLOOR_ALLOW_INSECURE_LAN": "1", "SHOPFLOOR_NAMES": "127.0.0.1"}
    with Server(database_url, environment=settings, host=host) as server:
        yield server.url


def test_plain_http_works_and_says_once_what_is_missing(chrome: Browser, plain: str) -> None:
    context = chrome.new_context(base_url=plain, **PHONE)
    page = context.new_page()
    sign_in(page, "supervisor@powder.example")
    page.goto("/mobile")
    assert page.evaluate("isSecureContext") is False
    expect(page.get_by_text(PLAIN)).to_be_visible()
    page.get_by_role("link", name="Why, and what helps").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connect a device")
    expect(page.get_by_text("shopfloor serve --tls")).to_be_visible()
    page.goto("/mobile")
    page.get_by_role("button", name="Not now").tap()
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    expect(page.get_by_text(PLAIN)).to_be_hidden()
    page.goto("/scan")
    expect(page.get_by_text("Browsers give the camera to https pages only.")).to_be_visible()
    expect(page.get_by_label("Take a picture of the code")).to_be_visible()
    page.goto("/mobile")
    page.locator("article").get_by_role("button", name="Advance").first.tap()
    expect(page.locator("form.undo")).to_contain_text("is in")
    context.close()
