"""Every route says who may. golden/doors.json is the published table; the app is tried against it, door by door."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import shopfloor.app
from shopfloor.config import Config
from shopfloor.db import in_shop
from shopfloor.shops.permissions import GRANTS, Permission, Role
from shopfloor.web.doors import UndeclaredRoute, check_doors, public, requires, signed_in, who_may
from tests.house.addresses import Knock, Things, form_about, knock, rules, things_of
from tests.support.people import ORIGIN, ShopFixture, found_shop

TABLE = json.loads((Path(__file__).parent / "golden" / "doors.json").read_text())
DOORS: dict[str, str] = TABLE["doors"]
NOBODY = "nobody"
WHO = [*(role.value for role in Role), NOBODY]

OURS = {"Origin": ORIGIN}
FROM_ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another site that lies about its origin": {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
    "a neighbour under the same domain": {"Sec-Fetch-Site": "same-site", "Origin": ORIGIN},
    "another origin": {"Origin": "https://evil.example"},
    "our name with another port": {"Origin": "http://127.0.0.1:8001"},
    "our name as the start of another": {"Origin": "http://127.0.0.1:8000.evil.example"},
    "a sandboxed frame": {"Origin": "null"},
    "nobody knows where": {},
}


def may(who: str, door: str) -> bool:
    """What the published table says."""
    needs = DOORS[door]
    if needs == "public":
        return True
    return who != NOBODY and (needs == "signed in" or needs in TABLE["grants"][who])


every_door = pytest.mark.parametrize("door", DOORS)
every_post = pytest.mark.parametrize("door", [door for door in DOORS if not door.startswith("GET ")])


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


@pytest.fixture(scope="module")
def things(shop: ShopFixture) -> Things:
    return things_of(shop, shop.job(at="Coating").number)


def newest(shop: ShopFixture) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return shop.newest_seq()


def browser_of(shop: ShopFixture, who: str) -> FlaskClient:
    """A browser signed in as someone of that role, or as nobody."""
    if who == NOBODY:
        return shop.app.test_client()
    person = getattr(shop, who)
    person.signs_in_quietly()  # a door before has let them sign out
    return person.client


def knocks(browser: FlaskClient, at: Knock, things: Things, headers: dict[str, str]) -> TestResponse:
    return browser.open(at.address, method=at.method, headers=headers, data=form_about(things) if at.method != "GET" else None)


def behind(app: Flask, door: str, things: Things) -> Knock:
    method, rule = next((method, rule) for method, rule in rules(app) if f"{method} {rule.rule}" == door)
    return knock(app, method, rule, things)


def is_let_in(reply: TestResponse) -> bool:
    """Whatever became of it behind the door."""
    assert reply.status_code < 500
    return reply.status_code not in (401, 403) and not (reply.location or "").startswith("/sign-in?next=")


# The table.


def test_every_route_says_who_may_and_the_table_says_the_same(app: Flask) -> None:
    assert {f"{method} {rule.rule}": who_may(app, rule.endpoint) for method, rule in rules(app)} == DOORS


def test_roles_may_what_the_table_says() -> None:
    assert {role.value: sorted(GRANTS[role]) for role in Role} == TABLE["grants"]


def test_the_owner_may_everything_and_more_responsibility_never_means_fewer_rights() -> None:
    assert GRANTS[Role.OWNER] == set(Permission)
    assert GRANTS[Role.WORKER] < GRANTS[Role.SUPERVISOR] < GRANTS[Role.OFFICE] < GRANTS[Role.OWNER]


def test_a_route_that_says_nothing_keeps_the_app_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> str:
        return "anyone?"

    def with_a_silent_route(app: Flask) -> None:
        app.add_url_rule("/silent", view_func=silent)
        check_doors(app)

    monkeypatch.setattr(shopfloor.app.doors, "check_doors", with_a_silent_route)
    nowhere = Config(database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(UndeclaredRoute, match="silent"):
        shopfloor.app.create_app(nowhere)


@pytest.mark.parametrize("declared", [public, signed_in, requires(Permission.JOBS_SEE)])
def test_a_route_that_says_who_may_is_fine(declared) -> None:  # type: ignore[no-untyped-def]
    app = Flask("doors", static_folder=None)
    app.add_url_rule("/", "home", declared(lambda: "come in"))
    check_doors(app)


# The doors.


@every_door
@pytest.mark.parametrize("who", WHO)
def test_a_door_lets_in_whom_it_names(shop: ShopFixture, things: Things, door: str, who: str) -> None:
    at, browser = behind(shop.app, door, things), browser_of(shop, who)
    assert is_let_in(knocks(browser, at, things, OURS)) == may(who, door)


@pytest.mark.parametrize(("who", "door"), [(who, door) for who in WHO for door in DOORS if not may(who, door)])
def test_whoever_is_refused_is_told_so_and_nothing_happens(shop: ShopFixture, things: Things, door: str, who: str) -> None:
    at, browser, before = behind(shop.app, door, things), browser_of(shop, who), newest(shop)
    page, data = (knocks(browser, at, things, OURS | accept) for accept in ({}, {"Accept": "application/json"}))
    if who == NOBODY:
        assert (page.status_code, data.status_code) == (302, 401)
        assert page.location.startswith(f"/sign-in?next={at.address if at.method == 'GET' else '/'}")
        assert data.json["sign_in"].startswith("/sign-in?next=")
    else:
        assert (page.status_code, data.status_code) == (403, 403)
        assert "Ask a supervisor" in page.text
    assert data.json["error"]
    assert newest(shop) == before


@every_post
def test_a_post_from_another_site_does_nothing(shop: ShopFixture, things: Things, door: str) -> None:
    at, browser = behind(shop.app, door, things), shop.owner.client
    shop.owner.signs_in_quietly()
    before = newest(shop)
    let_in = {
        name: reply.status_code
        for name, headers in FROM_ELSEWHERE.items()
        if (reply := knocks(browser, at, things, headers)).status_code != 403 or "Set-Cookie" in reply.headers
    }
    assert let_in == {}
    assert newest(shop) == before


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_post_from_our_own_pages_is_taken(shop: ShopFixture, things: Things, site: str) -> None:
    shop.worker.signs_in_quietly()
    at = behind(shop.app, "POST /jobs/<number>/notes", things)
    assert knocks(shop.worker.client, at, things, {"Sec-Fetch-Site": site}).status_code == 303


def test_looking_changes_nothing(shop: ShopFixture, things: Things) -> None:
    browser = browser_of(shop, "owner")
    before = newest(shop)
    for door in DOORS:
        if door.startswith("GET "):
            assert knocks(browser, behind(shop.app, door, things), things, {}).status_code < 500, door
    assert newest(shop) == before


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example"]
)
def test_a_form_sends_nobody_elsewhere(shop: ShopFixture, back: str) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.posts(f"/jobs/{job}/moves", step=shop.worker.sees(job).step, back=back)
    assert (reply.status_code, reply.location) == (303, "/")


def test_asking_for_the_head_of_a_page_is_asking_for_the_page(shop: ShopFixture, things: Things) -> None:
    guarded = [door for door in DOORS if door.startswith("GET ") and DOORS[door] != "public"]
    nobody = shop.app.test_client()
    replies = [nobody.head(behind(shop.app, door, things).address) for door in guarded]
    assert {reply.status_code for reply in replies} == {302}


def test_a_way_that_is_none_is_told_the_ways_there_are(shop: ShopFixture) -> None:
    reply = browser_of(shop, "owner").delete("/jobs", headers=OURS)
    assert reply.status_code == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
