"""The quotes of a customer, on the customer's page."""

from shopfloor.accounts.current import me
from shopfloor.customers.models import Customer
from shopfloor.customers.page import CustomerPanel
from shopfloor.kernel import clock
from shopfloor.quotes.queries import newest_quotes_of, state_of
from shopfloor.shops.permissions import Permission

MOST = 10


def panel(customer: Customer) -> CustomerPanel | None:
    """The newest of them; the list of quotes has the others."""
    if not me().may(Permission.QUOTES_MANAGE):
        return None
    today, quotes = clock.today(me().timezone), newest_quotes_of(customer.id, MOST + 1)
    rows = [(quote, state_of(quote, today)) for quote in quotes[:MOST]]
    return CustomerPanel("Quotes", "quotes/of_customer.html", {"rows": rows, "more": len(quotes) > MOST, "customer": customer})
