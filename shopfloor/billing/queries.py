"""Invoices and money, looked up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, desc, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from shopfloor.billing.body import InvoiceBody
from shopfloor.billing.models import Invoice, InvoiceStatus, Payment
from shopfloor.billing.states import InvoiceState
from shopfloor.customers.models import Customer
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.db.documents import from_document
from shopfloor.events import Event
from shopfloor.jobs.models import Job
from shopfloor.jobs.queries import WITH_ITEMS
from shopfloor.kernel.errors import NotFound
from shopfloor.quotes.models import Quote, QuoteConversion
from shopfloor.shops.queries import shop
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import workflow

ZERO = Decimal("0.00")
# Where a job may stand that was ready once; on hold it waits there.
AFTER_WORK = {StatusKind.READY, StatusKind.DONE, StatusKind.HOLD}


def invoice(number: str, *, lock: bool = False) -> Invoice:
    """The invoice of that number. Raises NotFound."""
    found: Any = select(Invoice).where(Invoice.number == number)
    if lock:
        found = found.with_for_update(of=Invoice, key_share=True).execution_options(populate_existing=True)
    row: Invoice | None = db.session.scalars(found).first()
    if row is None:
        raise NotFound()
    return row


def body_of(invoice: Invoice) -> InvoiceBody:
    return from_document(InvoiceBody, invoice.body)


def invoice_of_job(job_id: int, *, lock: bool = False) -> Invoice | None:
    """The job's invoice; a void one is none."""
    found: Any = select(Invoice).where(Invoice.job_id == job_id, Invoice.status != InvoiceStatus.VOID)
    if lock:
        found = found.with_for_update(of=Invoice, key_share=True).execution_options(populate_existing=True)
    row: Invoice | None = db.session.scalars(found).first()
    return row


def is_drafted_by_move(invoice: Invoice) -> bool:
    """Whether it is there because its job was ready, and nobody asked for it."""
    return run(_BY_MOVE, {"shop": invoice.shop_id, "invoice": invoice.id}).first() is not None


def waits_for_work(invoice: Invoice) -> bool:
    """Whether a job's move made it, and the job has gone back to where work is done on it."""
    if invoice.status == InvoiceStatus.VOID or workflow(shop().workflow_version)[invoice.job.status_id].kind in AFTER_WORK:
        return False
    return is_drafted_by_move(invoice)


def payments_of(invoice: Invoice) -> list[Payment]:
    """Its payments, and the deposits that count for it, oldest first."""
    mine = Payment.invoice_id == invoice.id
    return _payments(mine if invoice.status == InvoiceStatus.VOID else or_(mine, _deposits_of(invoice.job_id)))


def deposits_of_job(job_id: int) -> list[Payment]:
    """What was taken on the job and on the quote it was made of, with what went back, oldest first."""
    return _payments(_deposits_of(job_id))


def deposits_of_quote(quote_id: int) -> list[Payment]:
    return _payments(Payment.quote_id == quote_id)


def payment(payment_id: int) -> Payment:
    """That row, locked so that two don't take it back at once. Raises NotFound."""
    row = db.session.scalars(select(Payment).where(Payment.id == payment_id).with_for_update(key_share=True)).first()
    if row is None:
        raise NotFound()
    return row


def is_reversed(payment: Payment) -> bool:
    return db.session.scalars(select(Payment.id).where(Payment.reverses_id == payment.id)).first() is not None


def sum_of(payments: Sequence[Payment]) -> Decimal:
    return sum((payment.amount for payment in payments), ZERO)


def _deposits_of(job_id: int) -> Any:
    made = select(QuoteConversion.quote_id).where(QuoteConversion.shop_id == shop_in_scope(), QuoteConversion.job_id == job_id)
    return or_(Payment.job_id == job_id, Payment.quote_id.in_(made))


def _payments(where: Any) -> list[Payment]:
    return list(db.session.scalars(select(Payment).where(where).order_by(Payment.id)))


def newest_invoices_of(customer_id: int, size: int) -> list[Invoice]:
    rows = select(Invoice).where(Invoice.customer_id == customer_id).order_by(desc(Invoice.id)).limit(size)
    return list(db.session.scalars(rows))


