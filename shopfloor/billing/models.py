"""Invoices, and the payments that stand beside them for ever."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from shopfloor.customers.models import Customer
from shopfloor.db import Base, Cents, Document, Moment, ShopScoped, within_shop
from shopfloor.jobs.models import Job


class InvoiceStatus(StrEnum):
    """What is written down. Partially paid, paid and overdue follow from the amounts and the day."""

    DRAFT = "draft"
    ISSUED = "issued"
    VOID = "void"


class PaymentKind(StrEnum):
    DEPOSIT = "deposit"
    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"


_NOT_VOID = text("status <> 'void'")


class Invoice(ShopScoped, Base):
    """What a job's customer owes. `body` is an `InvoiceBody` as JSON, frozen when it is issued; `paid` is the sum of its
    payments and of the deposits taken on the job and its quote, changed only beside a row of those.

    `due_on` is None until it is issued, unless a day was agreed. `edits` counts savings.
    """

    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30))
    job_id: Mapped[int]
    customer_id: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    edits: Mapped[int] = mapped_column(default=0)
    body: Mapped[Any] = mapped_column(Document)
    total: Mapped[Decimal] = mapped_column(Cents)
    paid: Mapped[Decimal] = mapped_column(Cents)
    terms_days: Mapped[int]
    due_on: Mapped[date | None]
    issued_on: Mapped[date | None]
    sent_to: Mapped[str] = mapped_column(String(254), default="")
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    job: Mapped[Job] = relationship(primaryjoin=lambda: foreign(Invoice.job_id) == remote(Job.id), viewonly=True)
    customer: Mapped[Customer] = relationship(
        primaryjoin=lambda: foreign(Invoice.customer_id) == remote(Customer.id), viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "number"),
        within_shop("job_id", "jobs"),
        within_shop("customer_id", "customers"),
        Index("uq_invoices_job", "shop_id", "job_id", unique=True, sqlite_where=_NOT_VOID, postgresql_where=_NOT_VOID),
        Index("ix_invoices_list", "shop_id", "status", "id"),
        Index("ix_invoices_customer", "shop_id", "customer_id"),
    )

    subject_type: ClassVar[str] = "invoice"

    @property
    def label(self) -> str:
        return self.number

    @property
    def was_touched(self) -> bool:
        """Whether it is more than the draft it began as."""
        return self.status != InvoiceStatus.DRAFT or self.edits > 0

    @property
    def balance(self) -> Decimal:
        """Still owed; less than nothing is a credit."""
        return self.total - self.paid


class Payment(ShopScoped, Base):
    """Money that came (more than nothing) or went back: never updated, never deleted (a trigger refuses both).

    It belongs to an invoice, or as a deposit to a job or a quote: those count for the invoice once there is one.
    """

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    invoice_id: Mapped[int | None]
    job_id: Mapped[int | None]
    quote_id: Mapped[int | None]
    amount: Mapped[Decimal] = mapped_column(Cents)
    method: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    received_on: Mapped[date]
    member_id: Mapped[int]
    reverses_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "reverses_id"),
        within_shop("invoice_id", "invoices"),
        within_shop("job_id", "jobs"),
        within_shop("quote_id", "quotes"),
        within_shop("member_id", "members"),
        within_shop("reverses_id", "payments"),
        Index("ix_payments_invoice", "shop_id", "invoice_id"),
        Index("ix_payments_job", "shop_id", "job_id"),
        Index("ix_payments_quote", "shop_id", "quote_id"),
    )
