"""Where an invoice stands: partly written down, partly told by the amounts and the day. Pure."""

from datetime import date
from decimal import Decimal
from enum import StrEnum


class InvoiceState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    PARTIAL = "partially paid"
    PAID = "paid"
    OVERDUE = "overdue"
    VOID = "void"


def state_of(status: str, total: Decimal, paid: Decimal, due_on: date | None, today: date) -> InvoiceState:
    """The state on that day; an invoice is overdue from the day after it was due."""
    if status != "issued":
        return InvoiceState(status)
    if paid >= total:
        return InvoiceState.PAID
    if due_on and today > due_on:
        return InvoiceState.OVERDUE
    return InvoiceState.PARTIAL if paid > 0 else InvoiceState.SENT


def age_of(due_on: date, today: date) -> str:
    """The column of the open amounts that it stands in."""
    late = (today - due_on).days
    return next(name for name, days in AGES if late <= days)


AGES = (("Not due", 0), ("1–30 days", 30), ("31–60 days", 60), ("61–90 days", 90), ("Over 90 days", 10**6))
