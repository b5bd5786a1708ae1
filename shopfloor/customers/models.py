"""Customers. Archived ones keep their past and take no new work."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.customers.people import Address, Contact
from shopfloor.db import Base, Document, Moment, ShopScoped
from shopfloor.db.documents import from_document


class Customer(ShopScoped, Base):
    """A company or a person. `terms_days` is None for the shop's own terms; `merged_into_id` names who took over.

    `address` is the billing address. `name_key` and `search` are what they are listed by and found by (`finding.py`);
    `version` counts how often the record was saved.
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
    contact_rows: Mapped[Any] = mapped_column("contacts", Document, default=list, server_default="[]")
    address_rows: Mapped[Any] = mapped_column("addresses", Document, default=list, server_default="[]")
    merged_into_id: Mapped[int | None]
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    name_key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    search: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        Index("ix_customers_listed", "shop_id", "name_key", "id"),
    )

    subject_type: ClassVar[str] = "customer"

    @property
    def label(self) -> str:
        return self.name

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The people there, the main one first."""
        return from_document(tuple[Contact, ...], self.contact_rows)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Where else to deliver, or to send bills."""
        return from_document(tuple[Address, ...], self.address_rows)
