"""How customers are told apart, in a few words."""

from shopfloor.customers.finding import place_of
from shopfloor.customers.models import Customer


def told_apart(customer: Customer) -> str:
    """What two of one name differ in: whom one speaks to, the phone, the place; the e-mail where there is none of those."""
    speaks = [contact.name for contact in customer.contacts[:1] if contact.name != customer.name]
    return " · ".join(filter(None, [*speaks, customer.phone, place_of(customer.address)])) or customer.email
