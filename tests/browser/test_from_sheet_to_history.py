"""The heart of the product, as a worker lives it: from the paper in the hand to a move that everyone sees."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import zxingcpp
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import PASSWORD, PHONE, sign_in

Device = Callable[..., BrowserContext]


def printed_codes(pdf: bytes) -> list[str]:
    """Rasterize the paper and read it with a decoder that is not ours."""
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]


def group(page: Page, name: str) -> Locator:
    """The part of Shop Mobile for jobs of that status."""
    return page.locator("section.group", has=page.get_by_role("heading", name=name, exact=True))


def test_scan_sign_in_tap_and_everyone_sees_it(device: Device) -> None:
    supervisor = device(PHONE).new_page()
    supervisor.clock.install()
    sign_in(supervisor, "supervisor@powder.example")
    supervisor.goto("/mobile")
    number = group(supervisor, "Coating").locator("article .number").first.inner_text()
    sheet = supervisor.request.get(f"/jobs/{number}/sheet.pdf")
    codes = printed_codes(sheet.body())
    assert len(codes) >= 3  # view, bump, and one for each powder
    (bump,) = [code for code in codes if leads_to(supervisor, code).endswith("/bump")]

    worker = device(PHONE).new_page()  # a phone that nobody is signed in on
    worker.goto(path_of(bump))
    worker.get_by_label("E-mail").fill("worker@powder.example")
    worker.get_by_label("Password").fill(PASSWORD)
    worker.get_by_role("button", name="Sign in").tap()
    worker.wait_for_url(f"**/jobs/{number}/bump")
    button = worker.get_by_role("button", name="Advance to Curing")
    assert button.bounding_box()["height"] >= 64
    button.tap()
    expect(worker.get_by_role("button", name="Advance to Curing")).to_have_count(0)

    name = worker.locator(".signed-as b").inner_text()
    worker.goto(f"/jobs/{number}")
    expect(worker.locator(".history")).to_contain_text(f"{name} moved {number} from Coating to Curing")

    supervisor.clock.fast_forward(66_000)  # by the bell, or by the next refresh where there is none
    expect(group(supervisor, "Curing")).to_contain_text(number)
    expect(group(supervisor, "Coating")).not_to_contain_text(number)


def path_of(url: str) -> str:
    """The address without the host it was printed with: the test's server has a port of its own."""
    return "/" + url.split("/", 3)[3]


def leads_to(page: Page, code: str) -> str:
    return page.request.get(path_of(code), max_redirects=0).headers["location"]
