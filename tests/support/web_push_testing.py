"""A push service that is not ours: npm's web-push-testing, which decrypts what it is sent with code of its own."""

import http.client
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hatch_build import path_with_node
from tests.support.postgres import dying_with_us
from tests.support.server import ROOT, quiet_port

PROGRAM = ROOT / "node_modules/web-push-testing/src/bin/server.js"
SECONDS = 20.0


class ForeignPushService:
    """Gives subscriptions as a browser does, and tells what has come for them."""

    def __init__(self, port: int) -> None:
        self.port = port

    def subscription(self, key: str) -> dict[str, Any]:
        """What `pushManager.subscribe` would give for our public key; `clientHash` is its name here."""
        given = self.asks("/subscribe", userVisibleOnly="true", applicationServerKey=key)
        made: dict[str, Any] = given["data"]
        return made

    def messages(self, subscription: dict[str, Any]) -> list[str]:
        """The decrypted messages that have come so far."""
        came = self.asks("/get-notifications", clientHash=subscription["clientHash"])
        messages: list[str] = came["data"]["messages"]
        return messages

    def expires(self, subscription: dict[str, Any]) -> None:
        self.asks(f"/expire-subscription/{subscription['clientHash']}")

    def asks(self, path: str, **fields: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status == 200, said
            return dict(json.loads(said)) if said.startswith(b"{") else {}
        finally:
            connection.close()


@contextmanager
def foreign_push_service(log: Path) -> Iterator[ForeignPushService]:
    """Runs for the length of the block, on a free port."""
    port = quiet_port()
    command = [*dying_with_us(), "env", f"PATH={path_with_node()}", "node", str(PROGRAM), str(port)]
    with log.open("wb") as out, subprocess.Popen(command, cwd=log.parent, stdout=out, stderr=out) as process:
        try:
            service = ForeignPushService(port)
            _waits_for(service, process, log)
            yield service
        finally:
            process.terminate()
            process.wait(10)


def _waits_for(service: ForeignPushService, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            service.asks("/status")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The push service does not start:\n{log.read_text()}")
