"""A shop's own lanes and statuses, as rows: it renames, reorders, recolours and adds without a line of code."""

from datetime import timedelta

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, ShopScoped, within_shop


class Lane(ShopScoped, Base):
    """A column on a board, a place apart, or off it (`LaneKind`)."""

    __tablename__ = "lanes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("shop_id", "id"),)


class Status(ShopScoped, Base):
    """A status of one kind of job. `amber_minutes` and `red_minutes`: how long a job usually rests in it."""

    __tablename__ = "statuses"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    lane_id: Mapped[int]
    position: Mapped[int]
    tone: Mapped[str] = mapped_column(String(12))
    needs: Mapped[str | None] = mapped_column(String(30))
    per_coat: Mapped[bool]
    on_route: Mapped[bool]
    amber_minutes: Mapped[int | None] = mapped_column(Integer)
    red_minutes: Mapped[int | None] = mapped_column(Integer)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "job_kind", "code"),
        within_shop("lane_id", "lanes"),
    )


def minutes(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds() // 60)
