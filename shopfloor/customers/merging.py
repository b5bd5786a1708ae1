"""Two records of one customer become one: what the one that stays takes over. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from shopfloor.customers.details import Details
from shopfloor.customers.people import Address, AddressKind, Contact


@dataclass(frozen=True, slots=True)
class Merged:
    """The record that stays, and what it took over, in words."""

    details: Details
    moved: tuple[str, ...]


def merged(kept: Details, gone: Details) -> Merged:
    """What `kept` has stands; what it lacks it takes. Whoever asked for no e-mails gets none.

    Tax, terms and price tier are never taken over: they were agreed with the one that stays.
    """
    filled: dict[str, Any] = {
        name: getattr(gone, name) for name in ("email", "phone", "address") if getattr(gone, name) and not getattr(kept, name)
    }
    contacts = [contact for contact in _contacts_of(gone, filled) if not _is_known(contact, kept)]
    addresses = [address for address in _addresses_of(gone, filled) if not _has(address, kept)]
    moved = [f"{_LABELS[name]} “{' '.join(value.split())}”" for name, value in filled.items()]
    moved += [f"contact {contact.words}" for contact in contacts]
    moved += [f"{address.kind} address {address.words}" for address in addresses]
    if gone.notes and gone.notes not in kept.notes:
        filled["notes"] = f"{kept.notes}\n\n{gone.notes}".strip()
        moved.append("notes")
    if kept.status_emails and not gone.status_emails:
        filled["status_emails"] = False
        moved.append("no status e-mails")
    details = replace(kept, contacts=(*kept.contacts, *contacts), addresses=(*kept.addresses, *addresses), **filled)
    return Merged(details, tuple(moved))


_LABELS = {"email": "e-mail", "phone": "phone", "address": "address"}


def _contacts_of(gone: Details, taken: dict[str, Any]) -> list[Contact]:
    """Their people, and their own e-mail and phone where those stand nowhere else."""
    email, phone = ("" if name in taken else getattr(gone, name) for name in ("email", "phone"))
    own = [Contact(gone.name, phone=phone, email=email)] if email or phone else []
    return [*gone.contacts, *own]


def _is_known(contact: Contact, kept: Details) -> bool:
    """Whether all that one could be reached by is there already."""
    if contact in kept.contacts:
        return True
    ways = {kept.email, kept.phone, *(c.email for c in kept.contacts), *(c.phone for c in kept.contacts), ""}
    return contact.name == kept.name and {contact.email, contact.phone} <= ways


def _addresses_of(gone: Details, taken: dict[str, Any]) -> list[Address]:
    own = [Address(AddressKind.BILLING, gone.address, gone.name)] if gone.address and "address" not in taken else []
    return [*gone.addresses, *own]


def _has(address: Address, kept: Details) -> bool:
    texts = {(AddressKind.BILLING, kept.address), *((other.kind, other.text) for other in kept.addresses)}
    return (address.kind, address.text) in texts
