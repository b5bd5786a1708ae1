"""After a customer's terms changed: whether what is open of theirs is to follow."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.billing.operations import anew_for, price_anew
from shopfloor.customers.queries import customer as customer_of_id
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires

bp = Blueprint("repricing", __name__)


@bp.get("/customers/<int:customer_id>/repricing")
@requires(Permission.INVOICES_MANAGE)
def ask(customer_id: int) -> ResponseReturnValue:
    """Job by job and draft by draft; without any, the customer's page."""
    customer = customer_of_id(customer_id)
    if rows := anew_for(customer):
        return render_template("billing/repricing.html", customer=customer, rows=rows)
    return _to(customer_id)


@bp.post("/customers/<int:customer_id>/repricing")
@requires(Permission.INVOICES_MANAGE)
def do(customer_id: int) -> ResponseReturnValue:
    price_anew(customer_id, request.form.getlist("numbers")[:200], by=me())
    return _to(customer_id)


def _to(customer_id: int) -> ResponseReturnValue:
    return redirect(url_for("customers.show", customer_id=customer_id), 303)
