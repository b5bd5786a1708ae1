"""A shop's customers, as tests write and read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from shopfloor.customers import operations, queries
from shopfloor.customers.details import Details, details_of
from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from tests.support.people import ShopFixture


@dataclass
class Book:
    """The customers of a shop, by the office's hand."""

    shop: ShopFixture

    @contextmanager
    def open(self) -> Iterator[None]:
        with self.shop.app.app_context(), in_shop(self.shop.id):
            yield
            db.session.remove()

    def adds(self, name: str, **details: Any) -> int:
        with self.open():
            return operations.take_on(Details(name, **details), by=self.shop.office.member).id

    def archives(self, name: str, **details: Any) -> int:
        id_ = self.adds(name, **details)
        with self.open():
            operations.archive_customer(queries.customer(id_), by=self.shop.office.member)
        return id_

    def merges(self, name: str, *, into: str) -> int:
        """A new one of that name, made one with who is there."""
        gone = self.adds(name)
        with self.open():
            kept = queries.customers_called(into)[0]
            operations.merge_customers(gone, kept.id, seen=(0, kept.version), by=self.shop.office.member)
        return gone

    def changes(self, id_: int, **details: Any) -> None:
        with self.open():
            old = queries.customer(id_)
            operations.change_customer(id_, replace(details_of(old), **details), seen=old.version, by=self.shop.office.member)

    def reads(self, id_: int) -> Customer:
        with self.open():
            return queries.customer(id_)

    def story(self, id_: int) -> list[str]:
        """What happened to the customer, oldest first."""
        with self.open():
            return [line.sentence for line in reversed(queries.history(id_))]


@pytest.fixture
def book(shop: ShopFixture) -> Book:
    return Book(shop)
