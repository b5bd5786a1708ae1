"""`serve --tls`: https without a name on the Internet, and the door where phones learn to trust it."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shopfloor.cli import main
from tests.support.people import PASSWORD
from tests.support.server import is_healthy, quiet_port

ANSWERS = f"Pike Coating\npowder\nPIK\nAmerica/Denver\nOlive Owens\nolive@pike.example\n{PASSWORD}\n{PASSWORD}\n"


class Reply(NamedTuple):
    """What was answered, read whole."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @classmethod
    def of(cls, answer: http.client.HTTPResponse) -> Reply:
        return cls(answer.status, answer.headers, answer.read())


@dataclass(frozen=True)
class Install:
    """A server that speaks https on `port`, and plain http at its doorway."""

    port: int
    folder: Path

    def asks(self, address: str, *, name: str = "localhost", method: str = "GET", **headers: str) -> Reply:
        """Over https, by somebody who trusts the authority and nobody else."""
        trusting = ssl.create_default_context(cafile=self.folder / "tls/authority.crt")
        line = http.client.HTTPSConnection(name, self.port, timeout=10, context=trusting)
        body = f"email=olive@pike.example&password={PASSWORD.replace(' ', '+')}" if method == "POST" else None
        with closing(line):
            line.request(method, address, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
            return Reply.of(line.getresponse())

    def asks_plainly(self, address: str) -> Reply:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port + 1, timeout=10)) as line:
            line.request("GET", address)
            return Reply.of(line.getresponse())


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    folder = tmp_path_factory.mktemp("install")
    port = quiet_port()
    environment = {
        **os.environ, "SHOPFLOOR_DATABASE_URL": f"sqlite:///{folder / 'shopfloor.db'}", "HOST": "127.0.0.1", "PORT": str(port),
        "SHOPFLOOR_PUBLIC_URL": f"https://localhost:{port}",
    }  # fmt: skip
    opened = CliRunner(env=environment).invoke(main, ["shop", "create"], input=ANSWERS)
    assert opened.exit_code == 0, opened.output
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "shopfloor", "serve", "--tls"], stdout=said, stderr=said, env=environment
        )
        try:
            until = time.monotonic() + 60
            while not is_healthy_over_tls(port) and process.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            assert process.poll() is None, (folder / "said.txt").read_text()
            yield Install(port, folder)
        finally:
            process.terminate()
            process.wait(10)


def is_healthy_over_tls(port: int) -> bool:
    """Whether a handshake is made there, whatever it is worth."""
    trusting_all = ssl._create_unverified_context()
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=trusting_all)
    try:
        line.request("GET", "/health")
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()


def test_who_trusts_the_authority_is_answered_by_each_name(install: Install) -> None:
    for name in ("localhost", "127.0.0.1"):
        assert install.asks("/health", name=name).status == 200


def test_who_does_not_trust_it_is_not_answered(install: Install) -> None:
    line = http.client.HTTPSConnection("localhost", install.port, timeout=10, context=ssl.create_default_context())
    with closing(line), pytest.raises(ssl.SSLCertVerificationError):
        line.request("GET", "/health")


def test_signing_in_gives_a_cookie_for_https_alone(install: Install) -> None:
    for name in ("localhost", "127.0.0.1"):  # our own pages may come from each
        reply = install.asks("/sign-in", name=name, method="POST", Origin=f"https://{name}:{install.port}")
        assert reply.status == 303
        cookie = reply.headers["Set-Cookie"]
        assert cookie.startswith("__Host-s=")
        assert "Secure" in cookie
    assert install.asks("/sign-in", method="POST", Origin="https://evil.example").status == 403


def test_browsers_are_not_told_to_forget_plain_http(install: Install) -> None:
    assert "Strict-Transport-Security" not in install.asks("/sign-in").headers


def test_the_doorway_tells_how_to_trust_it_and_sends_all_else_on(install: Install) -> None:
    page = install.asks_plainly("/connect")
    assert page.status == 200
    assert "/connect/shopfloor.mobileconfig" in page.text
    assert f"http://localhost:{install.port + 1}/connect" in page.text
    assert install.asks_plainly("/").headers["Location"] == "/connect"
    for address in ("/mobile", "/q/abcdefgh?x=1", "//evil.example/connect", "/sign-in"):
        reply = install.asks_plainly(address)
        assert (reply.status, reply.headers["Location"]) == (302, f"https://localhost:{install.port}{address}")
        assert reply.headers["Cache-Control"] == "no-store"


def test_the_doorway_hands_out_the_certificate_that_is_trusted_and_no_key(install: Install) -> None:
    reply = install.asks_plainly("/connect/shopfloor.crt")
    trusted = x509.load_pem_x509_certificate((install.folder / "tls/authority.crt").read_bytes())
    assert reply.body == trusted.public_bytes(Encoding.DER)
    assert reply.headers["Content-Type"] == "application/x-x509-ca-cert"
    profile = install.asks_plainly("/connect/shopfloor.mobileconfig")
    assert profile.headers["Content-Type"] == "application/x-apple-aspen-config"
    assert b"PRIVATE" not in profile.body
    style = re.search(r'href="(/static/app[^"]+)"', install.asks_plainly("/connect").text)
    assert style
    assert install.asks_plainly(style[1]).status == 200


def test_it_says_where_it_is_and_what_to_compare(install: Install) -> None:
    said = (install.folder / "said.txt").read_text()
    assert f"https://localhost:{install.port}" in said
    assert f"http://localhost:{install.port + 1}/connect" in said
    shown = re.search(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", install.asks_plainly("/connect").text)
    assert shown
    assert shown[0] in said


def test_a_public_name_that_an_older_authority_can_not_speak_for_is_told(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPFLOOR_DATABASE_URL", f"sqlite:///{install.folder / 'shopfloor.db'}")
    monkeypatch.setenv("SHOPFLOOR_PUBLIC_URL", "https://floor.example.com")
    refused = CliRunner().invoke(main, ["serve", "--tls"])
    assert refused.exit_code == 1
    assert "was not made for floor.example.com" in refused.output
    assert not is_healthy(install.port)  # plain http is not answered there
