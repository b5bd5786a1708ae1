"""Devices, choices and listeners, looked up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from shopfloor.accounts.models import Session, User
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.events import NewsKind, news_kinds
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.kernel import clock
from shopfloor.notifications.models import Delivery, Look, NotificationPreference, PushSubscription
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import GRANTS, Permission, Role
from shopfloor.shops.person import Person
from shopfloor.workflow.trades import Trade

# A page that shows a job says so every 50 seconds; the rest is for a slow line.
LOOKING = 80


@dataclass(frozen=True, slots=True)
class Listener:
    """A device that hears, with what its person wants to hear."""

    subscription_id: int
    member_id: int
    role: Role
    off: frozenset[str]
    quiet_from: int | None
    quiet_until: int | None

    def wants(self, kind: NewsKind) -> bool:
        """Whether they may hear of it, and have not turned it off."""
        return kind.code not in self.off and (kind.needs is None or Permission(kind.needs) in GRANTS[self.role])


def listeners() -> list[Listener]:
    """All devices of the shop in scope that hear now: signed in, of people who work there."""
    rows = run(_LISTENERS, {"shop": shop_in_scope(), "now": clock.now()})
    return [
        Listener(row.id, row.member_id, Role(row.role), frozenset(row.off or ()), row.quiet_from, row.quiet_until)
        for row in rows
    ]


def looking_at(job_id: int, since: datetime) -> frozenset[int]:
    """Ids of the members who have that job open on a screen."""
    return frozenset(run(_LOOKING, {"shop": shop_in_scope(), "job": job_id, "since": since}).scalars())


def choices_of(member_id: int) -> NotificationPreference:
    """What someone wants to hear; all of it, until they have chosen."""
    mine = (NotificationPreference.shop_id == shop_in_scope(), NotificationPreference.member_id == member_id)
    chosen = db.session.scalars(select(NotificationPreference).where(*mine)).first()
    return chosen or NotificationPreference(member_id=member_id, off=[], quiet_from=None, quiet_until=None)


def kinds_for(person: Person) -> list[NewsKind]:
    """The kinds of news that person may hear of."""
    return [kind for kind in news_kinds() if kind.needs is None or person.may(Permission(kind.needs))]


def devices_of(member_id: int) -> list[PushSubscription]:
    """Where someone hears, oldest first."""
    mine = (PushSubscription.shop_id == shop_in_scope(), PushSubscription.member_id == member_id)
    return list(db.session.scalars(select(PushSubscription).where(*mine).order_by(PushSubscription.id)))


def urgent_jobs(members: set[int], trade: Trade) -> dict[int, int]:
    """How many loud open jobs each of them has: the number on the app's icon."""
    loud = [priority.rank for priority in trade.priorities if priority.loud]
    rows = run(_URGENT, {"shop": shop_in_scope(), "members": list(members), "loud": loud})
    return {row.member_id: row.urgent for row in rows}


def waiting() -> tuple[int, int]:
    """How many messages are to be sent, and how many devices hear, in all shops; for `everywhere()`."""
    open_ = select(func.count()).select_from(table(Delivery)).where(table(Delivery).c.fate.is_(None))
    devices = select(func.count()).select_from(table(PushSubscription))
    return int(run(open_).scalar_one()), int(run(devices).scalar_one())


_SUBSCRIPTIONS, _PREFERENCES, _LOOKS = (table(model) for model in (PushSubscription, NotificationPreference, Look))
_SESSIONS, _USERS, _MEMBERS, _JOBS, _ASSIGNED = (table(model) for model in (Session, User, Member, Job, JobWorker))


def alive(now: Any) -> Any:
    """That the session of a subscription is still good, and its person still works there. Joins are `joined()`'s."""
    return (
        _SESSIONS.c.ended_at.is_(None)
        & (_SESSIONS.c.expires_at > now)
        & (_SESSIONS.c.member_id == _SUBSCRIPTIONS.c.member_id)
        & _USERS.c.active
        & _MEMBERS.c.active
    )


def joined(start: Any) -> Any:
    """`start`, which has subscriptions in it, with session, user and member."""
    return (
        start.join(_SESSIONS, _SESSIONS.c.id == _SUBSCRIPTIONS.c.session_id)
        .join(_USERS, _USERS.c.id == _SESSIONS.c.user_id)
        .join(_MEMBERS, (_MEMBERS.c.shop_id == _SUBSCRIPTIONS.c.shop_id) & (_MEMBERS.c.id == _SUBSCRIPTIONS.c.member_id))
    )


_LISTENERS = (
    select(
        _SUBSCRIPTIONS.c.id,
        _SUBSCRIPTIONS.c.member_id,
        _MEMBERS.c.role,
        _PREFERENCES.c.off,
        _PREFERENCES.c.quiet_from,
        _PREFERENCES.c.quiet_until,
    )
    .select_from(
        joined(_SUBSCRIPTIONS).outerjoin(
            _PREFERENCES,
            (_PREFERENCES.c.shop_id == _SUBSCRIPTIONS.c.shop_id) & (_PREFERENCES.c.member_id == _SUBSCRIPTIONS.c.member_id),
        )
    )
    .where(_SUBSCRIPTIONS.c.shop_id == bindparam("shop"), alive(bindparam("now", type_=_SESSIONS.c.expires_at.type)))
)
_LOOKING = select(_LOOKS.c.member_id).where(
    _LOOKS.c.shop_id == bindparam("shop"), _LOOKS.c.job_id == bindparam("job"), _LOOKS.c.seen_at > bindparam("since")
)
_URGENT = (
    select(_ASSIGNED.c.member_id, func.count().label("urgent"))
    .select_from(_ASSIGNED)
    .join(_JOBS, (_JOBS.c.shop_id == _ASSIGNED.c.shop_id) & (_JOBS.c.id == _ASSIGNED.c.job_id))
    .where(
        _ASSIGNED.c.shop_id == bindparam("shop"),
        _ASSIGNED.c.member_id.in_(bindparam("members", expanding=True)),
        _JOBS.c.active,
        _JOBS.c.priority.in_(bindparam("loud", expanding=True)),
    )
    .group_by(_ASSIGNED.c.member_id)
)
