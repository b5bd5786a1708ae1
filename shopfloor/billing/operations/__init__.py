"""Everything that can be done about money."""

from shopfloor.billing.operations.customers import follow_merge, invoices_in_words, why_billed_customer_stays
from shopfloor.billing.operations.following import anew_for, follow_customer, price_anew
from shopfloor.billing.operations.invoices import (
    InvoiceChange,
    change_invoice,
    create_invoice,
    void_invoice,
)
from shopfloor.billing.operations.payments import NewPayment, book_deposit, book_payment, reverse_payment
from shopfloor.billing.operations.ready import draft_when_ready, withdraw_when_not_ready
from shopfloor.billing.operations.sending import ByMail, issue_invoice

__all__ = [
    "ByMail",
    "InvoiceChange",
    "NewPayment",
    "anew_for",
    "book_deposit",
    "book_payment",
    "change_invoice",
    "create_invoice",
    "draft_when_ready",
    "follow_customer",
    "follow_merge",
    "invoices_in_words",
    "issue_invoice",
    "price_anew",
    "reverse_payment",
    "void_invoice",
    "why_billed_customer_stays",
    "withdraw_when_not_ready",
]
