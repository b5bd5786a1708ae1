"""Users and sessions, looked up."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from shopfloor.accounts.models import Session, User
from shopfloor.db import db, run, table
from shopfloor.kernel import clock
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import GRANTS, Permission, Role


def user_called(email: str) -> User | None:
    """The user with that address, in any letter case."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).first()


def address_of(user_id: int) -> str:
    """The address someone signs in with."""
    return db.session.scalars(select(User.email).where(User.id == user_id)).one()


def open_sessions(user_id: int) -> list[Session]:
    """Where a user is signed in now, newest use first."""
    where = (Session.user_id == user_id, Session.ended_at.is_(None), Session.expires_at > clock.now())
    return list(db.session.scalars(select(Session).where(*where).order_by(Session.seen_at.desc())))


def has_users() -> bool:
    return bool(db.session.execute(select(func.count()).select_from(User)).scalar())


def sessions_that_may(permission: Permission, sessions: Sequence[int]) -> set[int]:
    """Which of those sessions still stand, and are of a member who may. Sees all shops, so say `everywhere()`."""
    roles = [role for role in Role if permission in GRANTS[role]]
    return set(run(_STANDING, {"sessions": sessions, "roles": roles, "now": clock.now()}).scalars())


_SESSIONS, _USERS, _MEMBERS = (table(model) for model in (Session, User, Member))
_STANDING = (
    select(_SESSIONS.c.id)
    .join(_USERS, _USERS.c.id == _SESSIONS.c.user_id)
    .join(_MEMBERS, (_MEMBERS.c.shop_id == _SESSIONS.c.shop_id) & (_MEMBERS.c.id == _SESSIONS.c.member_id))
    .where(
        _SESSIONS.c.id.in_(bindparam("sessions", expanding=True)),
        _SESSIONS.c.ended_at.is_(None),
        _SESSIONS.c.expires_at > bindparam("now", type_=_SESSIONS.c.expires_at.type),
        _USERS.c.active,
        _MEMBERS.c.active,
        _MEMBERS.c.role.in_(bindparam("roles", expanding=True)),
    )
)
