"""A push service on loopback: it takes what is sent to it, reads it as a browser would, and answers as it is told to."""

import base64
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

import http_ece
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.test import TestResponse

from shopfloor.accounts.identity import identity
from shopfloor.db import everywhere
from shopfloor.notifications.operations import hear_here
from tests.support.people import Person

_numbers = count(1)


@dataclass(frozen=True)
class Push:
    """One push as it came in, decrypted. `headers` have lower-case names."""

    payload: dict[str, Any]
    size: int
    headers: dict[str, str]

    @property
    def title(self) -> str:
        return str(self.payload["notification"]["title"])

    @property
    def body(self) -> str:
        return str(self.payload["notification"]["body"])


@dataclass
class Phone:
    """A browser's subscription: where it hears, and the keys by which it reads.

    `answers` are what its push service says to the next pushes for it; then it takes them again.
    """

    endpoint: str
    _private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _auth: bytes = field(default_factory=lambda: os.urandom(16))
    heard: list[Push] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    knocks: int = 0

    @property
    def keys(self) -> dict[str, str]:
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(point), "auth": _text(self._auth)}

    def hears_for(self, person: Person) -> TestResponse:
        """Turned on, on the device the person is signed in on."""
        return person.posts("/account/devices", json=True, endpoint=self.endpoint, **self.keys)

    def reads(self, body: bytes) -> dict[str, Any]:
        clear = http_ece.decrypt(body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        read: dict[str, Any] = orjson.loads(clear)
        return read

    @property
    def titles(self) -> list[str]:
        return [push.title for push in self.heard]


def hears(person: Person, phone: Phone) -> int:
    """Turned on without the page, which has tests of its own. The device's id."""
    cookie = person.client.get_cookie("__Host-s", domain="localhost")
    with person.app.app_context(), everywhere():
        by = identity(cookie.value if cookie else "")
        assert by is not None
        return hear_here(phone.endpoint, **phone.keys, device="Chrome on Android", by=by, loopback=True).id


class PushService:
    """Where phones are found by the paths of their endpoints."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._phones: dict[str, Phone] = {}

    def phone(self) -> Phone:
        path = f"/push/{next(_numbers)}"
        phone = self._phones[path] = Phone(f"http://127.0.0.1:{self.port}{path}")
        return phone

    def phone_of(self, person: Person) -> Phone:
        """A phone that hears for the person."""
        phone = self.phone()
        reply = phone.hears_for(person)
        assert reply.status_code == 204, reply.text
        return phone

    def takes(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
        phone = self._phones[path]
        phone.knocks += 1
        status, more = phone.answers.pop(0) if phone.answers else (201, {})
        if status == 201:
            phone.heard.append(Push(phone.reads(body), len(body), headers))
        return status, more


@contextmanager
def push_service() -> Iterator[PushService]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, headers = service.takes(self.path, body, {name.lower(): value for name, value in self.headers.items()})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # the worker knocks twenty times at once

    server = Server(("127.0.0.1", 0), Handler)
    service = PushService(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