def page_of_invoices(state: InvoiceState | None, search: str, today: date, *, before: int | None, size: int) -> list[Invoice]:
    """One page, newest first, older than id `before`. `search` is part of a number or the start of a customer's name."""
    page = select(Invoice).options(joinedload(Invoice.customer), joinedload(Invoice.job)).order_by(desc(Invoice.id)).limit(size)
    if state:
        page = page.where(_is(state, today))
    if before is not None:
        page = page.where(Invoice.id < before)
    if search:
        start = func.lower(Customer.name).startswith(search.lower(), autoescape=True)
        of_customer = select(Customer.id).where(Customer.shop_id == shop_in_scope(), start)
        of_job = select(Job.id).where(Job.shop_id == shop_in_scope(), Job.number == search.upper())
        number = Invoice.number.contains(search.upper(), autoescape=True)
        page = page.where(or_(number, Invoice.customer_id.in_(of_customer), Invoice.job_id.in_(of_job)))
    return list(db.session.scalars(page))


def _is(state: InvoiceState, today: date) -> Any:
    """The same as `states.state_of`, for the database."""
    issued, owed = Invoice.status == InvoiceStatus.ISSUED, Invoice.paid < Invoice.total
    return {
        InvoiceState.DRAFT: Invoice.status == InvoiceStatus.DRAFT,
        InvoiceState.VOID: Invoice.status == InvoiceStatus.VOID,
        InvoiceState.PAID: and_(issued, ~owed),
        InvoiceState.OVERDUE: and_(issued, owed, Invoice.due_on < today),
        InvoiceState.SENT: and_(issued, owed, Invoice.due_on >= today, Invoice.paid <= ZERO),
        InvoiceState.PARTIAL: and_(issued, owed, Invoice.due_on >= today, Invoice.paid > ZERO),
    }[state]


def open_invoices() -> list[Invoice]:
    """Issued, and not settled: owed, or with a credit to give back. Longest due first."""
    rows = (
        select(Invoice)
        .join(Invoice.customer)
        .options(contains_eager(Invoice.customer))
        .where(Invoice.shop_id == shop_in_scope(), Invoice.status == InvoiceStatus.ISSUED, Invoice.paid != Invoice.total)
        .order_by(Invoice.due_on, Invoice.id)
    )
    return list(db.session.scalars(rows))


def drafts_of(customer_id: int) -> list[Invoice]:
    """The customer's drafts with their jobs, oldest first."""
    rows = select(Invoice).options(joinedload(Invoice.job).options(*WITH_ITEMS)).order_by(Invoice.id)
    return list(db.session.scalars(rows.where(Invoice.customer_id == customer_id, Invoice.status == InvoiceStatus.DRAFT)))


def quoted_among(job_ids: Sequence[int]) -> set[int]:
    """Those of the jobs whose price was agreed on a quote."""
    made = select(QuoteConversion.job_id).where(QuoteConversion.job_id.in_(job_ids))
    return set(db.session.scalars(made))


def jobs_at_no_agreed_price(customer_id: int) -> list[Job]:
    """A customer's open jobs that are neither quoted nor billed, oldest first, at most 200 of them."""
    shop_id = shop_in_scope()
    quoted = select(QuoteConversion.job_id).where(QuoteConversion.shop_id == shop_id)
    billed = select(Invoice.job_id).where(Invoice.shop_id == shop_id, Invoice.status != InvoiceStatus.VOID)
    mine = (Job.customer_id == customer_id, Job.active, Job.id.not_in(quoted), Job.id.not_in(billed))
    return list(db.session.scalars(select(Job).where(*mine).options(*WITH_ITEMS).order_by(Job.id).limit(200)))


def invoices_between(start: date, end: date) -> list[Invoice]:
    """Issued on those days, both included; void ones, too."""
    rows = select(Invoice).options(joinedload(Invoice.customer), joinedload(Invoice.job)).order_by(Invoice.id)
    return list(db.session.scalars(rows.where(Invoice.issued_on.between(start, end))))


def payments_between(start: date, end: date) -> list[Any]:
    """Rows (payment, number of its invoice, job or quote) of those days, both included."""
    from_invoice = and_(Invoice.shop_id == Payment.shop_id, Invoice.id == Payment.invoice_id)
    from_job = and_(Job.shop_id == Payment.shop_id, Job.id == Payment.job_id)
    from_quote = and_(Quote.shop_id == Payment.shop_id, Quote.id == Payment.quote_id)
    number = func.coalesce(Invoice.number, Job.number, Quote.number)
    rows = (
        select(Payment, number)
        .outerjoin(Invoice, from_invoice)
        .outerjoin(Job, from_job)
        .outerjoin(Quote, from_quote)
        .where(Payment.received_on.between(start, end))
        .order_by(Payment.id)
    )
    return list(db.session.execute(rows).all())


_EVENTS = table(Event)
_BY_MOVE = (
    select(_EVENTS.c.seq)
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == Invoice.subject_type,
        _EVENTS.c.subject_id == bindparam("invoice"),
        _EVENTS.c.kind == "invoice.drafted_by_move",
    )
    .limit(1)
)
