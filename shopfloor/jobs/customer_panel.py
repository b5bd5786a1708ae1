"""The jobs of a customer, on the customer's page."""

from shopfloor.accounts.current import me
from shopfloor.customers.models import Customer
from shopfloor.customers.page import CustomerPanel
from shopfloor.jobs.cards import cards
from shopfloor.jobs.queries import jobs_of_customer
from shopfloor.jobs.setting import setting_of
from shopfloor.web.asked import number_asked

PAGE = 20


def panel(customer: Customer) -> CustomerPanel:
    """Open ones on top, newest first; older ones after the job of id `jobs_before`."""
    before = number_asked("jobs_before")
    ids = jobs_of_customer(customer.id, before=before, size=PAGE + 1)
    by_id = {card.id: card for card in cards(ids[:PAGE], setting_of(me()))}
    more = ids[PAGE - 1] if len(ids) > PAGE else None
    rows = [by_id[id_] for id_ in ids[:PAGE]]
    return CustomerPanel("Jobs", "jobs/of_customer.html", {"rows": rows, "more": more, "paged": before, "customer": customer})
