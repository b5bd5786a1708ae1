"""Sending an invoice: from here on it stays as it is, and its days of grace count."""

from dataclasses import dataclass, replace
from datetime import timedelta

from shopfloor.billing import queries
from shopfloor.billing.body import bill_to
from shopfloor.billing.events import InvoiceIssued
from shopfloor.billing.models import Invoice, InvoiceStatus
from shopfloor.billing.operations.invoices import must_bill
from shopfloor.db import operation
from shopfloor.db.documents import to_document
from shopfloor.events import heard_before, record
from shopfloor.kernel import clock, money
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.mail.operations import Attachment, NewLetter, queue_letter
from shopfloor.shops.models import Shop
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop


@dataclass(frozen=True, slots=True)
class ByMail:
    """To whom the invoice is mailed, and the paper that goes with it."""

    to: str
    pdf: bytes


@operation
def issue_invoice(
    number: str, *, by: Person, mail: ByMail | None = None, seen: int | None = None, tap: Tap = UNKEYED
) -> Invoice:
    """Hand the invoice over, by mail or on paper. Sent again, it stays as it was.

    Raises NotPermitted, Stale when it was saved since `seen`, and Invalid for a void one or one without lines.
    """
    must_bill(by)
    invoice, at = queries.invoice(number, lock=True), shop()
    if heard_before(tap, by=by) is not None:
        return invoice
    if seen is not None and seen != invoice.edits:
        raise Stale("Someone saved this invoice meanwhile. Look at it again before it is sent.")
    if invoice.status == InvoiceStatus.VOID:
        raise Invalid(f"{number} is void.")
    if invoice.status == InvoiceStatus.DRAFT:
        _issue(invoice, at)
    if mail:
        invoice.sent_to = mail.to
        queue_letter(_letter(invoice, at, mail, tap), by=by)
    record(InvoiceIssued(f" to {mail.to}" if mail else ""), about=invoice, by=by, tap=tap)
    return invoice


def _issue(invoice: Invoice, at: Shop) -> None:
    body = queries.body_of(invoice)
    if not body.lines:
        raise Invalid("There is nothing on this invoice yet. Add a line first.")
    today = clock.today(at.timezone)
    invoice.status, invoice.issued_on = InvoiceStatus.ISSUED, today
    invoice.due_on = invoice.due_on or today + timedelta(days=invoice.terms_days)
    invoice.body = to_document(replace(body, bill_to=bill_to(invoice.customer)))


def _letter(invoice: Invoice, at: Shop, mail: ByMail, tap: Tap) -> NewLetter:
    assert invoice.due_on is not None
    name, due = invoice.customer.name, invoice.due_on
    owed = f"{money.words(invoice.balance, at.currency)} is due on {due.day} {due:%B %Y}."
    what = owed if invoice.balance > 0 else "It is paid in full; thank you."
    return NewLetter(
        to=mail.to,
        to_name=name,
        subject=f"Invoice {invoice.number}",
        text=f"Hello {name},\n\nattached is our invoice {invoice.number} for {queries.body_of(invoice).title}. {what}",
        about=invoice,
        customer_id=invoice.customer_id,
        key=f"invoice-{invoice.id}-{tap.key or ''}",
        attachments=(Attachment(f"{invoice.number}.pdf", "application/pdf", mail.pdf),),
    )
