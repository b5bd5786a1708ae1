"""A letter's HTML on a screen of ours: an answer of its own, in a frame, in which nothing can act."""

from flask import Response

from shopfloor.web.headers import FRAMED_CSP


def framed(html: str) -> Response:
    """The HTML as that answer."""
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAMED_CSP
    return response
