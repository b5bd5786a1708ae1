"""How much a request may bring: enough for any form, and as much as it says for a route that takes a file."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

V = TypeVar("V", bound=Callable[..., Any])


def takes_up_to(size: int, *, parts: int | None = None) -> Callable[[V], V]:
    """Let this route's requests bring so many bytes; where a file comes with a long form, so many parts of one, too."""

    def declare(view: V) -> V:
        view.takes, view.parts = size, parts  # type: ignore[attr-defined]
        return view

    return declare


def most_at(app: Flask, method: str, path: str) -> int:
    """How many bytes a request to that address may bring."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except (HTTPException, RequestRedirect):
        endpoint = None
    return _most(app, endpoint)


def _most(app: Flask, endpoint: str | None) -> int:
    ordinary: int = app.config["MAX_CONTENT_LENGTH"]
    return getattr(app.view_functions.get(endpoint or ""), "takes", ordinary)


def widen() -> None:
    """Before every request."""
    request.max_content_length = _most(current_app, request.endpoint)
    if parts := getattr(current_app.view_functions.get(request.endpoint or ""), "parts", None):
        request.max_form_parts = parts


def init_app(app: Flask) -> None:
    app.before_request(widen)
