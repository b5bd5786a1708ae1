"""A company and the people in it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Document, Moment, ShopScoped
from shopfloor.shops.permissions import GRANTS, Permission, Role


class Shop(Base):
    """A tenant. `workflow_version` grows when its statuses change, so that caches of them know."""

    __tablename__ = "shops"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    trade: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(6))
    timezone: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(3))
    units: Mapped[str] = mapped_column(String(10))
    paper: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40))
    floor_rest_days: Mapped[int] = mapped_column(default=30)
    desk_rest_hours: Mapped[int] = mapped_column(default=12)
    workflow_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)

    subject_type: ClassVar[str] = "shop"

    @property
    def label(self) -> str:
        return self.name


class Member(ShopScoped, Base):
    """A user's place in a shop. Their name here is the name the floor knows them by."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("shop_id", "id"), UniqueConstraint("shop_id", "user_id"))

    subject_type: ClassVar[str] = "member"

    @property
    def label(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        return permission in GRANTS[Role(self.role)]


class ShopSetting(ShopScoped, Base):
    """One section of a shop's choices (`shops/settings.py`). A section nobody has saved has no row."""

    __tablename__ = "shop_settings"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    section: Mapped[str] = mapped_column(String(30), primary_key=True)
    version: Mapped[int]
    chosen: Mapped[Any] = mapped_column(Document)


class Counter(ShopScoped, Base):
    """The last number dealt of one series in one period ("" where it never restarts)."""

    __tablename__ = "counters"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    last: Mapped[int]
