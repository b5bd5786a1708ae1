"""Rework records."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from shopfloor.catalog.models import Material
from shopfloor.db import Base, Moment, ShopScoped, Thousandths, within_shop
from shopfloor.jobs.models import Job, JobItem
from shopfloor.shops.models import Member


class ReworkState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in progress"
    CLOSED = "closed"


class Rework(ShopScoped, Base):
    """One failure of one job: each is a record of its own, and the job's history stays as it was.

    What kind it is, why, at which stage, whose doing, what is done with the pieces: words, as the trade had them that day.
    `month` is the shop's own, like 2026-11. `extra_minutes` and `extra_material` are what it cost on top.
    """

    __tablename__ = "reworks"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30))
    month: Mapped[str] = mapped_column(String(7))
    job_id: Mapped[int]
    job_item_id: Mapped[int | None]
    material_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[Decimal] = mapped_column(Thousandths)
    found_stage: Mapped[str] = mapped_column(String(60))
    responsibility: Mapped[str] = mapped_column(String(40))
    disposition: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    extra_minutes: Mapped[Decimal | None] = mapped_column(Thousandths)
    extra_material: Mapped[str] = mapped_column(String(200), default="")
    billable: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default=ReworkState.OPEN.value)
    resolution: Mapped[str] = mapped_column(Text, default="")
    opened_by_id: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_by_id: Mapped[int | None]
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    job: Mapped[Job] = relationship(primaryjoin=lambda: foreign(Rework.job_id) == remote(Job.id), viewonly=True)
    item: Mapped[JobItem | None] = relationship(
        primaryjoin=lambda: foreign(Rework.job_item_id) == remote(JobItem.id), viewonly=True
    )
    material: Mapped[Material | None] = relationship(
        primaryjoin=lambda: foreign(Rework.material_id) == remote(Material.id), viewonly=True
    )
    opened_by: Mapped[Member] = relationship(
        primaryjoin=lambda: foreign(Rework.opened_by_id) == remote(Member.id), viewonly=True
    )
    closed_by: Mapped[Member | None] = relationship(
        primaryjoin=lambda: foreign(Rework.closed_by_id) == remote(Member.id), viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        Index("uq_reworks_shop_id_id", "shop_id", "id", unique=True),
        within_shop("job_id", "jobs"),
        within_shop("job_item_id", "job_items"),
        within_shop("material_id", "materials"),
        within_shop("opened_by_id", "members"),
        within_shop("closed_by_id", "members"),
        Index("ix_reworks_job", "shop_id", "job_id"),
        Index("ix_reworks_month", "shop_id", "month", "id"),
    )

    @property
    def is_closed(self) -> bool:
        return self.state == ReworkState.CLOSED


class ReworkPhoto(ShopScoped, Base):
    """A photo of the job shows what had to be done again."""

    __tablename__ = "rework_photos"

    photo_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rework_id: Mapped[int]

    __table_args__ = (
        within_shop("photo_id", "photos"),
        within_shop("rework_id", "reworks"),
        Index("ix_rework_photos_rework", "shop_id", "rework_id"),
    )
