"""Writing down money: every row stays; what was wrong is reversed by another one."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from shopfloor.billing import queries
from shopfloor.billing.events import InvoicePaymentBooked, JobDepositBooked, QuoteDepositBooked
from shopfloor.billing.models import Invoice, InvoiceStatus, Payment, PaymentKind
from shopfloor.billing.operations.invoices import must_bill
from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.models import Job
from shopfloor.jobs.standing import locked
from shopfloor.kernel import clock, money
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.quotes import queries as quotes
from shopfloor.quotes.models import Quote
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop

METHODS = {"cash": "Cash", "card": "Card", "check": "Check", "transfer": "Bank transfer"}


@dataclass(frozen=True, slots=True)
class NewPayment:
    """Money that came, or with `is_refund` went back."""

    amount: Decimal
    method: str
    received_on: date
    reference: str = ""
    note: str = ""
    is_refund: bool = False


@operation
def book_payment(number: str, new: NewPayment, *, by: Person, tap: Tap = UNKEYED) -> Invoice:
    """A payment of an invoice, or a refund of what was paid. Raises NotPermitted, and Invalid for what can't be."""
    must_bill(by)
    invoice = queries.invoice(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return invoice
    if invoice.status != InvoiceStatus.ISSUED:
        raise Invalid(
            f"Send {number} first; then payments can be recorded." if invoice.status == "draft" else f"{number} is void."
        )
    _check(new, at_most=invoice.paid if new.is_refund else invoice.balance)
    kind = PaymentKind.REFUND if new.is_refund else PaymentKind.PAYMENT
    row = _write(new, kind, by=by, invoice_id=invoice.id)
    invoice.paid += row.amount
    record(InvoicePaymentBooked(_did(new), _words(new.amount)), about=invoice, by=by, tap=tap)
    return invoice


@operation
def book_deposit(on: Job | Quote, new: NewPayment, *, by: Person, tap: Tap = UNKEYED) -> None:
    """A deposit before there is an invoice, or one given back. It counts for the invoice once there is one.

    Raises NotPermitted, and Invalid once there is an invoice: the money belongs there.
    """
    must_bill(by)
    _hold(on)
    if heard_before(tap, by=by) is not None:
        return
    taken = _taken_on(on)
    _check(new, at_most=queries.sum_of(taken) if new.is_refund else money.LARGEST)
    kind = PaymentKind.REFUND if new.is_refund else PaymentKind.DEPOSIT
    place = {"job_id": on.id} if isinstance(on, Job) else {"quote_id": on.id}
    _write(new, kind, by=by, **place)
    _tell(on, _did(new), new.amount, by, tap)


@operation
def reverse_payment(payment_id: int, why: str, *, by: Person, tap: Tap = UNKEYED) -> Payment:
    """Take back a row that was written by mistake, by another one. Raises Invalid for one taken back already."""
    must_bill(by)
    row = queries.payment(payment_id)
    invoice = _invoice_of(row)
    if heard_before(tap, by=by) is not None:
        return row
    if row.kind == PaymentKind.REVERSAL or queries.is_reversed(row):
        raise Invalid("That was taken back already.")
    if not one_line(why):
        raise Invalid("Say in a few words what was wrong.", "reason")
    back = NewPayment(-row.amount, row.method, clock.today(shop().timezone), row.reference, one_line(why)[:200])
    places = {"invoice_id": row.invoice_id, "job_id": row.job_id, "quote_id": row.quote_id}
    _write(back, PaymentKind.REVERSAL, by=by, reverses_id=row.id, **places)
    if invoice:
        invoice.paid -= row.amount
    _tell(_about(row), "reversed", abs(row.amount), by, tap)
    return row


def _hold(on: Job | Quote) -> None:
    """Lock what the deposit is for. Raises Invalid where it does not belong."""
    if isinstance(on, Job):
        locked(on.number)
        if found := queries.invoice_of_job(on.id):
            raise Invalid(f"{on.number} is billed with {found.number}: record the money there.", "amount")
        return
    quote = quotes.quote(on.number, lock=True)
    if quote.status == QuoteState.CONVERTED:
        raise Invalid(f"{on.number} is a job now: record the money there.", "amount")


def _invoice_of(row: Payment) -> Invoice | None:
    """The invoice that the row counts for, locked."""
    if row.invoice_id:
        return queries.invoice(db.session.get_one(Invoice, row.invoice_id).number, lock=True)
    made = quotes.job_made_of(db.session.get_one(Quote, row.quote_id)) if row.quote_id else None
    job_id = row.job_id or (made.id if made else None)
    return queries.invoice_of_job(job_id, lock=True) if job_id else None


def _taken_on(on: Job | Quote) -> list[Payment]:
    return queries.deposits_of_job(on.id) if isinstance(on, Job) else queries.deposits_of_quote(on.id)


def _about(row: Payment) -> Invoice | Job | Quote:
    if row.invoice_id:
        return db.session.get_one(Invoice, row.invoice_id)
    return db.session.get_one(Job, row.job_id) if row.job_id else db.session.get_one(Quote, row.quote_id)


def _tell(on: Invoice | Job | Quote, did: str, amount: Decimal, by: Person, tap: Tap) -> None:
    told: object = JobDepositBooked(did)
    if isinstance(on, Invoice):
        told = InvoicePaymentBooked(did, _words(amount))
    elif isinstance(on, Quote):
        told = QuoteDepositBooked(did, _words(amount))
    record(told, about=on, by=by, tap=tap)


def _did(new: NewPayment) -> str:
    return "refunded" if new.is_refund else "recorded"


def _words(amount: Decimal) -> str:
    return money.words(amount, shop().currency)


def _check(new: NewPayment, *, at_most: Decimal) -> None:
    if new.method not in METHODS:
        raise Invalid("Choose how it was paid.", "method")
    if new.amount <= 0:
        raise Invalid("Enter the amount: more than nothing.", "amount")
    if new.amount > at_most:
        limit = f"At most {_words(max(at_most, queries.ZERO))}"
        raise Invalid(f"{limit} {'was paid' if new.is_refund else 'is owed'}.", "amount")
    today = clock.today(shop().timezone)
    if not today - timedelta(days=3660) <= new.received_on <= today:
        raise Invalid("Choose the day it was paid; it can't be one to come.", "received_on")


def _write(new: NewPayment, kind: PaymentKind, *, by: Person, **place: int | None) -> Payment:
    row = Payment(
        kind=kind,
        amount=-new.amount if new.is_refund else new.amount,
        method=new.method,
        reference=one_line(new.reference)[:80],
        note=one_line(new.note)[:200],
        received_on=new.received_on,
        member_id=by.id,
        recorded_at=clock.now(),
        **place,
    )
    db.session.add(row)
    db.session.flush()
    return row
