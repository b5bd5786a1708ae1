"""Invoices of jobs: drafted from what was done or quoted, changed as long as they are drafts, voided with a reason."""

from dataclasses import dataclass, replace
from datetime import date

from shopfloor.billing import queries
from shopfloor.billing.body import InvoiceBody, bill_to, body_for, terms_days_of
from shopfloor.billing.events import InvoiceChanged, InvoiceDrafted, InvoiceVoided
from shopfloor.billing.models import Invoice, InvoiceStatus
from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import Actor, heard_before, record
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.models import Job
from shopfloor.jobs.standing import locked
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.numbering import monthly_number
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class InvoiceChange:
    """What a draft shall say. Without `due_on` it is due so many days after it was sent."""

    body: InvoiceBody
    terms_days: int
    due_on: date | None = None


def must_bill(by: Person) -> None:
    if not by.may(Permission.INVOICES_MANAGE):
        raise NotPermitted("Invoices are written by the office.")


@operation
def create_invoice(number: str, *, by: Person) -> Invoice:
    """Draft the job's invoice, or find the one it has: a job has one that is not void.

    Raises NotFound, NotPermitted, and Invalid for a piece made for stock.
    """
    must_bill(by)
    standing = locked(number)
    if found := queries.invoice_of_job(standing.id):
        return found
    job = jobs.job(number)
    if job.customer_id is None:
        raise Invalid(f"{number} is made for stock: there is nobody to bill.")
    invoice = draft(job)
    record(InvoiceDrafted(number), about=invoice, by=by)
    return invoice


def draft(job: Job) -> Invoice:
    """A new invoice that says what the job comes to now; the log is told by who asked for it."""
    customer = db.session.get_one(Customer, job.customer_id)
    body = body_for(job, customer)
    invoice = Invoice(
        number=monthly_number("INV", clock.now(), shop().timezone),
        job_id=job.id,
        customer_id=customer.id,
        status=InvoiceStatus.DRAFT,
        body=to_document(body),
        total=body.totals.total,
        paid=queries.sum_of(queries.deposits_of_job(job.id)),
        terms_days=terms_days_of(customer),
        created_at=clock.now(),
    )
    db.session.add(invoice)
    db.session.flush()
    return invoice


@operation
def change_invoice(number: str, new: InvoiceChange, *, seen: int, by: Person, tap: Tap = UNKEYED) -> Invoice:
    """Save a draft. Raises NotPermitted, Stale when someone saved it since `seen`, Invalid once it was sent."""
    must_bill(by)
    invoice = queries.invoice(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return invoice
    if invoice.status != InvoiceStatus.DRAFT:
        raise Invalid(f"{number} is no draft any more. Void it to bill the job anew.")
    if invoice.edits != seen:
        raise Stale("Someone saved this invoice meanwhile. What you typed is still here: look at theirs, then save again.")
    if new.body.totals.discount > new.body.totals.subtotal + new.body.totals.surcharge > 0:
        raise Invalid("The discount is more than everything costs.", "discount")
    customer = db.session.get_one(Customer, invoice.customer_id)
    invoice.body = to_document(replace(new.body, bill_to=bill_to(customer)))
    invoice.total, invoice.edits = new.body.totals.total, invoice.edits + 1
    invoice.terms_days, invoice.due_on = new.terms_days, new.due_on
    record(InvoiceChanged(), about=invoice, by=by, tap=tap)
    return invoice


@operation
def void_invoice(number: str, reason: str, *, by: Person, tap: Tap = UNKEYED) -> Invoice:
    """It keeps its number and is owed no more; its job can be billed anew, and deposits count for that.

    Raises NotPermitted, and Invalid without a reason or with payments on it: those go back first.
    """
    must_bill(by)
    invoice = queries.invoice(number, lock=True)
    if heard_before(tap, by=by) is not None or invoice.status == InvoiceStatus.VOID:
        return invoice
    why = one_line(reason)
    if not why:
        raise Invalid("Say in a few words why it is void.", "reason")
    if len(why) > LONGEST_REASON:
        raise Invalid(f"At most {LONGEST_REASON} characters.", "reason")
    if queries.sum_of([row for row in queries.payments_of(invoice) if row.invoice_id]):
        raise Invalid(f"{number} has payments. Reverse or refund them first.")
    make_void(invoice, why, by=by, tap=tap)
    return invoice


def make_void(invoice: Invoice, why: str, *, by: Actor | None, tap: Tap = UNKEYED) -> None:
    invoice.status, invoice.void_reason, invoice.paid = InvoiceStatus.VOID, why, queries.ZERO
    record(InvoiceVoided(why), about=invoice, by=by, tap=tap)
