"""Services and materials.

Materials stand here, below jobs, because a coat points at its powder; what comes and goes of them is `inventory`.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, validates

from shopfloor.catalog.plan import ItemKind, ItemPlan
from shopfloor.db import Base, Cents, Document, Moment, ShopScoped, Thousandths
from shopfloor.db.documents import from_document
from shopfloor.kernel.text import folded


class Service(ShopScoped, Base):
    """A prep service. Statuses that need its code are skipped by jobs without it.

    `hourly` is its rate (None: the shop's labor rate), `minutes` what one piece usually takes.
    """

    __tablename__ = "services"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(60))
    hourly: Mapped[Decimal | None] = mapped_column(Cents)
    minutes: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal(0), server_default="0")
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("shop_id", "id"), UniqueConstraint("shop_id", "code"))

    subject_type: ClassVar[str] = "service"

    @property
    def label(self) -> str:
        return self.name


class Material(ShopScoped, Base):
    """A powder or supply. `on_hand` is in `unit`; it is changed only beside a row of the ledger, in one transaction.

    `coverage` is sq ft a `unit` at 100 % efficiency where the data sheet says it (None: from specific gravity and
    film), `cost` the money a `unit` costs. At or below `reorder_point` it is low. `folded` is what searches compare; it
    follows the names by itself.
    """

    __tablename__ = "materials"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    maker: Mapped[str] = mapped_column(String(80), default="")
    code: Mapped[str] = mapped_column(String(30), default="")
    hex: Mapped[str] = mapped_column(String(7), default="#808080")
    finish: Mapped[str] = mapped_column(String(30), default="")
    unit: Mapped[str] = mapped_column(String(10), default="lb")
    on_hand: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal(0))
    specific_gravity: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal("1.5"))
    film_mils: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal("2.5"))
    efficiency: Mapped[Decimal] = mapped_column(Thousandths, default=Decimal(65))
    coverage: Mapped[Decimal | None] = mapped_column(Thousandths)
    cost: Mapped[Decimal | None] = mapped_column(Thousandths)
    colour_class: Mapped[str] = mapped_column(String(20), default="", server_default="")
    reorder_point: Mapped[Decimal | None] = mapped_column(Thousandths)
    cure_fahrenheit: Mapped[int | None]
    cure_minutes: Mapped[int | None]
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    folded: Mapped[str] = mapped_column(Text, default="", server_default="")

    __table_args__ = (UniqueConstraint("shop_id", "id"), Index("ix_materials_folded", "shop_id", "folded"))

    subject_type: ClassVar[str] = "material"

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}".strip()

    @validates("code", "name", "maker")
    def _fold(self, field: str, value: str) -> str:
        names = {"code": self.code, "name": self.name, "maker": self.maker, field: value}
        self.folded = folded(" ".join(filter(None, names.values())))
        return value

    @property
    def cure(self) -> str:
        """The cure schedule in words; the clock starts when the part, not the oven, is hot."""
        if self.cure_fahrenheit is None or self.cure_minutes is None:
            return ""
        return f"{self.cure_minutes} min at {self.cure_fahrenheit} °F part temperature"


class Product(ShopScoped, Base):
    """An item that comes again: its plan is what an item made from it begins as. Items keep no more of it than its id.

    `price` is of one piece, None for what the rules say on the day; where `colour_varies` no powder comes along.
    `picture` is the name of a kept one (`pictures.store`), or "".
    """

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    colour_varies: Mapped[bool] = mapped_column(default=False, server_default=false())
    price: Mapped[Decimal | None] = mapped_column(Cents)
    document: Mapped[Any] = mapped_column(Document)
    picture: Mapped[str] = mapped_column(String(32), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("shop_id", "id"), Index("ix_products_name", "shop_id", "category", "name"))

    subject_type: ClassVar[str] = "product"

    @property
    def label(self) -> str:
        return self.name

    @property
    def kept(self) -> ItemPlan:
        """The item it was made from."""
        return from_document(ItemPlan, self.document)

    @property
    def plan(self) -> ItemPlan:
        """An item as it comes out of the catalog: one piece, by its name."""
        kept = self.kept
        coats = () if self.colour_varies else kept.coats
        return replace(kept, kind=ItemKind.CATALOG, description=self.name, product_id=self.id, coats=coats)
