"""Finding a customer as one types."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from shopfloor.customers.queries import customers_like
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import text_asked
from shopfloor.web.doors import requires

bp = Blueprint("customers", __name__)


@bp.get("/customers/matches")
@requires(Permission.JOBS_CREATE)
def matches() -> ResponseReturnValue:
    """Names that begin so, for the customer field."""
    start = text_asked("q", 120)
    return jsonify([customer.name for customer in customers_like(start)] if start else [])
