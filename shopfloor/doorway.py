"""A plain-http door beside https: where a phone that does not trust our certificate yet learns to. All else is sent on."""

import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import click
import uvicorn

from shopfloor.app import create_app
from shopfloor.bridge import Bridge
from shopfloor.config import Config
from shopfloor.db.session import close_database

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 4
OPEN = ("/connect", "/connect/", "/static/")


class Doorway:
    """An ASGI app: the page about connecting comes from `inside`, every other address is at `public_url`."""

    def __init__(self, inside: Bridge, public_url: str) -> None:
        self._inside, self._public_url = inside, public_url

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_open(scope["path"]):
            await self._send_on(scope, send)
        else:
            await self._inside(scope, receive, send)

    @staticmethod
    def _is_open(path: str) -> bool:
        return path == OPEN[0] or path.startswith(OPEN[1:])

    async def _send_on(self, scope: Message, send: Send) -> None:
        """Not for ever: a browser that remembered it could not come back here."""
        query = scope["query_string"].decode("latin-1")
        there = f"{self._public_url}{quote(scope['path'], safe='/%:@!$&()*+,;=~')}{f'?{query}' if query else ''}"
        to = "/connect" if scope["path"] == "/" else there
        headers = [(b"location", to.encode("latin-1")), (b"cache-control", b"no-store"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def open_doorway(config: Config) -> Iterator[None]:
    """The door stands open for the block. Where its port is taken, a line says so and the server runs without."""
    app = create_app(config)
    inside = Bridge(app.wsgi_app, threads=THREADS, largest=app.config["MAX_CONTENT_LENGTH"])
    server = uvicorn.Server(
        uvicorn.Config(
            Doorway(inside, config.public_url),
            host=config.host,
            port=config.doorway_port,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=_run, args=[server, config.doorway_port], daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(5)
        close_database(app)


def _run(server: uvicorn.Server, port: int) -> None:
    try:
        server.run()
    except SystemExit:
        click.echo(f"Port {port} is taken: phones can't fetch the certificate there. Choose another PORT.", err=True)
