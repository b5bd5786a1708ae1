"""Who is asking: one statement for each request, into a small object. No ORM: this runs before everything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select

from shopfloor.accounts.models import Session, User
from shopfloor.db import db, everywhere
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
        row = db.session.execute(_WHO, {"token_hash": hash_of(token), "now": clock.now()}).first()
        db.session.commit()  # the next statement sees one shop only
    if row is None:
        return None
    known = row._asdict()
    role = Role(known.pop("role"))
    floor, desk = timedelta(days=known.pop("floor_rest_days")), timedelta(hours=known.pop("desk_rest_hours"))
    return Identity(role=role, rest=floor if role in FLOOR_ROLES else desk, **known)


_WHO = (
    select(
        Session.id.label("session_id"),
        Session.user_id,
        Member.id,
        Member.name,
        Member.role,
        Shop.id.label("shop_id"),
        Shop.name.label("shop_name"),
        Shop.trade,
        Shop.prefix,
        Shop.timezone,
        Shop.units,
        Shop.workflow_version,
        LogHead.seq,
        Session.seen_at,
        Shop.floor_rest_days,
        Shop.desk_rest_hours,
    )
    .select_from(Session.__table__)
    .join(User, User.id == Session.user_id)
    .join(Member, (Member.shop_id == Session.shop_id) & (Member.id == Session.member_id))
    .join(Shop, Shop.id == Session.shop_id)
    .join(LogHead, LogHead.shop_id == Session.shop_id)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.ended_at.is_(None),
        Session.expires_at > bindparam("now", type_=Session.expires_at.type),
        User.active,
        Member.active,
    )
)
