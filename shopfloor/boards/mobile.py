"""Shop Mobile: the open jobs by status, for one hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, render_template
from markupsafe import Markup
from sqlalchemy import bindparam, func, select
from werkzeug.wrappers import Response

from shopfloor.accounts.current import me
from shopfloor.db import run, shop_in_scope, table
from shopfloor.jobs.cards import Setting, group_of
from shopfloor.jobs.fragments import CardView, fragments
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.jobs.queries import jobs_on_floor
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel import clock
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires

bp = Blueprint("boards", __name__)

VIEW = CardView("mobile", "jobs/_card.html")


@dataclass(slots=True)
class Group:
    """The cards of one status; empty ones are on the page too, hidden, for cards to move into."""

    key: str
    label: str
    tone: str
    cards: list[Markup] = field(default_factory=list)


@bp.get("/mobile")
@requires(Permission.JOBS_SEE)
def mobile() -> str:
    # The number is read before the cards: what comes between is told again by the feed, never missed.
    seq, setting = me().seq, setting_of(me())
    groups = grouped(jobs_on_floor(), setting)
    return render_template(
        "boards/mobile.html",
        groups=groups,
        chips=chips(),
        seq=seq,
        edition=setting.edition,
        view=VIEW.name,
        made_at=clock.now(),
        me=me().id,
    )


@bp.get("/")
@requires(Permission.JOBS_SEE)
def home() -> Response:
    return redirect("/mobile")


def grouped(keys: Sequence[Any], setting: Setting) -> list[Group]:
    """All groups of the floor in order, with the cards in them."""
    groups: dict[str, Group] = {}
    for stand in setting.workflow.on_floor:
        groups.setdefault(group_of(stand), Group(group_of(stand), stand.label, stand.tone))
    for key, html in zip(keys, fragments(VIEW, keys, setting, whole=True), strict=True):
        groups[group_of(setting.workflow[key.status_id])].cards.append(html)
    return list(groups.values())


def chips() -> list[dict[str, Any]]:
    """Everyone who has open jobs, with how many."""
    rows = run(_CHIPS, {"shop": shop_in_scope()}).all()
    return [{"id": row.id, "name": row.name, "count": row.count} for row in rows]


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
