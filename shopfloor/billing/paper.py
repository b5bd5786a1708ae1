"""An invoice in words: the same for its page and for paper."""

from typing import Any

from shopfloor.billing.models import Invoice, InvoiceStatus, Payment
from shopfloor.billing.operations.payments import METHODS
from shopfloor.billing.queries import body_of, payments_of
from shopfloor.kernel import clock
from shopfloor.quotes.paper import long_day, money_words, rows, totals_words
from shopfloor.quotes.printing import print_document
from shopfloor.shops.models import Shop


def invoice_words(invoice: Invoice, shop: Shop) -> dict[str, Any]:
    """All that stands on it, with what was paid and what is left to pay."""
    body, currency = body_of(invoice), shop.currency
    made = clock.local(invoice.created_at, shop.timezone).date()
    paid = [(payment_words(row), money_words(-row.amount, currency)) for row in payments_of(invoice)]
    left = ("Credit", -invoice.balance) if invoice.balance < 0 else ("Balance due", invoice.balance)
    return {
        "number": invoice.number,
        "state": {InvoiceStatus.DRAFT: "Draft", InvoiceStatus.VOID: "Void"}.get(InvoiceStatus(invoice.status), ""),
        "title": body.title,
        "job": invoice.job.number,
        "date": long_day(invoice.issued_on or made),
        "due": long_day(invoice.due_on) if invoice.due_on else "",
        "days": f"Net {invoice.terms_days}" if invoice.terms_days else "On receipt",
        "po": body.customer_po,
        "customer": {
            "name": body.bill_to.name,
            "address": body.bill_to.address,
            "phone": body.bill_to.phone,
            "email": body.bill_to.email,
            "po": body.customer_po,
        },
        "rows": rows(body.lines, currency),
        "totals": [
            *totals_words(body.totals, body.discount, body.rate, currency),
            *paid,
            (left[0], money_words(left[1], currency)),
        ],
        "notes": body.notes,
        "terms": body.terms,
    }


def payment_words(row: Payment) -> str:
    """Deposit, 3 August 2026, card 4411"""
    how = f"{METHODS[row.method].lower()} {row.reference}".strip()
    return f"{row.kind.capitalize()}, {long_day(row.received_on)}, {how}"


def invoice_pdf(invoice: Invoice, shop: Shop) -> bytes:
    return print_document("Invoice", "billing/invoice.typ", invoice_words(invoice, shop), shop)
