"""Shop Mobile: the open jobs by status, for one hand."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from sqlalchemy import bindparam, func, select
from werkzeug.wrappers import Response as AnyResponse

from shopfloor.accounts.current import me
from shopfloor.db import kept, run, shop_in_scope, table
from shopfloor.jobs.cards import Setting, group_of
from shopfloor.jobs.fragments import CardView, fragments
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.jobs.queries import jobs_on_floor
from shopfloor.jobs.setting import setting_of
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.timekeeping.running import Forgotten, forgotten_timer
from shopfloor.web.doors import requires
from shopfloor.web.packed import packed

bp = Blueprint("boards", __name__)

VIEW = CardView("mobile", "jobs/_card.html")


class Group(NamedTuple):
    """The cards of one status; empty ones are on the page too, hidden, for cards to move into."""

    key: str
    label: str
    tone: str
    size: int
    cards: Markup


class Floor(NamedTuple):
    """All that Shop Mobile shows, the same for everyone in the shop, as it stood at event `seq`."""

    seq: int
    edition: str
    groups: list[Group]
    chips: list[dict[str, Any]]

    @property
    def total(self) -> int:
        return sum(group.size for group in self.groups)


@bp.get("/mobile")
@requires(Permission.JOBS_SEE)
def mobile() -> Response:
    """The page is kept for the person as long as nothing happens; what it is made of is kept for all."""
    setting, asks = setting_of(me()), forgotten_timer()
    page = (me().shop_id, me().id, me().seq, setting.edition, request.cookies.get("theme", "")[:5], asks)
    answer = packed(kept("mobile"), page, lambda: _page(setting, asks).encode(), "text/html")
    if asks:
        answer.headers["X-Asks"] = "1"  # no device keeps a question that will have been answered
    return answer


def _page(setting: Setting, asks: Forgotten | None) -> str:
    return render_template("boards/mobile.html", floor=floor_at(me().seq, setting), view=VIEW.name, me=me().id, asks=asks)


@bp.get("/")
@requires(Permission.JOBS_SEE)
def home() -> AnyResponse:
    return redirect("/mobile")


@bp.get("/menu")
@requires(Permission.JOBS_SEE)
def menu() -> str:
    """Where everything is, for screens without room for it beside the page."""
    return render_template("boards/menu.html")


def floor_at(seq: int, setting: Setting) -> Floor:
    """The floor, read again only when the log or the day has moved on.

    The number is older than the cards, never newer: what comes between is told again by the feed, not missed.
    """
    floors = kept("floors")
    floor: Floor | None = floors.get(shop_in_scope())
    if floor is None or (floor.seq, floor.edition) != (seq, setting.edition):
        floor = floors[shop_in_scope()] = Floor(seq, setting.edition, groups(jobs_on_floor(), setting), chips())
    return floor


def groups(keys: Sequence[Any], setting: Setting) -> list[Group]:
    """All groups of the floor in order, with the cards in them."""
    cards: dict[str, list[Markup]] = {group_of(stand): [] for stand in setting.workflow.on_floor}
    for key, html in zip(keys, fragments(VIEW, keys, setting, whole=True), strict=True):
        cards[group_of(setting.workflow[key.status_id])].append(html)
    heads = {group_of(stand): stand for stand in reversed(setting.workflow.on_floor)}
    return [
        Group(name, heads[name].label, heads[name].tone, len(inside), Markup("\n").join(inside))
        for name, inside in cards.items()
    ]


def chips() -> list[dict[str, Any]]:
    """Everyone who has open jobs, with how many: id, name, count."""
    return [dict(row._mapping) for row in run(_CHIPS, {"shop": shop_in_scope()})]


_JOBS, _ASSIGNED, _MEMBERS = table(Job), table(JobWorker), table(Member)
_CHIPS = (
    select(_MEMBERS.c.id, _MEMBERS.c.name, func.count().label("count"))
    .select_from(_JOBS)
    .join(_ASSIGNED, (_ASSIGNED.c.shop_id == _JOBS.c.shop_id) & (_ASSIGNED.c.job_id == _JOBS.c.id))
    .join(_MEMBERS, (_MEMBERS.c.shop_id == _ASSIGNED.c.shop_id) & (_MEMBERS.c.id == _ASSIGNED.c.member_id))
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.active)
    .group_by(_MEMBERS.c.id, _MEMBERS.c.name)
    .order_by(_MEMBERS.c.name)
)
