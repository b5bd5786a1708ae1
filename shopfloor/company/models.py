"""The logo. All else a company says of itself stands in `shops`, or is a section of its settings."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, ShopScoped


class Logo(ShopScoped, Base):
    """The shop's logo as a small PNG that we drew ourselves. `name` is new with each one, so that browsers may keep it."""

    __tablename__ = "logos"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32))
    png: Mapped[bytes]
    width: Mapped[int]
    height: Mapped[int]
