"""The codes on printed sheets."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped, within_shop


class Purpose(StrEnum):
    VIEW = "view"
    BUMP = "bump"
    POWDER = "powder"


class Code(ShopScoped, Base):
    """A printed code. It names a job (and a powder); it never says who someone is. A reprint carries the same ones."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    short: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(8))
    job_id: Mapped[int]
    material_id: Mapped[int | None]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "short"),
        within_shop("job_id", "jobs"),
        within_shop("material_id", "materials"),
        Index("ix_codes_job", "shop_id", "job_id"),
    )

    @property
    def typed(self) -> str:
        """As it is printed under the code: 7K3-M9Q."""
        return f"{self.short[:3]}-{self.short[3:]}"
