"""Merging two customers: who is the other one, what would move, and then it is done."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.customers import operations, queries
from shopfloor.customers.details import details_of
from shopfloor.customers.forms import CustomerChoice, known_customer_from
from shopfloor.customers.holdings import holdings
from shopfloor.customers.merging import merged
from shopfloor.customers.models import Customer
from shopfloor.kernel.errors import Invalid, NotFound, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked
from shopfloor.web.doors import requires

bp = Blueprint("merging", __name__)


@bp.get("/customers/<int:customer_id>/merging")
@requires(Permission.CUSTOMERS_MANAGE)
def ask(customer_id: int) -> ResponseReturnValue:
    """Ask for the other one; once they are chosen, show what would move. `gone` is who would not stay."""
    one, form = queries.customer(customer_id), CustomerChoice(request.args)
    if "customer" not in request.args:
        return _page(one, form)
    try:
        if not form.validate():
            return _page(one, form), 422
        return _preview(one, known_customer_from(form), form)
    except Invalid as error:
        form.customer.errors = [error.sentence]
        return _page(one, form), error.status


@bp.post("/customers/<int:customer_id>/merging")
@requires(Permission.CUSTOMERS_MANAGE)
def merge(customer_id: int) -> ResponseReturnValue:
    """Merge this one into the one that stays."""
    gone = queries.customer(customer_id)
    kept_id, *seen = (_number(name) for name in ("kept", "gone_version", "kept_version"))
    try:
        kept = operations.merge_customers(gone.id, kept_id, seen=(seen[0], seen[1]), by=me())
    except (Invalid, Stale) as refusal:
        return _page(gone, CustomerChoice(), problem=refusal.sentence), refusal.status
    except NotFound:
        return _page(gone, CustomerChoice(), problem="Say first with whom."), 422
    after = "repricing.ask" if me().may(Permission.INVOICES_MANAGE) else "customers.show"
    return redirect(url_for(after, customer_id=kept.id), 303)


def _preview(one: Customer, other: Customer, form: CustomerChoice) -> str:
    if one.id == other.id:
        raise Invalid("Those are one and the same already. Choose another customer.", "customer")
    gone, kept = (one, other) if number_asked("gone") == one.id else (other, one)
    if kept.archived_at and not gone.archived_at:
        gone, kept = kept, gone  # who takes no work can't be the one that stays
    moves = [*holdings(gone.id), *merged(details_of(kept), details_of(gone)).moved]
    return _page(one, form, other=other, gone=gone, kept=kept, moves=moves)


def _page(one: Customer, form: CustomerChoice, **more: Any) -> str:
    return render_template("customers/merging.html", customer=one, form=form, **more)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
