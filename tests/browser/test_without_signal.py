"""Without a signal the app opens and says so; it never pretends."""

from playwright.sync_api import Browser, Request, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.patience import until
from tests.support.server import Server


def test_a_page_asked_for_without_a_signal_says_so_and_comes_back_with_it(chrome: Browser, server: Server) -> None:
    context = chrome.new_context(base_url=server.url, **PHONE)
    page = context.new_page()
    sign_in(page, "worker@powder.example")
    page.reload()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    context.set_offline(True)
    page.goto("/jobs")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    assert "Joe" not in page.content()  # nothing of anybody is kept on the device
    context.set_offline(False)
    page.get_by_role("link", name="Try again").or_(page.get_by_role("button", name="Try again")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
    context.close()


def test_built_files_come_from_the_device_the_second_time(chrome: Browser, server: Server) -> None:
    context = chrome.new_context(base_url=server.url, **PHONE)
    page = context.new_page()
    sign_in(page, "worker@powder.example")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/mobile")
    until(page, "caches.keys().then(names => names.some(name => name.startsWith('pages-')))")
    missing = []
    page.on("requestfailed", lambda request: missing.append(request.url) if is_gone(request) else None)
    context.set_offline(True)
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready === ''")
    assert page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)")
    assert missing == []
    context.close()


def is_gone(request: Request) -> bool:
    """A built file of the page that could not be had; not what is fetched ahead, or no longer wanted."""
    return "/static/" in request.url and "zxing" not in request.url and request.failure != "net::ERR_ABORTED"
