"""Customers in words: how they are told apart, and what papers say of them."""

from shopfloor.customers.finding import place_of
from shopfloor.customers.models import Customer


def told_apart(customer: Customer) -> str:
    """What two of one name differ in: whom one speaks to, the phone, the place; the e-mail where there is none of those."""
    speaks = [contact.name for contact in customer.contacts[:1] if contact.name != customer.name]
    return " · ".join(filter(None, [*speaks, customer.phone, place_of(customer.address)])) or customer.email


def customer_words(customer: Customer, po: str = "") -> dict[str, str]:
    """The fields that a shop may want on its papers, by their codes (`paper.look.CUSTOMER`)."""
    return {"name": customer.name, "address": customer.address, "phone": customer.phone, "email": customer.email, "po": po}
