"""Requests as a phone's browser sends them, with all that it says of itself."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPMessage
from uuid import uuid4

from tests.support.server import Server

BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
    "Mobile Safari/537.36",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Phone:
    """Signed in at a server by its token."""

    server: Server
    token: str

    def get(self, address: str, **headers: str) -> str:
        """The request, ready to be sent."""
        return self._request("GET", address, "", {"Accept": "application/json", **headers})

    def tap(self, number: str, step: int) -> str:
        """Advance that job, ready to be sent."""
        body = f"step={step}&view=mobile&key={uuid4().hex}"
        form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        return self._request("POST", f"/jobs/{number}/moves", body, {"Accept": "application/json", **form})

    def fetch(self, address: str, **headers: str) -> Answer:
        """Send it now. Plain, unless an encoding is asked for."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            line.request("GET", address, headers={"Cookie": f"__Host-s={self.token}", **headers})
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def _request(self, method: str, address: str, body: str, headers: Mapping[str, str]) -> str:
        said = {"Host": f"127.0.0.1:{self.server.port}", **BROWSER, "Cookie": f"__Host-s={self.token}", **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
        return f"{method} {address} HTTP/1.1\r\n{head}\r\n{body}"
