"""A browser at the sign-in page."""

from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import ORIGIN, PASSWORD

COOKIE = "__Host-s"
FIREFOX_ON_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

_addresses = count(1)


class Browser:
    """One browser behind an address of its own, so that no test slows down another."""

    def __init__(self, app: Flask, address: str | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        n = next(_addresses)
        self.client.environ_base["REMOTE_ADDR"] = address or f"10.9.{n // 250}.{n % 250}"

    def signs_in(self, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Send the form of the sign-in page; `next` is its hidden field."""
        headers = {"Origin": ORIGIN, "User-Agent": FIREFOX_ON_WINDOWS, **more.pop("headers", {})}
        return self.client.post("/sign-in", data={"email": email, "password": password, **more}, headers=headers)

    def posts(self, address: str, **fields: Any) -> TestResponse:
        return self.client.post(address, data=fields, headers={"Origin": ORIGIN})

    def opens(self, address: str, **kwargs: Any) -> TestResponse:
        return self.client.get(address, **kwargs)

    @property
    def token(self) -> str:
        """What the browser holds as proof of who it is, or "" for nobody."""
        cookie = self.client.get_cookie(COOKIE, domain="localhost")
        return cookie.value if cookie else ""

    @token.setter
    def token(self, value: str) -> None:
        self.client.set_cookie(COOKIE, value, domain="localhost")

    @property
    def is_signed_in(self) -> bool:
        return self.opens("/account").status_code == 200
