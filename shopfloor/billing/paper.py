"""An invoice in words: the same for its page and for paper."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from shopfloor.billing.body import bill_to
from shopfloor.billing.models import Invoice, InvoiceStatus, Payment
from shopfloor.billing.operations.payments import METHODS
from shopfloor.billing.queries import body_of, payments_of
from shopfloor.kernel import clock
from shopfloor.paper.look import PaperLook
from shopfloor.paper.printing import print_document
from shopfloor.paper.samples import CUSTOMER, SOLD, TOTALS
from shopfloor.quotes.paper import long_day, money_words, rows, totals_words
from shopfloor.shops.models import Shop

TEMPLATE = "billing/invoice.typ"
_STATES = {InvoiceStatus.DRAFT: "Draft", InvoiceStatus.VOID: "Void"}


def invoice_words(invoice: Invoice, shop: Shop, *, going_out: bool = False) -> dict[str, Any]:
    """All that stands on it, with what was paid and what is left to pay; of a draft `going_out`, as it will be issued."""
    body, currency = body_of(invoice), shop.currency
    fresh = going_out and invoice.status == InvoiceStatus.DRAFT
    begun = clock.today(shop.timezone) if fresh else clock.local(invoice.created_at, shop.timezone).date()
    due_on = begun + timedelta(days=invoice.terms_days) if fresh and not invoice.due_on else invoice.due_on
    customer = bill_to(invoice.customer) if fresh else body.bill_to
    paid = [(payment_words(row), money_words(-row.amount, currency)) for row in payments_of(invoice)]
    left = ("Credit", -invoice.balance) if invoice.balance < 0 else ("Balance due", invoice.balance)
    return {
        "number": invoice.number,
        "state": "" if fresh else _STATES.get(InvoiceStatus(invoice.status), ""),
        "title": body.title,
        "job": invoice.job.number,
        "date": long_day(invoice.issued_on or begun),
        "due": long_day(due_on) if due_on else "",
        "days": f"Net {invoice.terms_days}" if invoice.terms_days else "On receipt",
        "po": body.customer_po,
        "customer": {**asdict(customer), "po": body.customer_po},
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


def invoice_pdf(invoice: Invoice, shop: Shop, *, going_out: bool = False) -> bytes:
    return print_document("invoice", TEMPLATE, invoice_words(invoice, shop, going_out=going_out))


def sample_invoice(look: PaperLook) -> bytes:
    """An invoice of nobody's, to see how invoices will look."""
    words = {
        "number": "INV-2608-0031",
        "state": "",
        "title": "Wheels and a frame",
        "job": "JOB-2608-0007",
        "date": "10 August 2026",
        "due": "9 September 2026",
        "days": "Net 30",
        "customer": CUSTOMER,
        "rows": SOLD,
        "totals": [*TOTALS, ("Payment, 10 August 2026, card 4411", "−$200.00"), ("Balance due", "$540.03")],
        "notes": "",
        "terms": "",
    }
    return print_document("invoice", TEMPLATE, words, look=look)
