"""A quote in words: the same for the printed page and for the customer's own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopfloor.catalog.charges import LONGEST_WHY, Charge, ChargeKind
from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import Discount, TaxRate, Totals, line_total
from shopfloor.customers.words import customer_words
from shopfloor.db import db
from shopfloor.kernel import clock, money, quantity
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.quotes.queries import body_of
from shopfloor.shops.models import Shop

Row = dict[str, str]


def quote_words(quote: Quote, version: QuoteVersion, shop: Shop) -> dict[str, Any]:
    """All that stands on it; the amounts in the shop's currency, the dates in its zone."""
    body = body_of(version)
    sent = clock.local(version.sent_at or clock.now(), shop.timezone).date()
    deposit = [(f"Deposit to begin, {body.deposit} %", money.words(body.deposit_due, shop.currency))] if body.deposit else []
    return {
        "number": quote.number,
        "version": version.version,
        "title": quote.description,
        "date": long_day(sent),
        "until": long_day(quote.valid_until or sent + timedelta(days=body.valid_days)),
        "po": body.customer_po,
        "customer": customer_words(quote.customer, body.customer_po),
        "rows": rows(body.lines, shop.currency, details_of(body.items)),
        "totals": totals_words(body.totals, body.discount, body.rate, shop.currency) + deposit,
        "notes": body.notes,
        "terms": body.terms,
    }


def rows(lines: Iterable[Charge], currency: str, details: Sequence[str] = ()) -> list[Row]:
    """The lines as columns; `details` are of the first ones, where the lines don't carry them."""
    return [
        {
            "description": line.label,
            "details": details[i] if i < len(details) else line.why if line.kind is ChargeKind.ITEM else "",
            "why": "" if line.kind is ChargeKind.ITEM else line.why,
            "quantity": quantity.words(line.quantity),
            "unit_price": money_words(line.unit_price, currency),
            "amount": money_words(line_total(line), currency),
        }
        for i, line in enumerate(lines)
    ]


def totals_words(sums: Totals, discount: Discount, rate: TaxRate, currency: str) -> list[tuple[str, str]]:
    """From the subtotal to the total; what is nothing is left out. The surcharge stands among the lines already."""
    said = [("Subtotal", sums.subtotal + sums.surcharge)]
    if sums.discount:
        percent = f" {discount.percent.normalize():f} %" if discount.percent else ""
        said.append((f"Discount{percent}", -sums.discount))
    if rate.percent:
        said.append((f"{rate.name} {rate.percent.normalize():f} %", sums.tax))
    words = [(name, money_words(amount, currency)) for name, amount in [*said, ("Total", sums.total)]]
    return words if rate.percent else [*words[:-1], (rate.name, money_words(sums.tax, currency)), words[-1]]


def money_words(amount: Decimal, currency: str) -> str:
    """With the sign before the currency's."""
    return f"−{money.words(-amount, currency)}" if amount < 0 else money.words(amount, currency)


def details_of(items: Sequence[ItemPlan]) -> list[str]:
    """Prep and coats of each priced item."""
    names = _names(Service, {prep.service_id for item in items for prep in item.preps})
    powders = _names(Material, {coat.material_id for item in items for coat in item.coats})
    return [_details(item, names, powders) for item in items if item.unit_price is not None]


def detailed(lines: Sequence[Charge], items: Sequence[ItemPlan]) -> tuple[Charge, ...]:
    """The lines of those items with their prep and coats, for where the items are not at hand any more."""
    details = details_of(items)
    first = (replace(line, why=why[:LONGEST_WHY]) for line, why in zip(lines, details, strict=False))
    return (*first, *lines[len(details) :])


def _details(item: ItemPlan, services: dict[int, str], powders: dict[int, str]) -> str:
    preps = [services[prep.service_id] for prep in item.preps if prep.service_id in services]
    return ", ".join([*preps, *(powders[coat.material_id] for coat in item.coats if coat.material_id in powders)])


def _names(model: Any, ids: set[int]) -> dict[int, str]:
    found = db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {row.id: row.label if model is Material else row.name for row in found}


def long_day(on: date) -> str:
    """23 November 2026"""
    return f"{on.day} {on:%B %Y}"
