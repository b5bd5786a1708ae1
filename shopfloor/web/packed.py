"""Answers kept as they travel: made and compressed once, sent to all who may have them."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
from flask import Response, request

KEPT = 128
LEVEL = 5  # a sixth smaller than the quickest levels, in three times their time: worth it for what is sent again


def packed(store: dict[Any, Any], key: tuple[Any, ...], make: Callable[[], bytes], mimetype: str) -> Response:
    """The answer kept in `store` under `key`, in the coding this browser takes; made when nobody has asked for it yet.

    The key holds all that the answer depends on, whose it is above all.
    """
    coding = request.accept_encodings.best_match(("br", "gzip")) or "identity"
    body: bytes | None = store.get((*key, coding))
    if body is None:
        if len(store) >= KEPT:
            store.clear()
        body = store[(*key, coding)] = _CODINGS[coding](make())
    response = Response(body, mimetype=mimetype)
    if coding != "identity":
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=LEVEL),
    "gzip": lambda body: gzip.compress(body, LEVEL, mtime=0),
    "identity": bytes,
}
