"""The pages and verbs of invoices."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.billing import operations, queries
from shopfloor.billing.draft import change_of, invoice_form, reshaped
from shopfloor.billing.forms import InvoiceForm, PaymentForm
from shopfloor.billing.models import Invoice, Payment
from shopfloor.billing.page import invoice_page, panel
from shopfloor.billing.paper import invoice_pdf, invoice_words
from shopfloor.billing.states import InvoiceState, state_of
from shopfloor.db import db
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import card_of
from shopfloor.jobs.draft import field_of
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import job_page
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.text import one_line
from shopfloor.quotes import queries as quotes
from shopfloor.quotes.draft import times_saved
from shopfloor.quotes.page import quote_page
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import shop
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request

bp = Blueprint("billing", __name__)

PAGE = 50
FILTERS = (
    InvoiceState.DRAFT,
    InvoiceState.SENT,
    InvoiceState.PARTIAL,
    InvoiceState.OVERDUE,
    InvoiceState.PAID,
    InvoiceState.VOID,
)


@bp.get("/invoices")
@requires(Permission.INVOICES_MANAGE)
def index() -> str:
    """The list, newest first."""
    search, asked = text_asked("q", 80), text_asked("filter", 20)
    state = next((state for state in FILTERS if state.value == asked), None)
    today = clock.today(me().timezone)
    found = queries.page_of_invoices(state, search, today, before=number_asked("before"), size=PAGE + 1)
    rows = [(row, state_of(row.status, row.total, row.paid, row.due_on, today)) for row in found[:PAGE]]
    chosen = state.value if state else "all"
    older = url_for("billing.index", filter=chosen, q=search or None, before=rows[-1][0].id) if len(found) > PAGE else None
    return render_template("billing/index.html", rows=rows, filters=FILTERS, filter=chosen, q=search, next_url=older)


@bp.post("/jobs/<number>/invoices")
@requires(Permission.INVOICES_MANAGE)
def create(number: str) -> ResponseReturnValue:
    """Create Invoice; where there is one, that is shown."""
    try:
        invoice = operations.create_invoice(number, by=me())
    except Invalid as error:
        return job_page(number, problem=error.sentence), error.status
    return _to(invoice)


@bp.get("/invoices/<invoice>")
@requires(Permission.INVOICES_MANAGE)
def show(invoice: str) -> str:
    return invoice_page(queries.invoice(invoice))


@bp.get("/invoices/<invoice>/edit")
@requires(Permission.INVOICES_MANAGE)
def edit(invoice: str) -> ResponseReturnValue:
    found = queries.invoice(invoice)
    if found.status != "draft":
        return _to(found)
    return render_template("billing/form.html", invoice=found, form=invoice_form(found))


@bp.post("/invoices/<invoice>")
@requires(Permission.INVOICES_MANAGE)
def update(invoice: str) -> ResponseReturnValue:
    """Save the draft; or add or drop a line of the form and show it again."""
    found, do, problem = queries.invoice(invoice), request.form.get("do", "save"), None
    if do != "save":
        return render_template("billing/form.html", invoice=found, form=invoice_form(found, reshaped(request.form, do)))
    form = invoice_form(found, request.form)
    if form.validate():
        try:
            change, seen = change_of(form, found), times_saved(form.edits.data)
            return _to(operations.change_invoice(invoice, change, seen=seen, by=me(), tap=tap_from_request()))
        except Stale as stale:
            return _beside_theirs(form, queries.invoice(invoice), stale)
        except Invalid as error:
            problem = error.sentence if error.field is None else None
            if error.field:
                field_of(form, error).errors = [error.sentence]
    return render_template("billing/form.html", invoice=found, form=form, problem=problem), 422


def _beside_theirs(form: InvoiceForm, invoice: Invoice, stale: Stale) -> ResponseReturnValue:
    """What was typed, below what someone else has saved. Saved again, it goes over theirs."""
    form.edits.data = str(invoice.edits)
    theirs = invoice_words(invoice, shop())
    page = render_template("billing/form.html", invoice=invoice, form=form, problem=stale.sentence, theirs=theirs)
    return page, stale.status


@bp.get("/invoices/<invoice>/invoice.pdf")
@requires(Permission.INVOICES_MANAGE)
def pdf(invoice: str) -> Response:
    found = queries.invoice(invoice)
    response = Response(invoice_pdf(found, shop()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@bp.post("/invoices/<invoice>/sendings")
@requires(Permission.INVOICES_MANAGE)
def create_sending(invoice: str) -> ResponseReturnValue:
    """Send it by mail, or note that it was handed over."""
    found, seen = queries.invoice(invoice), request.form.get("edits", type=int)
    mail = _mail(found) if request.form.get("how") == "mail" else None
    return _done(found, lambda: operations.issue_invoice(invoice, mail=mail, seen=seen, by=me(), tap=tap_from_request()))


def _mail(invoice: Invoice) -> operations.ByMail:
    """The paper is printed before the operation: nobody else waits for it."""
    return operations.ByMail(one_line(request.form.get("to", ""))[:254], invoice_pdf(invoice, shop()))


@bp.post("/invoices/<invoice>/voidings")
@requires(Permission.INVOICES_MANAGE)
def create_voiding(invoice: str) -> ResponseReturnValue:
    found, reason = queries.invoice(invoice), request.form.get("reason", "")
    return _done(found, lambda: operations.void_invoice(invoice, reason, by=me(), tap=tap_from_request()))


@bp.post("/invoices/<invoice>/payments")
@requires(Permission.INVOICES_MANAGE)
def create_payment(invoice: str) -> ResponseReturnValue:
    found, form = queries.invoice(invoice), PaymentForm(request.form)
    if _booked(form, lambda: operations.book_payment(invoice, form.payment, by=me(), tap=tap_from_request())):
        return _to(found)
    return invoice_page(found, form=form), 422


@bp.post("/jobs/<number>/deposits")
@requires(Permission.INVOICES_MANAGE)
def create_job_deposit(number: str) -> ResponseReturnValue:
    job, form = jobs.job(number), PaymentForm(request.form)
    if _booked(form, lambda: operations.book_deposit(job, form.payment, by=me(), tap=tap_from_request())):
        return redirect(url_for("jobs.show", number=number, _anchor="invoice"), 303)
    return job_page(number, shown={"invoice": panel(job, card_of(job.id), form)}), 422


@bp.post("/quotes/<quote>/deposits")
@requires(Permission.INVOICES_MANAGE)
def create_quote_deposit(quote: str) -> ResponseReturnValue:
    found, form = quotes.quote(quote), PaymentForm(request.form)
    if _booked(form, lambda: operations.book_deposit(found, form.payment, by=me(), tap=tap_from_request())):
        return redirect(url_for("quotes.show", quote=quote, _anchor="deposits"), 303)
    return quote_page(found, typed={"deposit": form}), 422


def _booked(form: PaymentForm, deed: Callable[[], object]) -> bool:
    """Whether the money was written down; if not, the form says why."""
    if not form.validate():
        return False
    try:
        deed()
    except Invalid as error:
        field_of(form, error if error.field in form else Invalid(error.sentence, "amount")).errors = [error.sentence]
        return False
    return True


@bp.post("/payments/<int:payment>/reversals")
@requires(Permission.INVOICES_MANAGE)
def create_reversal(payment: int) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    row = queries.payment(payment)
    operations.reverse_payment(row.id, request.form.get("reason", ""), by=me(), tap=tap_from_request())
    return redirect(_page_of(row), 303)


def _page_of(row: Payment) -> str:
    if row.invoice_id:
        return url_for("billing.show", invoice=db.session.get_one(Invoice, row.invoice_id).number)
    if row.quote_id:
        return url_for("quotes.show", quote=quotes.quote_by_id(row.quote_id).number, _anchor="deposits")
    return url_for("jobs.show", number=db.session.get_one(Job, row.job_id).number, _anchor="invoice")


def _done(invoice: Invoice, deed: Callable[[], object]) -> ResponseReturnValue:
    try:
        deed()
    except (Invalid, Stale) as error:
        return invoice_page(invoice, problem=error.sentence, typed=request.form), error.status
    return _to(invoice)


def _to(invoice: Invoice) -> ResponseReturnValue:
    return redirect(url_for("billing.show", invoice=invoice.number), 303)
