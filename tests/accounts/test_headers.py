"""What every answer carries, whatever it is an answer to."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopfloor.accounts import cookie
from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.web.doors import public
from tests.accounts.browser import COOKIE, Browser
from tests.support.people import ORIGIN, ShopFixture, found_shop

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
JSON = {"Accept": "application/json"}
CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' blob: data:",
    "connect-src": "'self'", "font-src": "'self'", "manifest-src": "'self'", "worker-src": "'self'", "base-uri": "'none'",
    "form-action": "'self'", "frame-ancestors": "'none'", "object-src": "'none'", "require-trusted-types-for": "'script'",
    "trusted-types": "sw cards",
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    made = found_shop(app, trade="powder")
    made.job()
    return made


@pytest.fixture(scope="module")
def broken() -> FlaskClient:
    """An app as it is served, whose database is gone and one of whose pages is at fault."""
    app = create_app(Config(database_url=NOWHERE))

    @public
    def fault() -> str:
        raise ZeroDivisionError("a secret of the house")

    app.add_url_rule("/fault", view_func=fault)
    return app.test_client()


def at_the_desk(shop: ShopFixture) -> FlaskClient:
    shop.owner.signs_in_quietly()
    return shop.owner.client


def not_modified(shop: ShopFixture) -> TestResponse:
    etag = at_the_desk(shop).get("/feed?since=0").headers["ETag"]
    return shop.owner.client.get("/feed?since=0", headers={"If-None-Match": etag})


ANSWERS: dict[str, tuple[int, Callable[[ShopFixture], TestResponse]]] = {
    "a page": (200, lambda shop: at_the_desk(shop).get("/mobile")),
    "a page for nobody": (200, lambda shop: shop.app.test_client().get("/sign-in")),
    "data": (200, lambda shop: at_the_desk(shop).get("/feed?since=0")),
    "the manifest": (200, lambda shop: shop.app.test_client().get("/manifest.webmanifest")),
    "health": (200, lambda shop: shop.app.test_client().get("/health")),
    "an old address": (301, lambda shop: shop.app.test_client().get("/Jobs/ShopMobile")),
    "a way to sign in": (302, lambda shop: shop.app.test_client().get("/mobile")),
    "signing out": (303, lambda shop: at_the_desk(shop).post("/sign-out", headers={"Origin": ORIGIN})),
    "nothing new": (304, not_modified),
    "signed out, for a script": (401, lambda shop: shop.app.test_client().get("/mobile", headers=JSON)),
    "another site": (403, lambda shop: at_the_desk(shop).post("/sign-out", headers={"Origin": "https://evil.example"})),
    "not one's right": (403, lambda shop: shop.worker.opens("/jobs/new")),
    "no such page": (404, lambda shop: shop.app.test_client().get("/wp-admin.php")),
    "no such job": (404, lambda shop: at_the_desk(shop).get("/jobs/JOB-9912-0001")),
    "no such job, for a script": (404, lambda shop: at_the_desk(shop).get("/jobs/JOB-9912-0001", headers=JSON)),
    "no such way": (405, lambda shop: shop.app.test_client().get("/sign-out")),
    "too much": (413, lambda shop: at_the_desk(shop).post("/scan", data={"code": "x" * 300_000}, headers={"Origin": ORIGIN})),
    "a form refused": (422, lambda shop: Browser(shop.app).signs_in("", "")),
    "a strange host": (400, lambda shop: shop.app.test_client().get("/sign-in", base_url="http://evil.example")),
}

REFUSALS = {name: ask for name, (status, ask) in ANSWERS.items() if status >= 400}

each_answer = pytest.mark.parametrize(("status", "ask"), ANSWERS.values(), ids=ANSWERS)


def assert_careful(reply: TestResponse) -> None:
    headers = reply.headers
    assert policy_of(headers["Content-Security-Policy"]) == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert not [name for name, _ in headers if name.startswith("Access-Control-")]
    assert "X-Powered-By" not in headers


def policy_of(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))  # type: ignore[misc]


@each_answer
def test_every_kind_of_answer_is_careful(shop: ShopFixture, status: int, ask: Callable[[ShopFixture], TestResponse]) -> None:
    reply = ask(shop)
    assert reply.status_code == status
    assert_careful(reply)
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ask", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_told_in_words(shop: ShopFixture, ask: Callable[[ShopFixture], TestResponse]) -> None:
    reply = ask(shop)
    if reply.is_json:
        assert reply.json["error"].endswith(".")
    else:
        assert reply.mimetype == "text/html"
        assert "<h1" in reply.text
        assert "werkzeug" not in reply.text.lower()


def test_a_fault_of_ours_is_told_in_words_and_shows_nothing_of_the_house(broken: FlaskClient) -> None:
    page, data = broken.get("/fault"), broken.get("/fault", headers=JSON)
    for reply in (page, data):
        assert reply.status_code == 500
        assert_careful(reply)
        assert not [word for word in ("secret", "Traceback", "ZeroDivision") if word in reply.text]
    assert "Something broke on our side" in page.text
    assert data.json["error"]


def test_a_store_that_can_not_be_reached_is_told_with_when_to_try_again(broken: FlaskClient) -> None:
    broken.set_cookie(COOKIE, "x" * 43, domain="localhost")
    for headers in ({}, JSON):
        reply = broken.get("/mobile", headers=headers)
        assert reply.status_code == 503
        assert reply.headers["Retry-After"] == "5"
        assert_careful(reply)
        assert "127.0.0.1" not in reply.text


def test_the_service_worker_has_a_policy_of_its_own_and_is_never_held_on_to(shop: ShopFixture) -> None:
    reply = shop.app.test_client().get("/service-worker.js")
    assert policy_of(reply.headers["Content-Security-Policy"])["default-src"] == "'none'"
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.mimetype == "text/javascript"


def test_a_built_file_is_kept_for_ever_and_is_what_it_says(shop: ShopFixture) -> None:
    script = shop.app.jinja_env.globals["asset"]("main.js")  # type: ignore[operator]
    with shop.app.test_client().get(script) as reply:
        assert reply.status_code == 200
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/static/../pyproject.toml", "/static/..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/"]
)
def test_nothing_beside_the_built_files_is_served(shop: ShopFixture, path: str) -> None:
    assert shop.app.test_client().get(path).status_code == 404


def test_a_paper_is_careful_too(shop: ShopFixture) -> None:
    job = shop.job()
    shop.office.signs_in_quietly()
    reply = shop.office.opens(f"/jobs/{job}/sheet.pdf")
    assert reply.mimetype == "application/pdf"
    assert_careful(reply)


# The cookie.


def test_the_cookie_is_for_this_host_and_for_no_script(shop: ShopFixture) -> None:
    given = Browser(shop.app).signs_in(shop.worker.email).headers.getlist("Set-Cookie")
    (name, _), *flags = (part.strip().partition("=")[::2] for part in given[0].split(";"))
    flags_by_name = dict(flags)
    assert len(given) == 1
    assert name == COOKIE
    assert flags_by_name.keys() == {"Expires", "Max-Age", "Secure", "HttpOnly", "Path", "SameSite"}
    assert (flags_by_name["Path"], flags_by_name["SameSite"]) == ("/", "Lax")


def test_on_a_plain_network_the_cookie_goes_without_its_prefix() -> None:
    """Browsers refuse `__Host-` there, and nobody could sign in."""
    app = create_app(Config(database_url=NOWHERE, public_url="http://192.0.2.7:8000", insecure_lan=True))
    with app.test_request_context(base_url="http://192.0.2.7:8000"):
        assert cookie.name() == "s"


def test_https_is_asked_for_once_and_for_a_year() -> None:
    app = create_app(Config(database_url=NOWHERE, public_url="https://floor.shop.example"))
    reply = app.test_client().get("/health", base_url="https://floor.shop.example")
    assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_plain_http_does_not_ask_for_https(shop: ShopFixture) -> None:
    assert "Strict-Transport-Security" not in shop.app.test_client().get("/health").headers


# The host.


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8000"])
def test_a_forged_host_is_refused_and_not_repeated(shop: ShopFixture, host: str) -> None:
    for address in ("/sign-in", "/mobile", "/health"):
        reply = shop.app.test_client().get(address, headers={"Host": host})
        assert reply.status_code == 400
        assert "evil" not in reply.text + str(reply.headers)


def test_a_forged_forwarded_host_changes_nothing(shop: ShopFixture) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    reply = shop.app.test_client().get("/mobile", headers=forged)
    assert reply.location == "/sign-in?next=/mobile"
    assert "evil" not in str(reply.headers)


def test_an_install_answers_to_its_public_name_alone() -> None:
    app = create_app(Config(database_url=NOWHERE, public_url="https://floor.shop.example"))
    asked = {
        host: app.test_client().get("/health", headers={"Host": host}).status_code
        for host in ("floor.shop.example", "localhost")
    }
    assert asked == {"floor.shop.example": 200, "localhost": 400}
