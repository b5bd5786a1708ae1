"""Taking customers on, keeping their record, putting them away, and making one of two."""

from shopfloor.customers.details import TERMS, Details, change_in_words, changed_fields, details_of, put
from shopfloor.customers.events import (
    CustomerAdded,
    CustomerArchived,
    CustomerBroughtBack,
    CustomerChanged,
    CustomerMergedAway,
    CustomerRenamed,
    CustomersMerged,
    TermsChanged,
)
from shopfloor.customers.finding import name_key, search_text
from shopfloor.customers.holdings import holdings
from shopfloor.customers.merging import merged
from shopfloor.customers.models import Customer
from shopfloor.customers.queries import customer as customer_of_id
from shopfloor.customers.queries import locked_customer
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import Actor, heard_before, record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

NAMELESS = "Whom is it for? Enter the customer's name."


@operation
def add_customer(name: str, *, by: Actor | None, email: str = "", phone: str = "") -> Customer:
    """A new customer as a form in passing takes them on. Raises Invalid for an empty name."""
    return _add(Details(one_line(name), email=one_line(email), phone=one_line(phone)), by, UNKEYED)


@operation
def take_on(details: Details, *, by: Person, tap: Tap = UNKEYED) -> Customer:
    """A new customer with all of their record. Raises NotPermitted, Invalid for an empty name."""
    _may_manage(by)
    if made := heard_before(tap, by=by):
        return customer_of_id(made)
    return _add(details, by, tap)


@operation
def change_customer(customer_id: int, new: Details, *, seen: int, by: Person) -> Customer:
    """Save the record. Raises NotFound, NotPermitted, Invalid, and Stale when it was saved since version `seen`."""
    _may_manage(by)
    customer = locked_customer(customer_id)
    _must_be_whole(customer)
    if customer.version != seen:
        raise Stale("Someone saved this customer meanwhile. Theirs is shown beside yours; save again to keep yours.", customer)
    _save(customer, new, by)
    return customer


@operation
def archive_customer(customer: Customer, *, by: Actor | None) -> Customer:
    """Take a customer out of the pickers; their jobs stay. Archiving twice is archiving once."""
    if customer.archived_at is None:
        customer.archived_at = clock.now()
        record(CustomerArchived(), about=customer, by=by)
    return customer


@operation
def bring_back(customer: Customer, *, by: Actor | None) -> Customer:
    """Let a customer take work again. Raises Invalid for one who was merged into another."""
    _must_be_whole(customer)
    if customer.archived_at is not None:
        customer.archived_at = None
        record(CustomerBroughtBack(), about=customer, by=by)
    return customer


@operation
def merge_customers(gone_id: int, kept_id: int, *, seen: tuple[int, int], by: Person) -> Customer:
    """Make one customer of two: `gone` is archived and leads to `kept`, which takes over what hangs on it.

    `seen` are the versions of both as they were looked at. Merging twice is merging once. There is no way back but by
    hand. Raises NotFound, NotPermitted, Invalid, Stale.
    """
    _may_manage(by)
    if gone_id == kept_id:
        raise Invalid("Those are one and the same already. Choose another customer.", "customer")
    first, second = (locked_customer(id_) for id_ in sorted((gone_id, kept_id)))
    gone, kept = (first, second) if first.id == gone_id else (second, first)
    if gone.merged_into_id == kept.id:
        return kept
    for customer in (gone, kept):
        _must_be_whole(customer)
    if kept.archived_at:
        raise Invalid(f"{kept.name} is archived. Bring them back first, or let the other one stay.", "customer")
    if (gone.version, kept.version) != seen:
        raise Stale("Someone saved one of the two meanwhile. Look at both again, then merge.")
    _merge(gone, kept, by)
    return kept


def _merge(gone: Customer, kept: Customer, by: Person) -> None:
    whole = merged(details_of(kept), details_of(gone))
    moved = ", ".join([*holdings(gone.id), *whole.moved]) or "nothing had to move"
    put(whole.details, kept)
    _keep_findable(kept)
    gone.merged_into_id, gone.archived_at = kept.id, gone.archived_at or clock.now()
    gone.version, kept.version = gone.version + 1, kept.version + 1
    db.session.flush()  # reactions read what is there
    record(CustomersMerged(gone.name, gone.id, moved), about=kept, by=by)
    record(CustomerMergedAway(kept.name, kept.id), about=gone, by=by)


def _add(details: Details, by: Actor | None, tap: Tap) -> Customer:
    if not details.name:
        raise Invalid(NAMELESS, "customer")
    customer = Customer()
    put(details, customer)
    _keep_findable(customer)
    db.session.add(customer)
    db.session.flush()
    record(CustomerAdded(), about=customer, by=by, tap=tap)
    return customer


def _save(customer: Customer, new: Details, by: Person) -> None:
    old = details_of(customer)
    names = changed_fields(old, new)
    if not new.name:
        raise Invalid("A customer needs a name.", "name")
    if not names:
        return
    put(new, customer)
    _keep_findable(customer)
    customer.version += 1
    if "name" in names:
        record(CustomerRenamed(old.name), about=customer, by=by)
    for kind, told in ((CustomerChanged, set(names) - TERMS - {"name"}), (TermsChanged, set(names) & TERMS)):
        some = [name for name in names if name in told]
        if some:
            was, now = ({name: to_document(getattr(details, name)) for name in some} for details in (old, new))
            record(kind(change_in_words(old, new, some), was, now), about=customer, by=by)


def _keep_findable(customer: Customer) -> None:
    whole = details_of(customer)
    customer.name_key = name_key(whole.name)
    customer.search = search_text(whole.name, whole.email, whole.phone, whole.address, whole.contacts, whole.addresses)


def _may_manage(by: Person) -> None:
    if not by.may(Permission.CUSTOMERS_MANAGE):
        raise NotPermitted("Customers are kept by the office.")


def _must_be_whole(customer: Customer) -> None:
    if customer.merged_into_id is not None:
        kept = customer_of_id(customer.merged_into_id)
        raise Invalid(f"{customer.name} was merged into {kept.name}: go on there.", "customer")
