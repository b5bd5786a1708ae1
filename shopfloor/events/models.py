"""The log's two tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Document, Moment, ShopScoped, within_shop


class LogHead(ShopScoped, Base):
    """The newest number of a shop's log, and the hash its chain has reached. Locked last in every transaction."""

    __tablename__ = "log_heads"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Event(ShopScoped, Base):
    """One thing that happened. Never updated, never deleted (a trigger refuses both)."""

    __tablename__ = "events"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_label: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[Any] = mapped_column(Document)
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (
        within_shop("actor_id", "members"),
        # A key counts once for the person whose tap it is; another person's or shop's can't collide with it.
        Index("uq_events_key", "shop_id", "actor_id", "key", unique=True),
        Index("ix_events_subject", "shop_id", "subject_type", "subject_id", "seq"),
    )
