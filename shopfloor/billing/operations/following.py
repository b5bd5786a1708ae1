"""Drafts and prices that follow a customer: another one on the job, or other terms. What was sent or quoted stays as it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shopfloor.billing import queries
from shopfloor.billing.body import InvoiceBody, bill_to, terms_days_of
from shopfloor.billing.events import InvoiceChanged
from shopfloor.billing.models import Invoice, InvoiceStatus
from shopfloor.billing.operations.invoices import must_bill
from shopfloor.catalog.charges import Charge, total_of
from shopfloor.catalog.totals import TaxRate
from shopfloor.customers.models import Customer
from shopfloor.customers.queries import customer as customer_of_id
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import Actor, record
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.models import Job
from shopfloor.jobs.operations import reprice_job
from shopfloor.jobs.pricing import charges_of_each
from shopfloor.jobs.standing import Standing
from shopfloor.quotes.taxes import rate_for, rate_to_bill
from shopfloor.shops.person import Person


@dataclass(frozen=True, slots=True)
class Anew:
    """A job or a draft that would come to something else by its customer's terms of today."""

    number: str
    what: str
    was: Decimal | None
    now: Decimal | None


def follow_customer(_event: object, job: Standing, by: Actor | None) -> None:
    """A draft is for whom its job is for now (a reaction: it joins the change)."""
    invoice = queries.invoice_of_job(job.id, lock=True)
    if invoice and invoice.status == InvoiceStatus.DRAFT:
        customer = db.session.get_one(Customer, jobs.job(job.number).customer_id)
        ((_, body),) = _bodies([invoice], customer)
        _write(invoice, body, customer, by)


def anew_for(customer: Customer) -> list[Anew]:
    """What is open of a customer's and stands at other terms: jobs neither quoted nor billed, and drafts."""
    jobs_, prices = _priced(customer)
    drafts = _bodies(queries.drafts_of(customer.id), customer)
    return [
        *(Anew(job.number, job.description, job.price, prices[job.id]) for job in jobs_ if prices[job.id] != job.price),
        *(
            Anew(draft.number, f"Draft for {draft.job.number}", draft.total, body.totals.total)
            for draft, body in drafts
            if body.totals.total != draft.total
        ),
    ]


@operation
def price_anew(customer_id: int, numbers: Collection[str], *, by: Person) -> None:
    """Bring those of a customer's open jobs and drafts to the terms of today. Raises NotFound, NotPermitted.

    One that has been quoted, billed or sent meanwhile stays as it is.
    """
    must_bill(by)
    customer = customer_of_id(customer_id)
    jobs_, prices = _priced(customer)
    for job in jobs_:
        if job.number in numbers and prices[job.id] != job.price:
            reprice_job(job, prices[job.id], by=by)
    held = [queries.invoice(draft.number, lock=True) for draft in queries.drafts_of(customer_id) if draft.number in numbers]
    drafts = [draft for draft in held if draft.status == InvoiceStatus.DRAFT]
    for draft, body in _bodies(drafts, customer):
        _write(draft, body, customer, by)


def _priced(customer: Customer) -> tuple[list[Job], dict[int, Decimal | None]]:
    """Their open jobs without an agreed price, and what each comes to today, by its id."""
    found = queries.jobs_at_no_agreed_price(customer.id)
    return found, {id_: total_of(lines) for id_, lines in charges_of_each(found).items()}


def _write(draft: Invoice, body: InvoiceBody, customer: Customer, by: Actor | None) -> None:
    draft.customer_id, draft.terms_days = customer.id, terms_days_of(customer)
    draft.body, draft.total, draft.edits = to_document(body), body.totals.total, draft.edits + 1
    record(InvoiceChanged(), about=draft, by=by)


def _bodies(drafts: Sequence[Invoice], customer: Customer) -> list[tuple[Invoice, InvoiceBody]]:
    """What each would say today. Lines that were agreed stay, and so do those that somebody worked on."""
    rate, quoted = rate_for(customer), queries.quoted_among([draft.job_id for draft in drafts])
    fresh = charges_of_each([draft.job for draft in drafts if not draft.was_touched and draft.job_id not in quoted])
    return [(draft, _body(draft, customer, rate, fresh.get(draft.job_id))) for draft in drafts]


def _body(draft: Invoice, customer: Customer, rate: TaxRate, lines: tuple[Charge, ...] | None) -> InvoiceBody:
    said = queries.body_of(draft)
    return replace(
        said,
        lines=said.lines if lines is None else lines,
        rate=rate_to_bill(said.rate, rate),
        bill_to=bill_to(customer),
        customer_po=said.customer_po if draft.customer_id == customer.id else draft.job.customer_po,
    )
