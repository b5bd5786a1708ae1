"""A real server with the demo shops, and a real browser on it. One of each for the run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import everywhere, migrate
from shopfloor.db.session import close_database
from shopfloor.demo import load_demo
from tests.support.post import PostOffice, post_office
from tests.support.server import Server
from tests.support.system import chromium

PASSWORD = "shopfloor-demo"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def demo(database_url: str) -> Iterator[Flask]:
    """The demo shops, in the run's own database."""
    app = create_app(Config(database_url=database_url, public_url="http://127.0.0.1:8000"), TESTING=True)
    with app.app_context():
        migrate.upgrade()
        with everywhere():
            load_demo(lambda _email: PASSWORD)
    yield app
    close_database(app)


@pytest.fixture(scope="session")
def server(demo: Flask, database_url: str) -> Iterator[Server]:
    with Server(database_url) as server:
        yield server


@pytest.fixture(scope="session")
def post() -> Iterator[PostOffice]:
    """The mail server that `mailing` sends to."""
    with post_office() as office:
        yield office


@pytest.fixture(scope="module")
def mailing(demo: Flask, database_url: str, post: PostOffice) -> Iterator[Server]:
    """A server that sends letters, beside the one that does not: tests that read mail take it for theirs.

    It holds the database's one turn of the worker, and so ends with their file: others send something else.
    """
    by_mail = {"SHOPFLOOR_SMTP": post.url, "SHOPFLOOR_MAIL_FROM": "desk@shop.example", "SHOPFLOOR_EMBEDDED_WORKER": "1"}
    with Server(database_url, environment=by_mail) as server:
        yield server


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium() or shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def device(chrome: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Take a device in hand: `device(PHONE)`. It complains of anything its pages do wrong."""
    taken: list[BrowserContext] = []
    complaints: list[str] = []

    def take(kind: dict[str, object], **more: object) -> BrowserContext:
        context = chrome.new_context(base_url=server.url, service_workers="block", **kind, **more)
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        context.on("console", lambda message: complaints.extend(_violation(message.text)))
        taken.append(context)
        return context

    yield take
    for context in taken:
        context.close()
    assert complaints == []


@pytest.fixture
def line(demo: Flask, database_url: str) -> Iterator[Server]:
    """A server of the test's own: it is the signal, and can be cut."""
    with Server(database_url) as server:
        yield server


@pytest.fixture
def phone(chrome: Browser, line: Server, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """A phone with its own memory: each call starts its browser anew, after killing the one before."""
    running: list[BrowserContext] = []

    def start() -> Page:
        for context in running:
            context.close()
        running[:] = [
            chrome.browser_type.launch_persistent_context(
                tmp_path / "profile", executable_path=chromium(), args=ARGUMENTS, base_url=line.url, **PHONE
            )
        ]
        return running[0].new_page()

    yield start
    for context in running:
        context.close()


def _violation(text: str) -> list[str]:
    """What a console line says of the content security policy."""
    return [text] if "Content Security Policy" in text or "TrustedHTML" in text else []


def visit(page: Page, address: str) -> None:
    """Open a page and wait until all of its parts answer: they are fetched after what is to be read."""
    page.goto(address)
    expect(page.locator("[data-part]:not([data-listens])")).to_have_count(0)


def sign_in(page: Page, email: str) -> None:
    """Through the page a person would use."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """axe-core's source."""
    return (root / "node_modules/axe-core/axe.min.js").read_text()
