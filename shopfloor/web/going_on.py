"""Answers that go on after the app is done with them: a view has let in a listener, and the server holds the line."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from flask import request

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
GoesOn = Callable[[Receive, Send], Awaitable[None]]

_NAME = "shopfloor.goes_on"


def go_on(by: GoesOn) -> None:
    """Have this request's answer, if it is a 200, continued by that after its last byte, on the server's loop."""
    request.environ[_NAME] = by


def who_goes_on(environ: dict[str, Any]) -> GoesOn | None:
    """Who continues the answer to that request, if anybody does."""
    by: GoesOn | None = environ.get(_NAME)
    return by
