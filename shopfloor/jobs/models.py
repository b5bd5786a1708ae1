"""A job and what hangs on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Index, String, Text, UniqueConstraint, func, literal_column, text, true
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from shopfloor.catalog.models import Material, Service
from shopfloor.customers.models import Customer
from shopfloor.db import Base, Cents, Document, Moment, ShopScoped, Thousandths, within_shop
from shopfloor.shops.models import Member

# In the list what has no date comes after all that has one, what has no price before.
UNDATED: ColumnElement[Any] = literal_column("'9999-12-31'")
UNPRICED: ColumnElement[Any] = literal_column("-1")


def _closed_by(name: str, column: Any) -> Index:
    """Closed jobs in one of the list's orders. Open ones are left out: they are few, and move all day."""
    closed: dict[str, Any] = {"sqlite_where": text("active = 0"), "postgresql_where": text("NOT active")}
    return Index(f"ix_jobs_closed_{name}", "shop_id", column, "id", **closed)


class Job(ShopScoped, Base):
    """One unit of work on one route.

    `route` is a list of [status id, coat]; `position` its place on it (kept while on hold). `step` counts the moves
    made: a tap says which it saw. `card_seq` is the number of the last event that changed how its card looks.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[int | None]
    description: Mapped[str] = mapped_column(String(200))
    status_id: Mapped[int]
    route: Mapped[Any] = mapped_column(Document)
    position: Mapped[int] = mapped_column(default=0)
    step: Mapped[int] = mapped_column(default=0)
    hold_reason: Mapped[str | None] = mapped_column(String(200))
    status_since: Mapped[datetime] = mapped_column(Moment)
    lane_since: Mapped[datetime] = mapped_column(Moment)
    active: Mapped[bool] = mapped_column(default=True)
    priority: Mapped[int]
    due_on: Mapped[date | None] = mapped_column()
    scheduled_on: Mapped[date | None] = mapped_column()
    location: Mapped[str] = mapped_column(String(60), default="")
    customer_po: Mapped[str] = mapped_column(String(60), default="")
    instructions: Mapped[str] = mapped_column(Text, default="")
    price: Mapped[Decimal | None] = mapped_column(Cents)
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    card_seq: Mapped[int] = mapped_column(default=0)

    customer: Mapped[Customer | None] = relationship(
        primaryjoin=lambda: foreign(Job.customer_id) == remote(Customer.id), viewonly=True
    )
    items: Mapped[list["JobItem"]] = relationship(
        primaryjoin=lambda: Job.id == foreign(JobItem.job_id), order_by="JobItem.place"
    )
    workers: Mapped[list[Member]] = relationship(
        secondary="job_workers",
        primaryjoin=lambda: Job.id == foreign(JobWorker.job_id),
        secondaryjoin=lambda: foreign(JobWorker.member_id) == Member.id,
        order_by=Member.name,
        viewonly=True,
    )

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "number"),
        within_shop("customer_id", "customers"),
        within_shop("status_id", "statuses"),
        Index("ix_jobs_floor", "shop_id", "due_on", "id", sqlite_where=text("active = 1"), postgresql_where=text("active")),
        Index("ix_jobs_changed", "shop_id", "card_seq"),
        Index("ix_jobs_customer", "shop_id", "customer_id", "active", "id"),
        _closed_by("status", "status_id"),
        _closed_by("priority", "priority"),
        _closed_by("due", func.coalesce(due_on, UNDATED)),
        _closed_by("scheduled", func.coalesce(scheduled_on, UNDATED)),
        _closed_by("price", func.coalesce(price, UNPRICED)),
    )

    subject_type: ClassVar[str] = "job"

    @property
    def label(self) -> str:
        return self.number


class JobItem(ShopScoped, Base):
    """A piece or a group of like pieces: an `ItemPlan` (`catalog/plan.py`) that became work.

    `area` is of one piece, in square feet, `minutes` of labor on one. `price_parts` explains `unit_price`.
    """

    __tablename__ = "job_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    place: Mapped[int]
    description: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal] = mapped_column(Thousandths)
    area: Mapped[Decimal | None] = mapped_column(Thousandths)
    kind: Mapped[str] = mapped_column(String(12), default="flat", server_default="flat")
    substrate: Mapped[str] = mapped_column(String(20), default="", server_default="")
    complexity: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal(1), server_default="1000")
    minutes: Mapped[Decimal | None] = mapped_column(Thousandths)
    measures: Mapped[Any | None] = mapped_column(Document)
    product_id: Mapped[int | None]
    taxable: Mapped[bool] = mapped_column(default=True, server_default=true())
    unit_price: Mapped[Decimal | None] = mapped_column(Cents)
    price_parts: Mapped[Any | None] = mapped_column(Document)

    coats: Mapped[list["Coat"]] = relationship(
        primaryjoin=lambda: JobItem.id == foreign(Coat.job_item_id), order_by="Coat.place"
    )
    preps: Mapped[list["JobItemService"]] = relationship(
        primaryjoin=lambda: JobItem.id == foreign(JobItemService.job_item_id), order_by="JobItemService.service_id"
    )

    @property
    def services(self) -> list[Service]:
        return [prep.service for prep in self.preps]

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        within_shop("job_id", "jobs"),
        Index("ix_job_items_job", "shop_id", "job_id"),
    )


class Coat(ShopScoped, Base):
    """One coat of one item; `place` counts from 1. Film and efficiency are None where the powder's own hold."""

    __tablename__ = "coats"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_item_id: Mapped[int]
    place: Mapped[int]
    material_id: Mapped[int]
    film_mils: Mapped[Decimal | None] = mapped_column(Thousandths)
    efficiency: Mapped[Decimal | None] = mapped_column(Thousandths)

    material: Mapped[Material] = relationship(
        primaryjoin=lambda: foreign(Coat.material_id) == remote(Material.id), viewonly=True
    )

    __table_args__ = (
        within_shop("job_item_id", "job_items"),
        within_shop("material_id", "materials"),
        Index("ix_coats_item", "job_item_id"),
    )


class JobItemService(ShopScoped, Base):
    """A prep service an item needs; `minutes` on one piece, None where the service's own hold."""

    __tablename__ = "job_item_services"

    job_item_id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(primary_key=True)
    minutes: Mapped[Decimal | None] = mapped_column(Thousandths)

    service: Mapped[Service] = relationship(
        primaryjoin=lambda: foreign(JobItemService.service_id) == remote(Service.id), viewonly=True
    )

    __table_args__ = (within_shop("job_item_id", "job_items"), within_shop("service_id", "services"))


class JobWorker(ShopScoped, Base):
    """Someone the job is assigned to."""

    __tablename__ = "job_workers"

    job_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = (
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        # Without the shop, which is the member's: with it, SQLite would read all of a shop's rows for one job's.
        Index("ix_job_workers_member", "member_id", "job_id"),
    )


class Note(ShopScoped, Base):
    """A line the team wrote about a job. Customers never see it."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    member_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        Index("ix_notes_job", "shop_id", "job_id"),
    )
