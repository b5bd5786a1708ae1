"""Shops and members, looked up."""

from sqlalchemy import select

from shopfloor.db import db, shop_in_scope
from shopfloor.shops.models import Member, Shop
from shopfloor.shops.permissions import GRANTS, Permission


def shop() -> Shop:
    """The shop in scope."""
    found = db.session.get(Shop, shop_in_scope())
    assert found is not None, "the scope names a shop that exists"
    return found


def shops() -> list[Shop]:
    """All shops of this install, oldest first."""
    return list(db.session.scalars(select(Shop).order_by(Shop.id)))


def members() -> list[Member]:
    """The people of the shop in scope who work there now, by name."""
    return list(db.session.scalars(select(Member).where(Member.active).order_by(Member.name)))


def members_who_may(permission: Permission) -> frozenset[int]:
    """Ids of the people of the shop in scope who have that permission."""
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    return frozenset(db.session.scalars(select(Member.id).where(Member.active, Member.role.in_(roles))))


def memberships(user_id: int) -> list[Member]:
    """Every active place of a user, in any shop; for sign-in, which runs `everywhere()`."""
    where = (Member.user_id == user_id, Member.active)
    return list(db.session.scalars(select(Member).where(*where).order_by(Member.id)))
