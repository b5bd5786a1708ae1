"""A screen's open line to the server, as a browser holds it: server-sent events, read as they come."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from types import TracebackType

from tests.support.server import Server

PATIENCE = 25.0  # seconds: more than a heartbeat


@dataclass(frozen=True)
class Heard:
    """One event. `at` is when it was here, by the steady clock; `retry` what it said of coming back, in milliseconds."""

    name: str
    data: str
    id: str
    retry: int | None
    at: float

    @property
    def seq(self) -> int:
        return int(self.data)


class Stream:
    """Open for the length of a `with`. `status` and `headers` are of the answer; `body` of one that is no stream."""

    def __init__(
        self, server: Server, token: str | None, *, address: str = "/live", patience: float = 25.0, **headers: str
    ) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=patience)
        said = {"Accept": "text/event-stream", **({"Cookie": f"__Host-s={token}"} if token else {})}
        self._line.request(
            "GET", address, headers={**said, **{name.replace("_", "-"): value for name, value in headers.items()}}
        )
        self._answer = self._line.getresponse()
        self.status, self.headers = self._answer.status, self._answer.headers
        self.body = "" if self.is_open else self._answer.read().decode()

    @property
    def is_open(self) -> bool:
        return self.status == http.HTTPStatus.OK and self.headers.get_content_type() == "text/event-stream"

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """As a browser does it whose page is left."""
        self._answer.close()
        self._line.close()

    def hears(self, name: str | None = None) -> Heard | None:
        """The next event (of that name), or None when the server has hung up. Raises TimeoutError when nothing comes."""
        while (heard := self._next()) is not None:
            if name is None or heard.name == name:
                return heard
        return None

    def hears_seq(self, seq: int) -> Heard | None:
        """The first event that says the log has come as far as that."""
        while (heard := self.hears()) is not None:
            if heard.data and heard.seq >= seq:
                return heard
        return None

    def waits_for_the_end(self) -> float:
        """How many seconds until the server hangs up."""
        began = time.monotonic()
        while self.hears() is not None:
            pass
        return time.monotonic() - began

    def _next(self) -> Heard | None:
        fields: dict[str, str] = {}
        while line := self._answer.readline():
            if not (text := line.decode().rstrip("\n")):
                retry = int(fields["retry"]) if "retry" in fields else None
                return Heard(fields.get("event", ""), fields.get("data", ""), fields.get("id", ""), retry, time.monotonic())
            name, _, value = text.partition(": ")
            fields[name] = value
        return None
