"""For the bookkeeper: what is open and for how long, and lists to take along."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shopfloor.accounts.current import me
from shopfloor.billing import queries
from shopfloor.billing.forms import PeriodForm
from shopfloor.billing.operations.payments import METHODS
from shopfloor.billing.states import AGES, age_of, state_of
from shopfloor.kernel import clock
from shopfloor.shops.permissions import Permission
from shopfloor.web.csv import csv_table
from shopfloor.web.doors import requires

bp = Blueprint("books", __name__)


@bp.get("/open-amounts")
@requires(Permission.INVOICES_MANAGE)
def show() -> str:
    """Who owes what, by how long it is due; credits to give back; the exports."""
    return _page(_period())


@bp.get("/invoices.csv")
@requires(Permission.INVOICES_MANAGE)
def invoices() -> ResponseReturnValue:
    """The invoices issued in a period."""
    form = _period()
    if not form.validate():
        return _page(form), 422
    today = clock.today(me().timezone)
    head = ("Invoice", "Issued", "Due", "Customer", "Job", "PO", "Status", "Subtotal", "Surcharge", "Discount", "Tax rate",
            "Tax", "Total", "Paid", "Balance")  # fmt: skip
    rows = (_invoice_row(invoice, today) for invoice in queries.invoices_between(form.start.data, form.end.data))
    return _csv("invoices", form, head, rows)


@bp.get("/payments.csv")
@requires(Permission.INVOICES_MANAGE)
def payments() -> ResponseReturnValue:
    """The money of a period, every row of it."""
    form = _period()
    if not form.validate():
        return _page(form), 422
    head = ("Date", "Kind", "For", "Amount", "Method", "Reference", "Note")
    rows = (
        (row.received_on, row.kind, number, row.amount, METHODS[row.method], row.reference, row.note)
        for row, number in queries.payments_between(form.start.data, form.end.data)
    )
    return _csv("payments", form, head, rows)


def _period() -> PeriodForm:
    """The days that were asked for; else the month so far."""
    today = clock.today(me().timezone)
    this_month = MultiDict({"start": today.replace(day=1).isoformat(), "end": today.isoformat()})
    return PeriodForm(request.args or this_month)


def _page(form: PeriodForm) -> str:
    today, open_ = clock.today(me().timezone), queries.open_invoices()
    owed = [(row, age_of(row.due_on or today, today)) for row in open_ if row.balance > 0]
    ages = [(name, sum((row.balance for row, age in owed if age == name), Decimal(0))) for name, _ in AGES]
    credits = [row for row in open_ if row.balance < 0]
    total = sum((amount for _, amount in ages), Decimal(0))
    return render_template("billing/open.html", owed=owed, ages=ages, total=total, credits=credits, form=form)


def _invoice_row(invoice: Any, today: date) -> tuple[object, ...]:
    body = queries.body_of(invoice)
    sums = body.totals
    state = state_of(invoice.status, invoice.total, invoice.paid, invoice.due_on, today)
    return (
        invoice.number, invoice.issued_on, invoice.due_on, body.bill_to.name, invoice.job.number, body.customer_po,
        state.value,
        sums.subtotal, sums.surcharge, sums.discount, f"{body.rate.percent:f}", sums.tax, sums.total,
        invoice.paid, invoice.balance,
    )  # fmt: skip


def _csv(name: str, form: PeriodForm, head: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    return csv_table(f"{name}-{form.start.data}-to-{form.end.data}", head, rows)
