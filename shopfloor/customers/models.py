"""Customers. Archived ones keep their past and take no new work."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped


class Customer(ShopScoped, Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        Index("ix_customers_name", "shop_id", func.lower(name)),
    )

    subject_type: ClassVar[str] = "customer"

    @property
    def label(self) -> str:
        return self.name
