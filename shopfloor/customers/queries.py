"""Customers, looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, desc, select, tuple_

from shopfloor.customers.finding import name_key, search_words
from shopfloor.customers.models import Customer
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.events import Event, kind_of
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.models import Member

HISTORY = 100


class CustomerLine(NamedTuple):
    """One thing that happened to a customer's record."""

    sentence: str
    occurred_at: datetime


def customer(customer_id: int) -> Customer:
    """The customer of that id. Raises NotFound."""
    found = db.session.scalars(select(Customer).where(Customer.id == customer_id)).first()
    if found is None:
        raise NotFound()
    return found


def locked_customer(customer_id: int) -> Customer:
    """The customer as they are now, and nobody else's to change until the operation ends. Raises NotFound."""
    mine = select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True)
    found = db.session.scalars(mine.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound()
    return found


def who_stands_for(found: Customer) -> Customer:
    """The customer, or the one they were merged into."""
    while found.merged_into_id is not None:
        found = customer(found.merged_into_id)
    return found


def customers_called(name: str) -> Sequence[Customer]:
    """All of that name in any letter case and without accents: those still taking work first, newest first."""
    same = select(Customer).where(Customer.name_key == name_key(name))
    return db.session.scalars(same.order_by(Customer.archived_at.is_not(None), desc(Customer.id)).limit(20)).all()


def customer_called(name: str) -> Customer | None:
    """The customer of that name; one still taking work before an archived one."""
    return next(iter(customers_called(name)), None)


def customers_matching(typed: str, *, limit: int) -> Sequence[Customer]:
    """Those whom someone may mean who types that: names that begin so first, archived ones last, merged ones never."""
    words = search_words(typed)
    if not words:
        return []
    begins = case((Customer.name_key.startswith(" ".join(words), autoescape=True), 0), else_=1)
    order = (Customer.archived_at.is_not(None), begins, Customer.name_key, Customer.id)
    found = select(Customer).where(Customer.merged_into_id.is_(None), *_with(words))
    return db.session.scalars(found.order_by(*order).limit(limit)).all()


def page_of_customers(*, archived: bool, search: str, after: int | None, size: int) -> Sequence[Customer]:
    """One page by name, after the customer of id `after`."""
    page = select(Customer).where(Customer.archived_at.is_not(None) if archived else Customer.archived_at.is_(None))
    if after is not None:
        last = db.session.scalar(select(Customer.name_key).where(Customer.id == after)) or ""
        page = page.where(tuple_(Customer.name_key, Customer.id) > (last, after))
    page = page.where(*_with(search_words(search)))
    return db.session.scalars(page.order_by(Customer.name_key, Customer.id).limit(size)).all()


def all_customers() -> Sequence[Customer]:
    """Everyone, archived ones too, by name."""
    return db.session.scalars(select(Customer).order_by(Customer.name_key, Customer.id)).all()


def history(customer_id: int, *, without: Sequence[str] = ()) -> list[CustomerLine]:
    """The newest of what happened to a customer, as sentences, but for some kinds."""
    rows = run(_HISTORY, {"shop": shop_in_scope(), "customer": customer_id, "without": list(without) or [""]})
    return [CustomerLine(_sentence(row), row.occurred_at) for row in rows]


def _sentence(row: object) -> str:
    return kind_of(row.kind).sentence(row.name or "The shop", "customer", row.subject_label, row.payload)  # type: ignore[attr-defined]


def _with(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [Customer.search.contains(word, autoescape=True) for word in words]


_EVENTS, _MEMBERS = table(Event), table(Member)
_HISTORY = (
    select(_EVENTS.c.kind, _EVENTS.c.subject_label, _EVENTS.c.payload, _EVENTS.c.occurred_at, _MEMBERS.c.name)
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "customer",
        _EVENTS.c.subject_id == bindparam("customer"),
        _EVENTS.c.kind.not_in(bindparam("without", expanding=True)),
    )
    .order_by(desc(_EVENTS.c.seq))
    .limit(HISTORY)
)
