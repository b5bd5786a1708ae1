"""A member of another shop asks for everything, and finds what someone finds who asks for what never was."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from shopfloor.accounts.queries import open_sessions
from shopfloor.catalog.queries import powders
from shopfloor.db import in_shop
from tests.house.addresses import NEVER, Knock, Things, device_of, first_job, form_about, knock, rules, things_of
from tests.support.people import ORIGIN, Person, ShopFixture, found_shop

# Routes without a thing in their address. A new route is either here or has its thing in `Things`.
WITHOUT_THINGS = {
    "accounts.create_session",
    "accounts.show",
    "accounts.sign_in",
    "accounts.sign_out",
    "addresses.job_templates",
    "addresses.shop_mobile",
    "billing.index",
    "boards.home",
    "boards.menu",
    "boards.mobile",
    "books.invoices",
    "books.payments",
    "books.show",
    "catalog.change_pricing",
    "catalog.create_service",
    "catalog.pricing",
    "catalog.services",
    "company.hours",
    "company.remove_logo",
    "company.save",
    "company.save_hours",
    "company.save_logo",
    "company.show",
    "connect.certificate",
    "connect.profile",
    "connect.show",
    "customers.create",
    "customers.export",
    "customers.index",
    "customers.matches",
    "customers.new",
    "feed.feed",
    "job_templates.index",
    "jobs.create",
    "jobs.figures",
    "jobs.index",
    "jobs.new",
    "jobs.people_to_name",
    "listing.create_bulk",
    "listing.keep_view",
    "live.live",
    "mail.index",
    "money_choices.save",
    "money_choices.show",
    "notifications.choose",
    "notifications.create_device",
    "notifications.forget_here",
    "paper.save",
    "paper.show",
    "products.create",
    "products.index",
    "products.new",
    "pwa.health",
    "pwa.manifest",
    "pwa.offline",
    "pwa.pocket",
    "pwa.service_worker",
    "quotes.create",
    "quotes.index",
    "quotes.new",
    "rework.export",
    "rework.index",
    "schedule.board",
    "schedule.create_oven",
    "schedule.index",
    "schedule.ovens",
    "settings.index",
    "sheets.blank",
    "sheets.enter_code",
    "sheets.open_code",
    "sheets.work_orders",
    "status_mail.create_preview",
    "status_mail.create_test",
    "status_mail.edit",
    "status_mail.preview",
    "status_mail.save_sender",
    "status_mail.save_status",
    "taxes.save",
    "taxes.show",
    "timekeeping.edit_settings",
    "timekeeping.save_settings",
}
WITH_THINGS = {
    "accounts.revoke_session",
    "billing.create",
    "billing.create_job_deposit",
    "billing.create_payment",
    "billing.create_quote_deposit",
    "billing.create_reversal",
    "billing.create_sending",
    "billing.create_voiding",
    "billing.edit",
    "billing.pdf",
    "billing.show",
    "billing.update",
    "catalog.archive_service",
    "catalog.change_service",
    "company.picture",
    "customer_change.ask",
    "customer_change.change",
    "customers.archive",
    "customers.bring_back",
    "customers.change",
    "customers.edit",
    "customers.show",
    "intake.create_receipt_mail",
    "intake.edit",
    "intake.receipt",
    "intake.save",
    "intake.versions",
    "inventory.create_log",
    "inventory.log",
    "job_templates.archive",
    "job_templates.change",
    "job_templates.create",
    "job_templates.create_job",
    "job_templates.new",
    "job_templates.show",
    "job_templates.use",
    "jobs.create_cancellation",
    "jobs.create_edit",
    "jobs.create_hold",
    "jobs.create_move",
    "jobs.create_note",
    "jobs.create_resumption",
    "jobs.create_status_change",
    "jobs.create_undo",
    "jobs.edit",
    "jobs.section",
    "jobs.show",
    "listing.create_quick_change",
    "listing.quick_change",
    "labels.choose",
    "labels.pdf",
    "mail.create_retry",
    "mail.file",
    "mail.page",
    "mail.show",
    "merging.ask",
    "merging.merge",
    "notifications.create_look",
    "notifications.forget_device",
    "photos.archive",
    "photos.create",
    "photos.set_kind",
    "photos.show",
    "photos.thumb",
    "products.archive",
    "products.change",
    "products.picture",
    "products.show",
    "products.thumb",
    "quotes.convert",
    "quotes.create_approval",
    "quotes.create_job",
    "quotes.create_refusal",
    "quotes.create_sending",
    "quotes.edit",
    "quotes.pdf",
    "quotes.show",
    "quotes.update",
    "repricing.ask",
    "repricing.do",
    "rework.create",
    "rework.create_closing",
    "rework.create_photo",
    "rework.create_start",
    "rework.new",
    "rework.show",
    "schedule.move",
    "schedule.save",
    "schedule.save_oven",
    "sheets.bump",
    "sheets.create_codes",
    "sheets.read_code",
    "sheets.scanned",
    "sheets.work_order",
    "timekeeping.create",
    "timekeeping.create_correction",
    "timekeeping.create_removal",
    "timekeeping.create_timer",
    "timekeeping.create_timer_stop",
    "timekeeping.new",
    "timekeeping.show",
}

# Whoever has the link may look: it is meant for people of no shop.
LINKS = {"offers.create_answer", "offers.pdf", "offers.show"}


@pytest.fixture(scope="module")
def theirs(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


@pytest.fixture(scope="module")
def asked_for(theirs: ShopFixture) -> Things:
    """Things of a shop one has nothing to do with. The number is not one the stranger's own shop has as well."""
    theirs.job()
    return things_of(theirs, theirs.job(at="Coating").number)


