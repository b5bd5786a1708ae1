"""Where quotes go when two customers become one."""

from sqlalchemy import func, select, update

from shopfloor.customers.events import CustomersMerged
from shopfloor.customers.models import Customer
from shopfloor.db import db, shop_in_scope
from shopfloor.events import Actor
from shopfloor.quotes.models import Quote


def follow_merge(event: CustomersMerged, kept: Customer, _by: Actor | None) -> None:
    """Quotes go to the customer who is kept (a reaction)."""
    mine = (Quote.shop_id == shop_in_scope(), Quote.customer_id == event.gone_id)
    db.session.execute(update(Quote).where(*mine).values(customer_id=kept.id))


def quotes_in_words(customer_id: int) -> str | None:
    mine = (Quote.shop_id == shop_in_scope(), Quote.customer_id == customer_id)
    many = db.session.scalar(select(func.count()).select_from(Quote).where(*mine)) or 0
    return f"{many} quote{'s' if many > 1 else ''}" if many else None
