"""The way to the rows: one session, one kind of transaction for changes, one shop in sight."""

from shopfloor.db.base import Base, Cents, Document, Moment, ShopScoped, Thousandths, within_shop
from shopfloor.db.operation import operation
from shopfloor.db.scope import NoShop, everywhere, in_shop, shop_in_scope
from shopfloor.db.session import db, glance, kept, run, table
from shopfloor.db.work import current_work

__all__ = [
    "Base",
    "Cents",
    "Document",
    "Moment",
    "NoShop",
    "ShopScoped",
    "Thousandths",
    "current_work",
    "db",
    "everywhere",
    "glance",
    "in_shop",
    "kept",
    "operation",
    "run",
    "shop_in_scope",
    "table",
    "within_shop",
]