@pytest.fixture(scope="module")
def stranger(theirs: ShopFixture) -> Person:
    """Someone who may do everything, elsewhere."""
    own = found_shop(theirs.app, trade="powder", with_stranger=False)
    own.job()
    return own.owner


def asks(person: Person, at: Knock, form: dict[str, Any], *, json: bool = False) -> TestResponse:
    headers = {"Origin": ORIGIN} | ({"Accept": "application/json"} if json else {})
    return person.client.open(at.address, method=at.method, headers=headers, data=form if at.method != "GET" else None)


def answer_of(reply: TestResponse) -> tuple[int, str | None, bytes]:
    return reply.status_code, reply.location, reply.data


# Addresses.


def test_every_route_is_in_one_of_the_tables(app: Flask) -> None:
    found = {rule.endpoint: bool(rule.arguments) for _, rule in rules(app)}
    assert {name for name, has in found.items() if has} == WITH_THINGS | LINKS
    assert {name for name, has in found.items() if not has} == WITHOUT_THINGS


@pytest.mark.parametrize("json", [False, True], ids=["page", "json"])
@pytest.mark.parametrize("endpoint", sorted(WITH_THINGS))
def test_anothers_thing_is_not_there(stranger: Person, asked_for: Things, endpoint: str, json: bool) -> None:
    for method, rule in rules(stranger.app):
        if rule.endpoint == endpoint:
            real = asks(stranger, knock(stranger.app, method, rule, asked_for), form_about(asked_for), json=json)
            never = asks(stranger, knock(stranger.app, method, rule, NEVER), form_about(NEVER), json=json)
            assert real.status_code == 404
            assert answer_of(real) == answer_of(never)


@pytest.mark.parametrize("endpoint", sorted(WITH_THINGS))
def test_the_owner_of_the_thing_does_find_it(theirs: ShopFixture, asked_for: Things, endpoint: str) -> None:
    """Else the test above would pass on addresses that lead nowhere."""
    theirs.worker.signs_in_quietly()
    own = replace(things_of(theirs, asked_for.number), session_id=session_elsewhere(theirs), device_id=device_of(theirs.owner))
    for method, rule in rules(theirs.app):
        if rule.endpoint == endpoint:
            reply = asks(theirs.owner, knock(theirs.app, method, rule, own), form_about(own))
            assert reply.status_code in {200, 204, 303, 409, 422}


def session_elsewhere(shop: ShopFixture) -> int:
    """A second session of the owner's, to be ended from the first."""
    here = shop.owner.client.get_cookie("__Host-s", domain="localhost")
    shop.owner.signs_in_quietly()
    assert here is not None
    shop.owner.client.set_cookie("__Host-s", here.value, domain="localhost")
    with shop.app.app_context():
        return open_sessions(shop.owner.member.user_id)[0].id


