"""What every table is made of."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from shopfloor.kernel import money, quantity

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all tables; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)


class ShopScoped:
    """A row that belongs to one shop. Reads are narrowed to the shop in scope (see `guard.py`)."""

    @declared_attr
    def shop_id(cls) -> Mapped[int]:  # noqa: N805 – SQLAlchemy hands in the class
        return mapped_column(ForeignKey("shops.id"))


def within_shop(column: str, target: str, *, goes_with: bool = False) -> ForeignKeyConstraint:
    """A reference that can't leave the shop: (shop_id, column) → target (shop_id, id).

    A row that `goes_with` its target is deleted with it.
    """
    ondelete = "CASCADE" if goes_with else None
    return ForeignKeyConstraint(["shop_id", column], [f"{target}.shop_id", f"{target}.id"], ondelete=ondelete)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones, so they are taken off and put on here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone says nothing.")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Thousandths(TypeDecorator[Decimal]):
    """A Decimal kept as an integer number of thousandths: sums are exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        return None if value is None else quantity.to_thousandths(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else quantity.from_thousandths(value)


class Cents(TypeDecorator[Decimal]):
    """An amount of money kept as an integer number of cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        return None if value is None else money.to_cents(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else money.from_cents(value)


class Document(TypeDecorator[Any]):
    """JSON as text, byte for byte as it was written: the log's hashes are taken over it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)
