"""Everything that can be done about money."""

from shopfloor.billing.operations.invoices import (
    InvoiceChange,
    change_invoice,
    create_invoice,
    draft_when_ready,
    refuse_new_customer,
    void_invoice,
)
from shopfloor.billing.operations.payments import NewPayment, book_deposit, book_payment, reverse_payment
from shopfloor.billing.operations.sending import ByMail, issue_invoice

__all__ = [
    "ByMail",
    "InvoiceChange",
    "NewPayment",
    "book_deposit",
    "book_payment",
    "change_invoice",
    "create_invoice",
    "draft_when_ready",
    "issue_invoice",
    "refuse_new_customer",
    "reverse_payment",
    "void_invoice",
]