def test_trying_addresses_has_changed_nothing_there(theirs: ShopFixture, stranger: Person, asked_for: Things) -> None:
    with theirs.app.app_context(), in_shop(theirs.id):
        before = theirs.newest_seq()
    for method, rule in rules(stranger.app):
        if rule.endpoint in WITH_THINGS:
            asks(stranger, knock(stranger.app, method, rule, asked_for), form_about(asked_for))
    with theirs.app.app_context(), in_shop(theirs.id):
        assert theirs.newest_seq() == before


# Things named in questions and forms.


def questions(things: Things, own: Things) -> list[tuple[str, str]]:
    return [
        (f"/materials/{own.material_id}/log?job={things.number}", "a powder of one's own for their job"),
        (f"/jobs?q={things.number}&filter=all", "their number searched"),
        (f"/jobs?q={things.customer}&filter=all", "their customer searched"),
        (f"/jobs?customer={things.customer}&filter=all", "their customer alone"),
        (f"/customers/matches?q={things.customer}", "their customer begun in a form"),
        (f"/customers?q={things.customer}", "their customer searched in the list"),
        (f"/jobs/new?customer={things.customer_id}", "a new job for their customer"),
    ]


def test_what_is_searched_of_theirs_is_found_as_little_as_what_never_was(stranger: Person, asked_for: Things) -> None:
    own = Things("", own_material(stranger), "", 0)
    for (real, what), (never, _) in zip(questions(asked_for, own), questions(NEVER, own), strict=True):
        found, nothing = stranger.opens(real), stranger.opens(never)
        assert found.status_code == nothing.status_code, what
        assert without(asked_for, found.text) == without(NEVER, nothing.text), what


def without(things: Things, page: str) -> str:
    """The page without the words of the question."""
    for word in (things.number, things.customer, things.short):
        page = page.replace(word, "…").replace(quote_plus(word), "…")
    return page


def test_their_code_typed_by_hand_opens_nothing(stranger: Person, asked_for: Things) -> None:
    real, never = (stranger.posts("/scan", code=code) for code in (asked_for.short, NEVER.short))
    assert real.status_code == never.status_code == 404
    assert without(asked_for, real.text) == without(NEVER, never.text)


@pytest.mark.parametrize(
    ("field", "thing"),
    [("workers", "member_id"), ("items-0-services", "service_id"), ("items-0-coats-0", "material_id")],
)
def test_a_form_does_not_take_what_is_theirs(stranger: Person, asked_for: Things, field: str, thing: str) -> None:
    form = {
        "customer": "Own Customer", "new_customer": "y", "kind": "coating", "description": "Wheels", "priority": "2",
        "items-0-description": "Wheel", "items-0-quantity": "1", **{f"items-0-coats-{n}": "0" for n in range(3)},
    }  # fmt: skip
    real, never = (stranger.posts("/jobs", **{**form, field: getattr(at, thing)}) for at in (asked_for, NEVER))
    assert real.status_code == never.status_code == 422
    assert "valid choice" in real.text


def test_a_job_can_not_be_set_to_a_status_of_theirs(stranger: Person, asked_for: Things) -> None:
    mine = first_job(stranger.app, stranger.shop_id)
    fields = {"step": 0, "key": "a-key-of-my-own", "note": "Let me"}
    real, never = (
        stranger.posts(f"/jobs/{mine}/status-changes", json=True, status=at.status_id, **fields) for at in (asked_for, NEVER)
    )
    assert real.status_code == never.status_code == 422
    assert real.json == never.json


def test_a_key_of_theirs_tells_nothing(theirs: ShopFixture, stranger: Person) -> None:
    """The same key from another shop is another tap."""
    job = theirs.job()
    key = "one-key-in-two-shops"
    assert theirs.worker.posts(f"/jobs/{job}/notes", key=key, text="Ours").status_code == 303
    mine = first_job(stranger.app, stranger.shop_id)
    assert stranger.posts(f"/jobs/{mine}/notes", key=key, text="Mine").status_code == 303
    assert "Mine" in stranger.opens(f"/jobs/{mine}").text


def own_material(person: Person) -> int:
    with person.app.app_context(), in_shop(person.shop_id):
        return powders()[0].id
