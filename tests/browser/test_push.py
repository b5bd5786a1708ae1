"""A push, from the tap that is news to the notification on another phone: by the real worker, to a push service that is
not ours, and what that has decrypted into the real service worker of a real browser.

A headless browser has no push service of its own: the subscription it would get comes from the one of the tests, and what
that received is handed to the browser by its developer tools.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.support.people import PASSWORD, Person, ShopFixture
from tests.support.server import Server
from tests.support.web_push_testing import ForeignPushService, foreign_push_service

SUBSCRIBES = """(given) => {
  const made = { ...given, toJSON: () => given, unsubscribe: async () => (localStorage.removeItem("given"), true) };
  PushManager.prototype.subscribe = async () => (localStorage.setItem("given", "1"), made);
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("given") ? made : null);
}"""
READY = "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, tag, data }) => ({ title, body, tag, data }))"""
CLICKS = """async (action) => {
  const [notification] = await registration.getNotifications();
  dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForeignPushService]:
    with foreign_push_service(tmp_path_factory.mktemp("push") / "log.txt") as service:
        yield service


@pytest.fixture(scope="module")
def sending(app: Any, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the worker in it, as `shopfloor serve` starts it."""
    environment = {
        "SHOPFLOOR_CONTACT": "mailto:push@shop.example",
        "SHOPFLOOR_PUSH_ON_LOOPBACK": "1",
        "SHOPFLOOR_EMBEDDED_WORKER": "1",
        "SHOPFLOOR_DATA": str(tmp_path_factory.mktemp("keys")),
    }
    with Server(database_url, environment=environment) as server:
        yield server


@dataclass
class Device:
    """Ana's phone."""

    context: BrowserContext
    page: Page
    url: str
    subscription: dict[str, Any] = field(default_factory=dict)

    def opens(self, address: str) -> None:
        self.page.goto(address)
        if not self.page.evaluate(READY):
            self.page.reload()  # the first page of all was here before the worker

    def turns_on(self, service: ForeignPushService) -> None:
        """On the page of the account, by the button."""
        self.opens("/account")
        key = self.page.locator("[data-push]").get_attribute("data-push")
        assert key
        self.subscription = service.subscription(key)
        given = {name: self.subscription[name] for name in ("endpoint", "keys")}
        self.context.add_init_script(f"({SUBSCRIBES})({json.dumps(given)})")
        self.opens("/account")
        self.page.get_by_role("button", name="Turn on on this device").click()
        expect(self.page.get_by_role("heading", name="Where you hear")).to_be_visible()

    def receives(self, *messages: str) -> None:
        """The pushes arrive."""
        tools = self.context.new_cdp_session(self.page)
        found: list[dict[str, Any]] = []
        tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
        tools.send("ServiceWorker.enable")
        until = time.monotonic() + 10
        while not found and time.monotonic() < until:
            self.page.evaluate("0")  # events come between answers
        at = next(one["registrationId"] for one in found if one["scopeURL"].startswith(self.url) and not one["isDeleted"])
        for message in messages:
            tools.send("ServiceWorker.deliverPushMessage", {"origin": self.url, "registrationId": at, "data": message})
        tools.detach()

    def shows(self, count: int = 1) -> list[dict[str, Any]]:
        """The notifications on its screen, when there are so many."""
        self.page.wait_for_function(f"async (n) => (await ({SHOWN})()).length === n", arg=count)
        shown: list[dict[str, Any]] = self.page.evaluate(SHOWN)
        return shown

    def taps_notification(self, action: str = "") -> None:
        self.context.service_workers[0].evaluate(CLICKS, action)


@pytest.fixture
def phone(chrome: Browser, sending: Server, shop: ShopFixture) -> Iterator[Device]:
    context = chrome.new_context(base_url=sending.url, **PHONE)
    context.grant_permissions(["notifications"], origin=sending.url)
    page = context.new_page()
    signs_in(page, shop.worker)
    yield Device(context, page, sending.url)
    context.close()


