"""Ovens, and the slots that jobs have on the calendar."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped, within_shop


class Oven(ShopScoped, Base):
    """An oven that jobs share; `capacity` is how many fit into it at once, `size` its measures in words."""

    __tablename__ = "ovens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    size: Mapped[str] = mapped_column(String(60), default="")
    capacity: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("shop_id", "id"),)

    subject_type: ClassVar[str] = "oven"

    @property
    def label(self) -> str:
        return self.name


class Slot(ShopScoped, Base):
    """A job's one place on the calendar: from when, how long, with whom, in which oven.

    It is written under the lock of its job. Off the calendar `starts_at` is None: the row stays, so that `version` goes
    on counting and a page that is out of date is known.
    """

    __tablename__ = "slots"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    member_id: Mapped[int | None]
    oven_id: Mapped[int | None]
    starts_at: Mapped[datetime | None] = mapped_column(Moment)
    minutes: Mapped[int]
    version: Mapped[int]

    __table_args__ = (
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        within_shop("oven_id", "ovens"),
        Index("ix_slots_start", "shop_id", "starts_at"),
        Index("ix_slots_job", "shop_id", "job_id"),
    )
