"""Who is asking: one statement for each request, into a small object. No ORM: this runs before everything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select

from shopfloor.accounts.models import Session, User
from shopfloor.db import everywhere, glance, table
from shopfloor.events import LogHead
from shopfloor.kernel import clock
from shopfloor.shops.models import Member, Shop
from shopfloor.shops.permissions import FLOOR_ROLES, GRANTS, Permission, Role


@dataclass(frozen=True, slots=True)
class Identity:
    """A member on a device, as one request sees them. Flask-Login's user."""

    session_id: int
    user_id: int
    id: int
    name: str
    role: Role
    shop_id: int
    shop_name: str
    trade: str
    prefix: str
    timezone: str
    units: str
    currency: str
    workflow_version: int
    seq: int
    seen_at: datetime
    rest: timedelta

    subject_type = "member"
    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def label(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Whose things a device keeps apart: this member of this shop."""
        return f"{self.shop_id}-{self.id}"

    def may(self, permission: Permission | str) -> bool:
        return permission in GRANTS[self.role]

    def get_id(self) -> str:
        return str(self.id)


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return sha256(token.encode()).digest()


def identity(token: str) -> Identity | None:
    """Whom the token signs in, or None when it is unknown, ended, expired, or its user or member is no longer active."""
    with everywhere():
        row = glance(_WHO, {"token_hash": hash_of(token), "now": clock.now()})
    if row is None:
        return None
    known = row._asdict()
    role = Role(known.pop("role"))
    floor, desk = timedelta(days=known.pop("floor_rest_days")), timedelta(hours=known.pop("desk_rest_hours"))
    return Identity(role=role, rest=floor if role in FLOOR_ROLES else desk, **known)


_SESSIONS, _USERS, _MEMBERS, _SHOPS, _HEADS = (table(model) for model in (Session, User, Member, Shop, LogHead))
_WHO = (
    select(
        _SESSIONS.c.id.label("session_id"),
        _SESSIONS.c.user_id,
        _MEMBERS.c.id,
        _MEMBERS.c.name,
        _MEMBERS.c.role,
        _SHOPS.c.id.label("shop_id"),
        _SHOPS.c.name.label("shop_name"),
        _SHOPS.c.trade,
        _SHOPS.c.prefix,
        _SHOPS.c.timezone,
        _SHOPS.c.units,
        _SHOPS.c.currency,
        _SHOPS.c.workflow_version,
        _HEADS.c.seq,
        _SESSIONS.c.seen_at,
        _SHOPS.c.floor_rest_days,
        _SHOPS.c.desk_rest_hours,
    )
    .select_from(_SESSIONS)
    .join(_USERS, _USERS.c.id == _SESSIONS.c.user_id)
    .join(_MEMBERS, (_MEMBERS.c.shop_id == _SESSIONS.c.shop_id) & (_MEMBERS.c.id == _SESSIONS.c.member_id))
    .join(_SHOPS, _SHOPS.c.id == _SESSIONS.c.shop_id)
    .join(_HEADS, _HEADS.c.shop_id == _SESSIONS.c.shop_id)
    .where(
        _SESSIONS.c.token_hash == bindparam("token_hash"),
        _SESSIONS.c.ended_at.is_(None),
        _SESSIONS.c.expires_at > bindparam("now", type_=_SESSIONS.c.expires_at.type),
        _USERS.c.active,
        _MEMBERS.c.active,
    )
)
