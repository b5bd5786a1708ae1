"""The page of one invoice; and what jobs and quotes show of money."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import render_template, url_for

from shopfloor.accounts.current import me
from shopfloor.billing import queries
from shopfloor.billing.forms import PaymentForm, new_payment_form
from shopfloor.billing.models import Invoice, Payment, PaymentKind
from shopfloor.billing.operations.payments import METHODS
from shopfloor.billing.paper import invoice_words
from shopfloor.billing.states import state_of
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.kernel import clock
from shopfloor.quotes import queries as quotes
from shopfloor.quotes.models import Quote
from shopfloor.quotes.page import QuotePanel
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.history import history_of
from shopfloor.shops.queries import shop
from shopfloor.workflow.kinds import StatusKind


def invoice_page(
    invoice: Invoice, *, problem: str | None = None, typed: Mapping[str, str] | None = None, form: PaymentForm | None = None
) -> str:
    """The page, with a sentence on it when something was refused, and with what was typed then."""
    today = clock.today(me().timezone)
    amount = f"{invoice.balance:.2f}" if invoice.balance > 0 else ""
    return render_template(
        "billing/show.html",
        invoice=invoice,
        state=state_of(invoice.status, invoice.total, invoice.paid, invoice.due_on, today),
        words=invoice_words(invoice, shop()),
        money=money_rows(queries.payments_of(invoice)),
        history=history_of(invoice),
        waits=queries.waits_for_work(invoice),
        form=form or new_payment_form(today, key=uuid4().hex, amount=amount),
        problem=problem,
        typed=typed or {},
        key=uuid4().hex,
    )


def money_rows(payments: list[Payment]) -> list[dict[str, Any]]:
    """Rows of money for a table: `can_reverse` are those that stand and are no taking back themselves."""
    reversed_ = {row.reverses_id for row in payments}
    return [
        {
            "row": row,
            "method": METHODS[row.method],
            "can_reverse": row.id not in reversed_ and row.kind != PaymentKind.REVERSAL,
        }
        for row in payments
    ]


def panel(job: Job, card: Card, form: PaymentForm | None = None) -> Panel:
    """The invoice of a job, or how to make it; before there is one, its deposits."""
    today, invoice = clock.today(me().timezone), queries.invoice_of_job(job.id)
    deposits = queries.deposits_of_job(job.id)
    held = queries.sum_of(deposits)
    context = {
        "invoice": invoice,
        "state": state_of(invoice.status, invoice.total, invoice.paid, invoice.due_on, today) if invoice else None,
        "waits": invoice is not None and queries.waits_for_work(invoice),
        "deposits": money_rows(deposits),
        "held": held,
        "refund_due": held if card.status.kind is StatusKind.CANCELLED and invoice is None else queries.ZERO,
        "form": form or new_payment_form(today, key=uuid4().hex),
        "action": url_for("billing.create_job_deposit", number=job.number),
        "for_stock": job.customer_id is None,
    }
    return Panel("billing/_panel.html", context)


def quote_panel(quote: Quote, typed: Mapping[str, Any]) -> QuotePanel | None:
    """Deposits of a quote; once it is a job, that has them."""
    deposits = queries.deposits_of_quote(quote.id)
    is_open = quote.status in {QuoteState.SENT, QuoteState.APPROVED, QuoteState.DRAFT}
    if not deposits and not is_open:
        return None
    today = clock.today(me().timezone)
    due = quotes.body_of(quotes.version_of(quote)).deposit_due - queries.sum_of(deposits)
    form = typed.get("deposit") or new_payment_form(today, key=uuid4().hex, amount=f"{due:.2f}" if due > 0 else "")
    context = {
        "deposits": money_rows(deposits),
        "held": queries.sum_of(deposits),
        "form": form if is_open else None,
        "action": url_for("billing.create_quote_deposit", quote=quote.number),
    }
    return QuotePanel("deposits", "Deposits", "billing/_deposits.html", context)
