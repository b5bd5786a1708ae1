"""A photo of a job. Its picture lies in the photos' folder, under a name of its own."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped, within_shop


class PhotoKind(StrEnum):
    BEFORE = "before"
    PROGRESS = "progress"
    AFTER = "after"
    QUALITY_CHECK = "quality_check"
    ISSUE = "issue"
    COMPLETED = "completed"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").title()


class Photo(ShopScoped, Base):
    """`name` finds its two files; `width` and `height` are of the larger one. An archived photo is shown to nobody."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(32))
    width: Mapped[int]
    height: Mapped[int]
    member_id: Mapped[int | None]
    taken_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        Index("ix_photos_job", "shop_id", "job_id"),
    )

    subject_type: ClassVar[str] = "photo"
