"""Customers as a table for spreadsheets."""

from collections.abc import Sequence

from flask import Response

from shopfloor.customers.details import terms_words
from shopfloor.customers.models import Customer
from shopfloor.web.csv import csv_table

HEADS = (
    "Name", "Company or person", "E-mail", "Phone", "Billing address", "Contacts", "Other addresses", "Status e-mails",
    "Tax exempt", "Certificate", "Terms", "Price tier", "Notes", "Archived",
)  # fmt: skip


def customers_table(customers: Sequence[Customer]) -> Response:
    return csv_table("customers", HEADS, map(_cells, customers))


def _cells(customer: Customer) -> tuple[str, ...]:
    return (
        customer.name,
        "Company" if customer.is_company else "Person",
        customer.email,
        customer.phone,
        customer.address,
        "; ".join(contact.words for contact in customer.contacts),
        "; ".join(f"{address.kind}: {address.words}" for address in customer.addresses),
        _yes(customer.status_emails),
        _yes(customer.tax_exempt),
        customer.tax_certificate,
        terms_words(customer.terms_days),
        customer.price_tier,
        customer.notes,
        _yes(customer.archived_at is not None),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
