"""The ledger."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped, Thousandths, within_shop


class MovementKind(StrEnum):
    USAGE = "usage"
    OPENING = "opening"


class StockMovement(ShopScoped, Base):
    """One row of the ledger: never updated, never deleted (a trigger refuses both); wrong ones are reversed by another.

    `quantity` is signed and in the material's unit; what was typed stays beside it.
    """

    __tablename__ = "stock_movements"

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Decimal] = mapped_column(Thousandths)
    entered: Mapped[Decimal] = mapped_column(Thousandths)
    entered_unit: Mapped[str] = mapped_column(String(10))
    on_hand_after: Mapped[Decimal] = mapped_column(Thousandths)
    job_id: Mapped[int | None]
    member_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        within_shop("material_id", "materials"),
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        Index("ix_stock_movements_job", "shop_id", "job_id"),
        Index("ix_stock_movements_material", "shop_id", "material_id", "id"),
    )
