"""A customer who wants to hear, and the postman at work."""

import pytest
from sqlalchemy import update

from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.jobs import operations
from tests.mail.conftest import Works, office, works
from tests.support.people import JobHandle, ShopFixture

__all__ = ["Works", "office", "works"]

WINDOW = 61  # seconds: a little more than a letter waits


def customer_is(shop: ShopFixture, **facts: object) -> None:
    """Change what the shop knows of its customer."""
    with shop.app.app_context(), in_shop(shop.id):
        whose = (Customer.shop_id == shop.id, Customer.id == shop.customer.id)
        db.session.execute(update(Customer.__table__).where(*whose).values(facts))  # type: ignore[arg-type]
        db.session.commit()


def moves_on(shop: ShopFixture, job: JobHandle, *, notify: bool | None = None) -> None:
    """The worker advances it; `notify` is what they say of the customer."""
    card = shop.worker.sees(job)
    with shop.app.app_context(), in_shop(shop.id):
        operations.advance(job.number, expected=card.step, by=shop.worker.member, notify=notify)


@pytest.fixture
def customer(shop: ShopFixture) -> ShopFixture:
    """The shop, with a customer who can be written to."""
    customer_is(shop, email="pat@harlan.example", status_emails=True)
    return shop
