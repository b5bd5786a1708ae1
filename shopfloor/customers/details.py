"""A customer's record as it is edited and compared: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from shopfloor.customers.models import Customer
from shopfloor.customers.people import Address, Contact
from shopfloor.db.documents import to_document

# Told only to those who see prices.
TERMS = frozenset({"tax_exempt", "tax_certificate", "terms_days", "price_tier"})
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Details:
    """All of a customer's record that people fill in."""

    name: str
    is_company: bool = True
    email: str = ""
    phone: str = ""
    address: str = ""
    contacts: tuple[Contact, ...] = ()
    addresses: tuple[Address, ...] = ()
    status_emails: bool = True
    notes: str = ""
    tax_exempt: bool = False
    tax_certificate: str = ""
    terms_days: int | None = None
    price_tier: str = ""


def details_of(customer: Customer) -> Details:
    """The record as it is."""
    return Details(**{field.name: getattr(customer, field.name) for field in fields(Details)})


def put(details: Details, customer: Customer) -> None:
    """Write the record."""
    for field in fields(Details):
        value = getattr(details, field.name)
        name = {"contacts": "contact_rows", "addresses": "address_rows"}.get(field.name, field.name)
        setattr(customer, name, to_document(value))


def changed_fields(old: Details, new: Details) -> list[str]:
    """Names of the fields that differ, in the order of the form."""
    return [field.name for field in fields(Details) if getattr(old, field.name) != getattr(new, field.name)]


def change_in_words(old: Details, new: Details, names: Iterable[str]) -> str:
    """Old → new of those fields, for the history."""
    return "; ".join(_words(name, getattr(old, name), getattr(new, name)) for name in names)


def _words(name: str, was: Any, now: Any) -> str:
    match name:
        case "is_company":
            return "now a company" if now else "now a person"
        case "status_emails":
            return "status e-mails on" if now else "status e-mails off"
        case "tax_exempt":
            return "tax exempt" if now else "no longer tax exempt"
        case "terms_days":
            return f"terms from {terms_words(was)} to {terms_words(now)}"
        case "contacts" | "addresses":
            return _rows_words({"contacts": "contact", "addresses": "address"}[name], was, now)
    label = {"email": "e-mail", "tax_certificate": "certificate", "price_tier": "price tier"}.get(name, name)
    return _said(label, " ".join(was.split()), " ".join(now.split()))


def _rows_words(label: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> str:
    gone = [_said(label, row.words, "") for row in was if row not in now]
    come = [_said(label, "", row.words) for row in now if row not in was]
    return "; ".join(gone + come) or f"{label} order"


def _said(label: str, was: str, now: str) -> str:
    if not was:
        return f"{label} “{_short(now)}” added"
    return f"{label} from “{_short(was)}” to “{_short(now)}”" if now else f"{label} “{_short(was)}” removed"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def terms_words(days: int | None) -> str:
    """When an invoice is due."""
    if days is None:
        return "the shop's own"
    return "on receipt" if days == 0 else "1 day" if days == 1 else f"{days} days"
