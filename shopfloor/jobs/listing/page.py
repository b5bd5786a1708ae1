"""The list as a page, or as the part of one that a script exchanges while someone types."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from shopfloor.accounts.current import me
from shopfloor.catalog.queries import powders
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.listing.habits import habit_of
from shopfloor.jobs.listing.look import FILTERS, SORTS, Look, address, look_of
from shopfloor.jobs.listing.pages import page_of
from shopfloor.jobs.setting import setting_of
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members

SIZE = 50

SORT_WORDS = {
    "number": "Job",
    "status": "Status",
    "priority": "Priority",
    "scheduled": "Scheduled",
    "due": "Due",
    "price": "Price",
}


def asked_look() -> Look:
    """What the address says; where it says nothing, how this person looked at the list the last time."""
    return look_from(request.args or habit_of(me().id))


def look_from(said: Mapping[str, str]) -> Look:
    return look_of(said, may_see_prices=me().may(Permission.PRICES_SEE))


def list_page(look: Look, *, done: Any = None, chosen: Any = ()) -> str:
    """The list, or for our script its changing part; with what has just been done to some of them.

    `chosen` are numbers of jobs that stay ticked.
    """
    setting = setting_of(me())
    page = page_of(look, setting, size=SIZE)
    by_id: dict[int, Card] = {card.id: card for card in cards(page.ids, setting)}
    here = url_for("jobs.index", **address(look))
    shown: dict[str, Any] = {
        "rows": [by_id[id_] for id_ in page.ids],
        "page": page,
        "look": look,
        "here": here,
        "back": urlencode({"back": here}),  # once, not for each row
        "at": lambda **changes: url_for("jobs.index", **look.but(**changes)),
        "by": lambda sort: url_for("jobs.index", **look.sorted_by(sort)),
        "following": page.following and url_for("jobs.index", **{**look.but(), "after": page.following}),
        "preceding": page.preceding and url_for("jobs.index", **{**look.but(), "before": page.preceding}),
        "filters": FILTERS,
        "sorts": [(sort, SORT_WORDS[sort]) for sort in SORTS if sort != "price" or me().may(Permission.PRICES_SEE)],
        "done": done,
        "chosen": set(chosen),
        "people": members() if me().may(Permission.JOBS_EDIT) or not is_part() else [],
    }
    if is_part():
        return render_template("jobs/listing/_list.html", **shown)
    return render_template("jobs/index.html", **shown, powders=powders() if setting.trade.uses_coats else [])


def is_part() -> bool:
    """Whether our script asks, which keeps the rest of the page as it is."""
    return request.headers.get("X-Part") is not None