def signs_in(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def message(service: ForeignPushService, phone: Device) -> str:
    """What has come for the phone, as soon as it is there."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if came := service.messages(phone.subscription):
            assert len(came) == 1
            return came[0]
        phone.page.wait_for_timeout(50)
    raise AssertionError("Nothing has come.")


def test_a_job_given_to_someone_shows_on_their_phone_and_opens(
    phone: Device, shop: ShopFixture, service: ForeignPushService
) -> None:
    phone.turns_on(service)
    job = shop.job(workers=[shop.worker.member], description="Four wheels", priority=5)
    came = message(service, phone)
    phone.receives(came)
    (shown,) = phone.shows()
    assert (shown["title"], shown["body"], shown["tag"]) == (f"Rush job: {job} is yours", "Four wheels", f"job-{job.id}")
    assert shown["data"]["job"] == str(job)
    phone.taps_notification()
    phone.page.wait_for_url(f"**/jobs/{job}")
    assert len(phone.context.pages) == 1
    assert phone.page.evaluate(SHOWN) == []


def test_advance_on_the_notification_is_a_tap_like_any_other(
    phone: Device, shop: ShopFixture, service: ForeignPushService
) -> None:
    phone.turns_on(service)
    phone.opens("/mobile")
    job = shop.job(at="Coating", workers=[shop.worker.member])
    phone.receives(message(service, phone))
    (shown,) = phone.shows()
    assert shown["data"]["next"] == "Curing"
    phone.taps_notification("advance")
    until = time.monotonic() + 15
    while not shop.story(job) and time.monotonic() < until:
        phone.page.wait_for_timeout(50)
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing"]


def test_later_news_of_a_job_take_the_place_of_the_earlier(phone: Device) -> None:
    phone.opens("/mobile")
    said = [{"title": f"JOB-1 is {what}", "tag": "job-1", "navigate": phone.url} for what in ("yours", "on hold")]
    phone.receives(*(json.dumps({"notification": one}) for one in said))
    phone.page.wait_for_function(f"async () => (await ({SHOWN})()).some(({{ title }}) => title === 'JOB-1 is on hold')")
    assert len(phone.shows()) == 1


@pytest.mark.parametrize("odd", ["not json", "", "null", "[]", "{}", '{"notification": 7}', '{"notification": {"title": ""}}'])
def test_whatever_is_pushed_something_is_shown(phone: Device, odd: str) -> None:
    """Browsers take the permission away from those who are silent."""
    phone.opens("/mobile")
    phone.receives(odd)
    (shown,) = phone.shows()
    assert shown["title"] == "Shopfloor"
    assert "There is news" in shown["body"]


def test_a_push_leads_nowhere_but_into_the_app(phone: Device) -> None:
    phone.opens("/account")
    phone.receives(json.dumps({"notification": {"title": "Look", "tag": "x", "navigate": "https://evil.example/"}}))
    (shown,) = phone.shows()
    assert shown["data"]["address"] == "/mobile"
    phone.taps_notification()
    phone.page.wait_for_url("**/mobile")


def test_turned_off_it_is_forgotten_on_both_sides(phone: Device, service: ForeignPushService, shop: ShopFixture) -> None:
    phone.turns_on(service)
    phone.page.get_by_role("button", name="Turn off on this device").click()
    expect(phone.page.get_by_role("button", name="Turn on on this device")).to_be_visible()
    expect(phone.page.get_by_role("heading", name="Where you hear")).to_have_count(0)


def test_what_the_server_has_lost_is_told_again_at_the_next_start(
    phone: Device, service: ForeignPushService, shop: ShopFixture
) -> None:
    phone.turns_on(service)
    phone.page.get_by_role("button", name="Forget").click()
    expect(phone.page.get_by_role("heading", name="Where you hear")).to_have_count(0)
    phone.page.close()  # the app is left, and opened anew
    phone.page = phone.context.new_page()
    with phone.page.expect_response("**/account/devices"):
        phone.page.goto("/mobile")
    phone.opens("/account")
    expect(phone.page.get_by_role("heading", name="Where you hear")).to_be_visible()


def test_the_next_person_on_a_phone_hears_nothing_unasked(
    phone: Device, service: ForeignPushService, shop: ShopFixture
) -> None:
    phone.turns_on(service)
    phone.context.clear_cookies()  # the session is over, and nobody has signed out here
    phone.page.close()
    phone.page = phone.context.new_page()
    signs_in(phone.page, shop.office)
    phone.opens("/account")
    expect(phone.page.get_by_role("button", name="Turn on on this device")).to_be_visible()
    expect(phone.page.get_by_role("heading", name="Where you hear")).to_have_count(0)


def test_a_page_that_shows_a_job_says_so(phone: Device, shop: ShopFixture) -> None:
    job = shop.job()
    for address in (f"/jobs/{job}", f"/jobs/{job}/bump"):
        with phone.page.expect_request(f"**/jobs/{job}/looks") as asked:
            phone.opens(address)
        assert asked.value.method == "POST"


def test_a_phone_that_was_told_no_hears_what_to_do(chrome: Browser, sending: Server, shop: ShopFixture) -> None:
    context = chrome.new_context(base_url=sending.url, **PHONE)
    context.add_init_script('Object.defineProperty(Notification, "permission", { get: () => "denied" })')
    page = context.new_page()
    signs_in(page, shop.worker)
    page.goto("/account")
    expect(page.get_by_text("Allow them in the browser's settings")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on on this device")).to_be_hidden()
    context.close()


def test_an_iphone_is_asked_to_install_the_app_first(chrome: Browser, sending: Server, shop: ShopFixture) -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
    context = chrome.new_context(base_url=sending.url, user_agent=iphone, **PHONE)
    page = context.new_page()
    signs_in(page, shop.worker)
    page.goto("/account")
    expect(page.get_by_text("Add to Home Screen")).to_be_visible()
    context.close()
