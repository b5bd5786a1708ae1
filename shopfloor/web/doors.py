"""Every route says who may. One that says nothing keeps the app from starting."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Unauthorized

from shopfloor.db import scope
from shopfloor.kernel.errors import NotPermitted
from shopfloor.web.current import visitor

V = TypeVar("V", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"


class UndeclaredRoute(RuntimeError):
    """A view without a declared permission."""


def requires(permission: StrEnum) -> Callable[[V], V]:
    """Let in members of a shop who have that permission."""
    return _declare(permission)


def signed_in(view: V) -> V:
    """Let in anyone who is signed in."""
    return _declare(SIGNED_IN)(view)


def public(view: V) -> V:
    """Let in everyone: sign-in, what a browser needs to install the app, health."""
    return _declare(PUBLIC)(view)


def _declare(who: str) -> Callable[[V], V]:
    def declare(view: V) -> V:
        view.who_may = who  # type: ignore[attr-defined]
        return view

    return declare


def who_may(app: Flask, endpoint: str) -> str | None:
    """What the endpoint declares, or None."""
    return getattr(app.view_functions[endpoint], "who_may", None)


def check_doors(app: Flask) -> None:
    """Raises UndeclaredRoute when a route does not say who may."""
    silent = sorted({rule.endpoint for rule in app.url_map.iter_rules() if who_may(app, rule.endpoint) is None})
    if silent:
        raise UndeclaredRoute(f"These views do not say who may: {', '.join(silent)}")


def stand_guard() -> None:
    """Before every request: let in, or raise. The shop of whoever comes in is in scope from here on."""
    scope.enter(None)
    if request.endpoint is None:
        return
    who = who_may(current_app, request.endpoint)
    person = visitor()
    if person is not None:
        scope.enter(person.shop_id)
    if who == PUBLIC:
        return
    if person is None:
        raise Unauthorized()
    if who != SIGNED_IN and not person.may(who):
        raise NotPermitted("Your place in this shop does not include that. Ask a supervisor or the owner.")


def leave(_error: BaseException | None) -> None:
    """After every request: no shop is in sight any more."""
    scope.enter(None)
