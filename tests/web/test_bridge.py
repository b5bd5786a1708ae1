"""Between the server's events and Flask: nothing lost on the way, and no thread held by whoever is slow."""

import asyncio
import http.client
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask

from shopfloor.bridge import SHORT, Bridge
from shopfloor.web.bodies import most_at
from shopfloor.web.going_on import Receive, Send, go_on
from tests.support.hammer import lay_out
from tests.support.server import Server

LARGEST = 1000


def asked(
    app: Any, *parts: bytes, method: str = "POST", headers: Iterable[tuple[bytes, bytes]] = (), cut_off: bool = False
) -> Any:
    """What an app behind the bridge answers to a request that arrives in those parts: the messages sent."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if cut_off else {"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "method": method, "path": "/Straße", "query_string": b"q=1", "http_version": "1.1", "scheme": "http",
        "headers": list(headers), "server": ("127.0.0.1", 8000), "client": ("10.0.0.7", 50000),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Bridge(app, threads=1, largest=LARGEST)(scope, receive, send))
    return sent


def echo(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("X-Length", environ["CONTENT_LENGTH"]), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [environ["wsgi.input"].read()]


def test_a_body_in_parts_arrives_as_one() -> None:
    started, body = asked(echo, b"step=1", b"&key=", b"abcdefgh")
    assert body["body"] == b"step=1&key=abcdefgh"
    assert started["headers"] == [(b"x-length", b"19"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]


def test_headers_said_twice_are_one_for_the_app() -> None:
    def names(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return [
            repr((environ["HTTP_ACCEPT"], environ["PATH_INFO"].encode("latin-1").decode(), environ["REMOTE_ADDR"])).encode()
        ]

    _, body = asked(names, headers=[(b"accept", b"text/html"), (b"accept", b"*/*")])
    assert body["body"].decode() == "('text/html,*/*', '/Straße', '10.0.0.7')"


def test_a_request_that_breaks_off_never_reaches_the_app() -> None:
    def never(*_: object) -> Iterable[bytes]:
        raise AssertionError("It was not all here.")

    assert asked(never, b"step=1&ke", cut_off=True) == []


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"5000")]])
def test_a_body_that_is_too_large_is_not_taken_in_and_the_app_is_told(headers: list[tuple[bytes, bytes]]) -> None:
    started, body = asked(echo, b"x" * 600, b"x" * 600, b"x" * 600, headers=headers)
    assert int(dict(started["headers"])[b"x-length"]) > LARGEST
    assert len(body["body"]) <= 1200


def test_a_route_that_takes_more_gets_more_and_no_other() -> None:
    async def asks(path: str) -> int:
        messages = [{"type": "http.request", "body": b"x" * 1500, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": path, "query_string": b"", "http_version": "1.1", "scheme": "http",
            "headers": [(b"content-length", b"1500")], "server": ("127.0.0.1", 8000), "client": ("10.0.0.7", 50000),
        }  # fmt: skip
        larger = {"/photos": 2000}
        bridge = Bridge(echo, threads=1, largest=LARGEST, larger=lambda _method, path: larger.get(path, LARGEST))
        await bridge(scope, receive, send)
        return len(sent[1]["body"])

    assert [asyncio.run(asks(path)) for path in ("/photos", "/notes")] == [1500, 0]


def test_photos_alone_may_be_large(app: Flask) -> None:
    at = partial(most_at, app)
    assert at("POST", "/jobs/JOB-1/photos") == 25 * 1024 * 1024
    for method, path in (
        ("GET", "/jobs/JOB-1/photos"),
        ("POST", "/jobs/JOB-1/notes"),
        ("POST", "/nothing"),
        ("POST", "//x\x00"),
    ):
        assert at(method, path) == 256 * 1024


def test_a_long_answer_goes_out_in_parts_and_is_closed_after_the_last() -> None:
    class Long:
        closed = False

        def __iter__(self) -> Iterator[bytes]:
            return iter([b"x" * (SHORT + 1), b"y" * (SHORT + 1), b"z"])

        def close(self) -> None:
            Long.closed = True

    def long(_environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return Long()

    _, *parts = asked(long)
    assert [part["body"][:1] for part in parts] == [b"x", b"y", b"z"]
    assert [part["more_body"] for part in parts] == [True, True, False]
    assert Long.closed


def test_an_answer_may_go_on_when_the_app_is_done_with_it() -> None:
    async def more(_receive: Receive, send: Send) -> None:
        await send({"type": "http.response.body", "body": b"more", "more_body": False})

    flask = Flask("streams", static_folder=None)

    @flask.get("/<path:_any>")
    def begins(_any: str) -> str:
        go_on(more)
        return "begins"

    started, first, second = asked(flask.wsgi_app, method="GET")
    assert b"content-length" not in dict(started["headers"])
    assert (first["body"], first["more_body"]) == (b"begins", True)
    assert (second["body"], second["more_body"]) == (b"more", False)


def test_a_refusal_does_not_go_on() -> None:
    flask = Flask("streams", static_folder=None)

    @flask.get("/<path:_any>")
    def refuses(_any: str) -> tuple[str, int]:
        go_on(never_called)
        return "No.", 403

    async def never_called(_receive: Receive, _send: Send) -> None:
        raise AssertionError("It was refused.")

    started, whole = asked(flask.wsgi_app, method="GET")
    assert dict(started["headers"])[b"content-length"] == b"3"
    assert (whole["body"], whole["more_body"]) == (b"No.", False)


def test_twenty_phones_on_a_bad_line_keep_nobody_waiting(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    lay_out(url, people=1)
    with Server(url) as server, ExitStack() as lines:
        for _ in range(20):  # more than there are threads
            line = lines.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nemail=")
        other = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        other.request("GET", "/health")
        assert other.getresponse().status == http.HTTPStatus.OK
        other.close()
