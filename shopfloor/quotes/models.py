"""A quote and what it has said, version by version."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from shopfloor.customers.models import Customer
from shopfloor.db import Base, Cents, Document, Moment, ShopScoped, within_shop


class Quote(ShopScoped, Base):
    """An offer to a customer, for new work or (`job_id`) for a job that is here already.

    `version` is the newest one; `edits` counts savings, so that a form notices someone else's. `decided_by` is the name
    that was typed, on the customer's page or by the office, with what was said (`remark`).
    """

    __tablename__ = "quotes"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30))
    customer_id: Mapped[int]
    job_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    edits: Mapped[int] = mapped_column(default=0)
    total: Mapped[Decimal] = mapped_column(Cents)
    valid_until: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    remark: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)

    customer: Mapped[Customer] = relationship(
        primaryjoin=lambda: foreign(Quote.customer_id) == remote(Customer.id), viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "number"),
        within_shop("customer_id", "customers"),
        within_shop("job_id", "jobs"),
        Index("ix_quotes_list", "shop_id", "status", "id"),
        Index("ix_quotes_job", "shop_id", "job_id"),
        Index("ix_quotes_customer", "shop_id", "customer_id"),
    )

    subject_type: ClassVar[str] = "quote"

    @property
    def label(self) -> str:
        return self.number


class QuoteVersion(ShopScoped, Base):
    """What a quote said: a `QuoteBody` as JSON. Once it was sent it stays as it is, and the next change makes another.

    `token` opens the customer's page; it is looked up by its hash, so that no guess can be told by time.
    """

    __tablename__ = "quote_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int]
    version: Mapped[int]
    body: Mapped[Any] = mapped_column(Document)
    token: Mapped[str | None] = mapped_column(String(43))
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_to: Mapped[str] = mapped_column(String(254), default="")

    __table_args__ = (UniqueConstraint("shop_id", "quote_id", "version"), within_shop("quote_id", "quotes"))


class QuoteConversion(ShopScoped, Base):
    """The job that a quote became: one for each quote, and one quote for a job."""

    __tablename__ = "quote_conversions"

    quote_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    job_id: Mapped[int]

    __table_args__ = (
        UniqueConstraint("shop_id", "job_id"),
        within_shop("quote_id", "quotes"),
        within_shop("job_id", "jobs"),
    )
