"""Customers. Archived ones keep their past and take no new work."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint, false, func, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from shopfloor.db import Base, Moment, ShopScoped
from shopfloor.kernel.text import folded


class Customer(ShopScoped, Base):
    """A company or a person. `terms_days` is None for the shop's own terms; `merged_into_id` names who took over.

    `folded` is the name as searches compare it; it follows the name by itself.
    """

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    is_company: Mapped[bool] = mapped_column(default=True, server_default=true())
    address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    status_emails: Mapped[bool] = mapped_column(default=True, server_default=true())
    tax_exempt: Mapped[bool] = mapped_column(default=False, server_default=false())
    tax_certificate: Mapped[str] = mapped_column(String(60), default="", server_default="")
    terms_days: Mapped[int | None]
    price_tier: Mapped[str] = mapped_column(String(30), default="", server_default="")
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    merged_into_id: Mapped[int | None]
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    folded: Mapped[str] = mapped_column(Text, default="", server_default="")

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        Index("ix_customers_name", "shop_id", func.lower(name)),
        Index("ix_customers_folded", "shop_id", "folded"),
    )

    subject_type: ClassVar[str] = "customer"

    @property
    def label(self) -> str:
        return self.name

    @validates("name")
    def _fold(self, _field: str, name: str) -> str:
        self.folded = folded(name or "")
        return name
