"""The invoices of a customer, on the customer's page."""

from shopfloor.accounts.current import me
from shopfloor.billing.queries import newest_invoices_of
from shopfloor.billing.states import state_of
from shopfloor.customers.models import Customer
from shopfloor.customers.page import CustomerPanel
from shopfloor.kernel import clock
from shopfloor.shops.permissions import Permission

MOST = 10


def panel(customer: Customer) -> CustomerPanel | None:
    """The newest of them; the list of invoices has the others."""
    if not me().may(Permission.INVOICES_MANAGE):
        return None
    today, found = clock.today(me().timezone), newest_invoices_of(customer.id, MOST + 1)
    rows = [(row, state_of(row.status, row.total, row.paid, row.due_on, today)) for row in found[:MOST]]
    return CustomerPanel(
        "Invoices", "billing/of_customer.html", {"rows": rows, "more": len(found) > MOST, "customer": customer}
    )
