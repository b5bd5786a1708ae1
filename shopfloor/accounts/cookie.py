"""The session's cookie: a random token, readable by no script, sent to no other site."""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response


def name() -> str:
    """`__Host-` ties the cookie to this very host; browsers take it only over https (and on the machine itself)."""
    return "__Host-s" if current_app.config["SECURE"] else "s"


def token() -> str | None:
    value = request.cookies.get(name())
    return value if value and len(value) <= 64 else None


def put(response: Response, token: str, rest: timedelta) -> None:
    response.set_cookie(
        name(),
        token,
        max_age=rest,
        path="/",
        secure=current_app.config["SECURE"],
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response) -> None:
    response.delete_cookie(name(), path="/", secure=current_app.config["SECURE"], httponly=True, samesite="Lax")
