"""Customers, looked up."""

from sqlalchemy import func, select

from shopfloor.customers.models import Customer
from shopfloor.db import db
from shopfloor.kernel.text import one_line


def customer_called(name: str) -> Customer | None:
    """The customer of that name in any letter case; one still taking work before an archived one."""
    same = func.lower(Customer.name) == one_line(name).lower()
    newest = select(Customer).where(same).order_by(Customer.archived_at.is_not(None), Customer.id.desc())
    return db.session.scalars(newest.limit(1)).first()


def customers_like(start: str, *, limit: int = 20) -> list[Customer]:
    """Customers still taking work whose name begins so."""
    begins = func.lower(Customer.name).startswith(one_line(start).lower(), autoescape=True)
    found = select(Customer).where(begins, Customer.archived_at.is_(None)).order_by(func.lower(Customer.name))
    return list(db.session.scalars(found.limit(limit)))
