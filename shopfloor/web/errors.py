"""Refusals, in words: a page for people, JSON for our own scripts. The one file where errors are answered."""

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, Unauthorized

from shopfloor.db import db
from shopfloor.kernel.errors import Refused, Slowed, Unavailable

log = logging.getLogger(__name__)

_TITLES = {
    400: ("That request can't be read", "Something in it is not as it should be. Go back and try again."),
    403: (
        "Not from here",
        "That came from another page than ours, so nothing was done. Open the page again and retry.",
    ),
    404: ("Nothing here", "There is nothing at this address, or it belongs to another shop."),
    405: ("Not that way", "This address does not take that kind of request."),
    413: ("Too much at once", "That is more than this page can take. Shorten it and try again; nothing was saved."),
    500: ("Our mistake", "Something broke on our side. Nothing was saved; try again, and tell us if it stays."),
}


def wants_json() -> bool:
    """Whether the request comes from our own script rather than from the address bar or a plain form."""
    return request.accept_mimetypes.best in {"application/json", "text/event-stream"}


def answer(status: int, title: str, sentence: str, **more: Any) -> tuple[Any, int]:
    """The refusal as a page or as JSON."""
    if wants_json():
        return jsonify(error=sentence, **more), status
    return render_template("error.html", status=status, title=title, sentence=sentence), status


def _refused(error: Refused) -> ResponseReturnValue:
    body = answer(error.status, error.title, error.sentence, kind=type(error).__name__)
    if isinstance(error, Slowed):
        return *body, {"Retry-After": str(error.seconds)}
    if isinstance(error, Unavailable):
        return *body, {"Retry-After": "5"}
    return body


def _unauthorized(_error: Unauthorized) -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    address = f"{url_for('accounts.sign_in')}?next={quote(wanted)}"
    if wants_json():
        return jsonify(error="You are signed out. Sign in to go on.", sign_in=address), 401
    return redirect(address)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    title, sentence = _TITLES.get(status, _TITLES[400])
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return *answer(status, title, sentence), headers


def _store_failed(error: OperationalError) -> ResponseReturnValue:
    log.error("The store can't be read: %s", error)
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # asking again would fail again
    return _refused(Unavailable("The shop's store can't be reached just now. Try again in a moment."))


def _broken(error: Exception) -> ResponseReturnValue:
    log.exception("Unexpected: %s", type(error).__name__)
    db.session.rollback()
    return answer(500, *_TITLES[500])


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Unauthorized, _unauthorized)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _store_failed)
    if not app.testing:
        app.register_error_handler(DBAPIError, _broken)
        app.register_error_handler(Exception, _broken)
