"""The pages and verbs of customers. Who may make jobs may look people up; the office keeps their records."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.customers import operations, queries
from shopfloor.customers.details import TERMS, Details, change_in_words, changed_fields, details_of
from shopfloor.customers.export import customers_table
from shopfloor.customers.forms import CustomerForm, form_with
from shopfloor.customers.models import Customer
from shopfloor.customers.page import customer_page
from shopfloor.customers.words import told_apart
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request

bp = Blueprint("customers", __name__)

PAGE = 50
SUGGESTED = 8


@bp.get("/customers")
@requires(Permission.JOBS_CREATE)
def index() -> str:
    """The list by name; with `X-Part` its results alone, for who searches by typing."""
    chosen = "archived" if request.args.get("filter") == "archived" else "all"
    search, after = text_asked("q", 80), number_asked("after")
    found = queries.page_of_customers(archived=chosen == "archived", search=search, after=after, size=PAGE + 1)
    more = url_for("customers.index", filter=chosen, q=search or None, after=found[PAGE - 1].id) if len(found) > PAGE else None
    page = "customers/results.html" if request.headers.get("X-Part") else "customers/index.html"
    return render_template(page, rows=found[:PAGE], filter=chosen, q=search, next_url=more, paged=after)


@bp.get("/customers/matches")
@requires(Permission.JOBS_CREATE)
def matches() -> ResponseReturnValue:
    """Whom someone may mean who types that, for the customer field."""
    found = queries.customers_matching(text_asked("q", 120), limit=SUGGESTED)
    about = [{"id": one.id, "name": one.name, "about": told_apart(one), "archived": bool(one.archived_at)} for one in found]
    return jsonify(about)


@bp.get("/customers.csv")
@requires(Permission.CUSTOMERS_MANAGE)
def export() -> Response:
    return customers_table(queries.all_customers())


@bp.get("/customers/new")
@requires(Permission.CUSTOMERS_MANAGE)
def new() -> str:
    return _form_page(_offered(CustomerForm(key=uuid4().hex, name=text_asked("name", 120))))


@bp.post("/customers")
@requires(Permission.CUSTOMERS_MANAGE)
def create() -> ResponseReturnValue:
    """Take on; or add or drop a row of the form and show it again."""
    form = _offered(CustomerForm(request.form))
    if _reshaped(form):
        return _form_page(form)
    if form.validate():
        try:
            made = operations.take_on(form.details(_terms_kept(Details(""))), by=me(), tap=tap_from_request())
            return redirect(url_for("customers.show", customer_id=made.id), 303)
        except Invalid as error:
            form.name.errors = [error.sentence]
    return _form_page(form), 422


@bp.get("/customers/<int:customer_id>")
@requires(Permission.JOBS_CREATE)
def show(customer_id: int) -> str:
    return customer_page(queries.customer(customer_id))


@bp.get("/customers/<int:customer_id>/edit")
@requires(Permission.CUSTOMERS_MANAGE)
def edit(customer_id: int) -> str:
    customer = queries.customer(customer_id)
    return _form_page(_offered(form_with(details_of(customer), customer.version), customer), customer)


@bp.post("/customers/<int:customer_id>")
@requires(Permission.CUSTOMERS_MANAGE)
def change(customer_id: int) -> ResponseReturnValue:
    """Save; or reshape the form. When someone saved meanwhile, theirs is told and what was typed stays."""
    customer = queries.customer(customer_id)
    form = _offered(CustomerForm(request.form), customer)
    if _reshaped(form):
        return _form_page(form, customer)
    if not form.validate():
        return _form_page(form, customer), 422
    was = details_of(customer)
    details = form.details(_terms_kept(was))
    try:
        operations.change_customer(customer_id, details, seen=_version(form), by=me())
        asks = TERMS.intersection(changed_fields(was, details)) and me().may(Permission.INVOICES_MANAGE)
        return redirect(url_for("repricing.ask" if asks else "customers.show", customer_id=customer_id), 303)
    except Stale as stale:
        theirs = queries.customer(customer_id)
        form.version.data = str(theirs.version)
        names = changed_fields(details, details_of(theirs))
        differs = change_in_words(details, details_of(theirs), names)
        return _form_page(form, theirs, problem=stale.sentence, differs=differs), stale.status
    except Invalid as error:
        form.name.errors = [error.sentence]
        return _form_page(form, customer), error.status


@bp.post("/customers/<int:customer_id>/archiving")
@requires(Permission.CUSTOMERS_MANAGE)
def archive(customer_id: int) -> ResponseReturnValue:
    operations.archive_customer(queries.customer(customer_id), by=me())
    return redirect(url_for("customers.show", customer_id=customer_id), 303)


@bp.post("/customers/<int:customer_id>/return")
@requires(Permission.CUSTOMERS_MANAGE)
def bring_back(customer_id: int) -> ResponseReturnValue:
    customer = queries.customer(customer_id)
    try:
        operations.bring_back(customer, by=me())
    except Invalid as error:
        return customer_page(customer, problem=error.sentence), error.status
    return redirect(url_for("customers.show", customer_id=customer_id), 303)


def _offered(form: CustomerForm, customer: Customer | None = None) -> CustomerForm:
    """The form with the tiers there are; the app knows them, the catalog stands beside us."""
    form.offer(current_app.extensions["price_tiers"](), customer.price_tier if customer else "")
    return form


def _form_page(form: CustomerForm, customer: Customer | None = None, **more: Any) -> str:
    return render_template("customers/form.html", form=form, customer=customer, **more)


def _terms_kept(old: Details) -> Details | None:
    """The terms of before, for those who don't see any."""
    return None if me().may(Permission.PRICES_SEE) else old


def _version(form: CustomerForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _reshaped(form: CustomerForm) -> bool:
    """Add or drop a row of the form, if a button for that was pressed. Nothing else of it is touched."""
    do, _, place = request.form.get("do", "save").partition("-")
    verb, _, what = do.partition("_")
    rows = {"contact": form.contacts, "address": form.addresses}.get(what)
    if rows is None:
        return False
    if verb == "drop":
        rows.entries = [row for row in rows.entries if row.name.rpartition("-")[2] != place]
    elif len(rows.entries) < rows.max_entries:
        rows.append_entry()
    return True
