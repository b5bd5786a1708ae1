"""Intakes as they were saved."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Document, Moment, ShopScoped, within_shop


class Intake(ShopScoped, Base):
    """One version of a job's intake: never updated, never deleted (a trigger refuses both). The newest one holds.

    `record` is a `TakenIn`; `member_id` is who received the things, `occurred_at` when.
    """

    __tablename__ = "intakes"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    version: Mapped[int]
    record: Mapped[Any] = mapped_column(Document)
    member_id: Mapped[int | None]
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "job_id", "version"),
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
    )
