"""Users and the devices they are signed in on. Neither belongs to a shop; `shops.Member` ties the two."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, within_shop


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Session(Base):
    """One device signed in as one member. Only the hash of its token is kept."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    member_id: Mapped[int]
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
    device: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (within_shop("member_id", "members"),)


class Throttle(Base):
    """How often something was tried in one window of time. In the database: a restart or a second process forgets nothing."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(320), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tries: Mapped[int]
