"""Flask-Login, told how we know people: by a session row, read in one statement."""

from contextlib import suppress

from flask import Flask, Request, Response, g
from flask_login import LoginManager

from shopfloor.accounts import cookie
from shopfloor.accounts.identity import Identity, identity
from shopfloor.accounts.operations import keep_alive
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Unavailable

# How much of the rest may pass before it starts anew: a write for one request in many, not for each.
ROLL_AFTER = 1 / 60


def load(_request: Request) -> Identity | None:
    token = cookie.token()
    return identity(token) if token else None


def roll(response: Response) -> Response:
    """Start a session's rest anew now and then, in the database and on the device."""
    person = g.get("_login_user")
    token = cookie.token()
    if not isinstance(person, Identity) or token is None or g.get("signed_out"):
        return response
    if clock.now() - person.seen_at > person.rest * ROLL_AFTER:
        with suppress(Unavailable):  # a store that can't be written just now must not cost the answer
            keep_alive(person)
            cookie.put(response, token, person.rest)
    return response


def say_whose(response: Response) -> Response:
    """Tell the device for whom this was made, so that it keeps nothing of one member for another."""
    person = g.get("_login_user")
    response.headers["X-Member"] = person.place if isinstance(person, Identity) and not g.get("signed_out") else "none"
    return response


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.request_loader(load)
    manager.init_app(app, add_context_processor=False)
    app.after_request(roll)
    app.after_request(say_whose)
