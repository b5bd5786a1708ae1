"""Two at the same moment: one job of a quote, one invoice of a job, one row that takes another back, one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from shopfloor.billing import operations as billing
from shopfloor.billing import queries as invoices
from shopfloor.billing.models import Invoice, Payment
from shopfloor.db import db, in_shop
from shopfloor.kernel.errors import Invalid
from shopfloor.quotes import operations, queries
from shopfloor.quotes.models import QuoteConversion
from tests.support.papers import billed_job, invoice_in, quote_in, token_of
from tests.support.people import ShopFixture

HANDS = 6


def at_once(shop: ShopFixture, deed: Callable[[], Any]) -> list[Any]:
    """The deed by many hands at the same moment; what each of them got."""
    signal = Barrier(HANDS, timeout=30)

    def does(_: int) -> Any:
        with shop.app.app_context(), in_shop(shop.id):
            signal.wait()
            try:
                return deed()
            except Invalid as refused:
                return refused.sentence

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(does, range(HANDS)))


def count(shop: ShopFixture, model: Any, *where: Any) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return db.session.scalar(select(func.count()).select_from(model).where(model.shop_id == shop.id, *where)) or 0


def test_a_quote_becomes_one_job(shop: ShopFixture) -> None:
    number, chosen = quote_in(shop, "approved").number, operations.Conversion(priority=2)
    made = at_once(shop, lambda: operations.convert_quote(number, chosen, by=shop.office.member).number)
    assert len(set(made)) == 1
    assert count(shop, QuoteConversion) == 1


def test_a_job_gets_one_invoice(shop: ShopFixture) -> None:
    job = billed_job(shop)
    made = at_once(shop, lambda: billing.create_invoice(job.number, by=shop.office.member).number)
    assert len(set(made)) == 1
    assert count(shop, Invoice) == 1


def test_a_customer_answers_once(shop: ShopFixture) -> None:
    number = quote_in(shop, "sent").number
    with shop.app.app_context():
        opened = queries.opened_by(token_of(shop, number))
    states = at_once(shop, lambda: operations.answer_quote(opened, True, "Dana").status)
    assert set(states) == {"approved"}


def test_a_payment_is_taken_back_once(shop: ShopFixture) -> None:
    number = invoice_in(shop, "paying").number
    with shop.app.app_context(), in_shop(shop.id):
        (row,) = invoices.payments_of(invoices.invoice(number))
    at_once(shop, lambda: billing.reverse_payment(row.id, "Typed twice", by=shop.office.member).id)
    assert count(shop, Payment, Payment.reverses_id == row.id) == 1
    with shop.app.app_context(), in_shop(shop.id):
        assert invoices.invoice(number).paid == 0
