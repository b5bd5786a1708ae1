"""The server as it is, whose worker gets a new version whenever a test counts one up in a file."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from shopfloor.asgi import app as real

Message = MutableMapping[str, Any]
COUNT = Path(os.environ["SHOPFLOOR_TEST_VERSION"])


async def app(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    async def send_versioned(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [pair for pair in message["headers"] if pair[0] != b"content-length"]
        else:
            message["body"] = f"// version {COUNT.read_text()}\n".encode() + message["body"]
        await send(message)

    if scope["type"] == "http" and scope["path"] == "/service-worker.js":
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        await real(scope, receive, send_versioned)
    else:
        await real(scope, receive, send)
