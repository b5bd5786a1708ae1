"""The page of one's account, with the panels that higher features hang on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from shopfloor.accounts import queries
from shopfloor.accounts.current import me


@dataclass(frozen=True, slots=True)
class AccountPanel:
    """A part of the page that another feature makes."""

    template: str
    context: dict[str, Any]


def account_page(instead: Mapping[Callable[[], AccountPanel], AccountPanel] | None = None) -> str:
    """The page; `instead` has panels as they are to be shown this once, by what makes them."""
    shown = [(instead or {}).get(make) or make() for make in current_app.extensions["account_panels"]]
    sessions = queries.open_sessions(me().user_id)
    return render_template("accounts/show.html", member=me(), sessions=sessions, here=me().session_id, panels=shown)
