"""/feed: the cards that are new, changed or gone since a number, rendered. One answer serves every screen of a shop."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from shopfloor.accounts.current import me
from shopfloor.db import kept
from shopfloor.jobs.fragments import CardView, fragments
from shopfloor.jobs.queries import jobs_changed_since, jobs_on_floor
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires
from shopfloor.web.packed import packed

bp = Blueprint("feed", __name__)

# More changes than this, and loading the page anew is less to send.
MOST = 1000


@bp.get("/feed")
@requires(Permission.JOBS_SEE)
def feed() -> Response:
    """`since` is the number of the page's newest card, `view` its kind of card. 304 when nothing has happened.

    Without `since` it tells all open jobs: what a device needs that knows nothing yet.
    """
    view = _view()
    since, head, setting = _since(), me().seq, setting_of(me())
    etag = f"{view.name}-{since}-{head}-{setting.edition}"
    if request.if_none_match.contains_weak(etag):
        return _with_etag(Response(status=304), etag)
    answer = packed(
        kept("feed"),
        (me().shop_id, etag),
        lambda: orjson.dumps({"edition": setting.edition, **_changes(view, since, head)}),
        "application/json",
    )
    return _with_etag(answer, etag)


def _view() -> CardView:
    view: CardView | None = current_app.extensions["card_views"].get(request.args.get("view", "mobile"))
    if view is None:
        raise NotFound("No screen of that name takes the feed.")
    return view


def _since() -> int | None:
    text = request.args.get("since")
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Invalid("The feed needs the number of the last event seen: since=0 or more.")
    return int(text)


def _changes(view: CardView, since: int | None, head: int) -> dict[str, Any]:
    if since is None:
        floor = jobs_on_floor()
        return {"seq": head, "whole": True, "cards": _cards(view, floor, whole=True), "gone": []}
    keys = jobs_changed_since(since, limit=MOST + 1) if since < head else []
    if since > head or len(keys) > MOST:
        return {"seq": head, "reload": True}
    shown = [key for key in keys if key.active or view.keeps_closed]
    return {
        "seq": head,
        "cards": _cards(view, shown),
        "gone": [view.root_of(key.id) for key in keys if not key.active and not view.keeps_closed],
    }


def _cards(view: CardView, keys: Sequence[Any], *, whole: bool = False) -> list[dict[str, str]]:
    html = fragments(view, keys, setting_of(me()), whole=whole)
    return [{"id": view.root_of(key.id), "html": card} for key, card in zip(keys, html, strict=True)]


def _with_etag(response: Response, etag: str) -> Response:
    response.set_etag(etag, weak=True)
    return response
