"""The server as `shopfloor serve` runs it: no access log, no headers taken from a proxy, no name of its own."""

from __future__ import annotations

from tests.bench.fill import Workshop
from tests.support.server import Server

AS_SERVED = {"UVICORN_ACCESS_LOG": "0", "UVICORN_PROXY_HEADERS": "0", "UVICORN_SERVER_HEADER": "0"}


def serving(workshop: Workshop, *, workers: int) -> Server:
    """The app over that shop's database."""
    return Server(workshop.database_url, workers=workers, environment=AS_SERVED)


def at_the_limit(workshop: Workshop, *, workers: int) -> Server:
    """The least that a server can do for a feed, over the same database."""
    environment = {**AS_SERVED, "BENCH_LIMIT_DATABASE": workshop.database_url}
    return Server(workshop.database_url, workers=workers, entry="tests.bench.limit:app", environment=environment)
