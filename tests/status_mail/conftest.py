"""A customer who wants to hear, and the postman at work."""

import pytest
from sqlalchemy import insert, update

from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop, operation
from shopfloor.events import Event
from shopfloor.events.log import LogHead
from shopfloor.kernel import clock
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
    """The worker taps; who says something of the customer has it in the log just before the move."""
    card = shop.worker.sees(job)
    if notify is not None:
        wishes(shop, job, notify)
    assert shop.worker.taps(card).status_code == 200


def wishes(shop: ShopFixture, job: JobHandle, notify: bool) -> None:
    """As the quick change writes it down."""

    @operation
    def write() -> None:
        head = db.session.get_one(LogHead, shop.id, populate_existing=True)
        head.seq += 1
        said = {"notify": notify, "words": "an e-mail" if notify else "no e-mail"}
        about = {"subject_type": "job", "subject_id": job.id, "subject_label": job.number}
        at = {"occurred_at": clock.now(), "recorded_at": clock.now(), "source": "desk", "hash": bytes(32)}
        row = {"shop_id": shop.id, "seq": head.seq, "kind": "job.email_wished", "payload": said, **about, **at}
        db.session.execute(insert(Event.__table__).values(row))  # type: ignore[arg-type]

    with shop.app.app_context(), in_shop(shop.id):
        write()


@pytest.fixture
def customer(shop: ShopFixture) -> ShopFixture:
    """The shop, with a customer who can be written to."""
    customer_is(shop, email="pat@harlan.example", status_emails=True)
    return shop
