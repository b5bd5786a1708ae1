"""Devices that hear, what their people want to hear, and every message with its fate."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Document, Moment, ShopScoped, within_shop


class PushSubscription(ShopScoped, Base):
    """A signed-in device that hears. It goes with its session; the endpoint is a secret between us and its browser."""

    __tablename__ = "push_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(Moment)
    heard_at: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        within_shop("member_id", "members"),
        Index("ix_push_subscriptions_member", "shop_id", "member_id"),
    )


class NotificationPreference(ShopScoped, Base):
    """What someone has turned off, and their quiet hours in minutes of the shop's day. No row: hears all, at any hour."""

    __tablename__ = "notification_preferences"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    off: Mapped[Any] = mapped_column(Document)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]

    __table_args__ = (within_shop("member_id", "members"),)


class Delivery(ShopScoped, Base):
    """One message to one person over one channel. Open until it has a `fate`; whoever sends it holds it until `leased_until`.

    `key` is what it tells of, so that no device is told the same thing twice. `seq` is the event, where there is one.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))
    member_id: Mapped[int]
    subscription_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int | None]
    job_id: Mapped[int | None]
    tag: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    urgent: Mapped[bool]
    passing: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
    run_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    fate: Mapped[str | None] = mapped_column(String(20))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        within_shop("member_id", "members"),
        within_shop("subscription_id", "push_subscriptions", goes_with=True),
        within_shop("job_id", "jobs"),
        UniqueConstraint("shop_id", "subscription_id", "key"),
        Index("ix_deliveries_due", "run_at", sqlite_where=text("fate IS NULL"), postgresql_where=text("fate IS NULL")),
    )


class NewsCursor(ShopScoped, Base):
    """How far a shop's log has been told."""

    __tablename__ = "news_cursors"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]


class StuckTelling(ShopScoped, Base):
    """That a job, standing where it has stood `since`, was told of as stuck."""

    __tablename__ = "stuck_tellings"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (within_shop("job_id", "jobs"),)


class Look(ShopScoped, Base):
    """That someone has a job open on a screen, as of `seen_at`: they see its news there."""

    __tablename__ = "looks"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (within_shop("member_id", "members"), within_shop("job_id", "jobs"))


class Lease(Base):
    """Which process of this install does what only one should do."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime] = mapped_column(Moment)
