"""Quotes and invoices of fixture shops, made through their operations."""

from decimal import Decimal
from typing import Any

from shopfloor.billing import operations as billing
from shopfloor.billing import queries as invoices
from shopfloor.billing.models import Invoice
from shopfloor.catalog.plan import CoatPlan, ItemPlan, PrepPlan
from shopfloor.catalog.queries import services
from shopfloor.catalog.totals import TaxRate
from shopfloor.customers.queries import customer_called
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.pricing import lines_of
from shopfloor.kernel import clock
from shopfloor.quotes import operations, queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.models import Quote
from shopfloor.workflow.trades import NORMAL, TRADES
from tests.support.people import JobHandle, ShopFixture


def body_of(shop: ShopFixture, *, price: Decimal = Decimal(125), **more: Any) -> QuoteBody:
    """Four wheels, blasted and coated where the shop coats, at 8.25 % tax."""
    coats = (CoatPlan(shop.powders[0].id),) if TRADES[shop.shop.trade].uses_coats else ()
    preps = tuple(PrepPlan(service.id) for service in services()[:1])
    wheels = ItemPlan("18-inch wheel", quantity=Decimal(4), area=Decimal(12), coats=coats, preps=preps, unit_price=price)
    items = more.pop("items", (wheels,))
    lines = lines_of(items, NORMAL, shop.customer)
    return QuoteBody(items, lines, **{"rate": TaxRate("Sales tax", Decimal("8.25")), **more})


def quote_in(shop: ShopFixture, state: str = "draft", *, job: Any = None, kind: str | None = None, **body: Any) -> Quote:
    """A quote that has come as far as that state."""
    office = shop.office.member
    with shop.app.app_context(), in_shop(shop.id):
        customer = customer_called(shop.customer.name)
        assert customer is not None
        kind = kind or TRADES[shop.shop.trade].kinds[0].code
        new = operations.NewQuote(customer, kind, "Wheels for the shop car", body_of(shop, **body), job=job)
        number = operations.write_quote(new, by=office).number
        if state in {"sent", "declined"}:
            operations.send_quote(number, by=office)
        if state == "declined":
            operations.decline_quote(number, "Too dear", by=office)
        if state in {"approved", "converted"}:
            operations.approve_by_word(number, "Dana Harlan", "By phone", by=office)
        if state == "converted":
            operations.convert_quote(number, operations.Conversion(priority=2), by=office)
        return queries.quote(number)


def token_of(shop: ShopFixture, number: str, version: int | None = None) -> str:
    """What stands in the customer's link."""
    with shop.app.app_context(), in_shop(shop.id):
        return queries.version_of(queries.quote(number), version).token or ""


def billed_job(shop: ShopFixture, **details: Any) -> JobHandle:
    """A job of four wheels at $125 each."""
    handle = shop.job(**details)
    with shop.app.app_context(), in_shop(shop.id):
        for item in jobs.job(handle.number).items:
            item.unit_price = Decimal(125)
        db.session.commit()
    return handle


def invoice_in(shop: ShopFixture, state: str = "draft", *, job: JobHandle | None = None, paid: str = "100") -> Invoice:
    """An invoice that has come as far as that state: draft, issued, paying (`paid` of it), paid or void."""
    office, job = shop.office.member, job or billed_job(shop)
    with shop.app.app_context(), in_shop(shop.id):
        number = billing.create_invoice(job.number, by=office).number
        if state in {"issued", "paying", "paid"}:
            billing.issue_invoice(number, by=office)
        if state in {"paying", "paid"}:
            amount = Decimal(paid) if state == "paying" else invoices.invoice(number).balance
            billing.book_payment(number, money(amount), by=office)
        if state == "void":
            billing.void_invoice(number, "Wrong customer", by=office)
        return invoices.invoice(number)


def money(amount: Decimal | str, **more: Any) -> billing.NewPayment:
    """So much, paid today by card."""
    return billing.NewPayment(Decimal(amount), "card", clock.today("America/Chicago"), **more)
