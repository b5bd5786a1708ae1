"""Taking customers on, and putting them away."""

from shopfloor.customers.events import CustomerAdded, CustomerArchived
from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.events import Actor, record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.text import one_line


@operation
def add_customer(name: str, *, by: Actor, email: str = "", phone: str = "") -> Customer:
    """A new customer. Raises Invalid for an empty name."""
    if not one_line(name):
        raise Invalid("Whom is it for? Enter the customer's name.", "customer")
    customer = Customer(name=one_line(name), email=one_line(email), phone=one_line(phone))
    db.session.add(customer)
    db.session.flush()
    record(CustomerAdded(), about=customer, by=by)
    return customer


@operation
def archive_customer(customer: Customer, *, by: Actor) -> Customer:
    """Take a customer out of the pickers; their jobs stay. Archiving twice is archiving once."""
    if customer.archived_at is None:
        customer.archived_at = clock.now()
        record(CustomerArchived(), about=customer, by=by)
    return customer
