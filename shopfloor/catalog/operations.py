"""Making the catalog."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from shopfloor.catalog.events import (
    MaterialAdded,
    ProductArchived,
    ProductChanged,
    ProductSaved,
    ServiceAdded,
    ServiceArchived,
    ServiceChanged,
    ServiceRestored,
)
from shopfloor.catalog.models import Material, Product, Service
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.queries import all_services, product, product_called, service
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import Actor, heard_before, record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.events import ShopOpened
from shopfloor.shops.models import Shop
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.workflow.trades import TRADES


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """What a product is made of; `plan` is the item it was made from.

    `price` is None for what the rules say; `picture` is the name of a kept one, or "".
    """

    name: str
    category: str
    plan: ItemPlan
    price: Decimal | None = None
    note: str = ""
    colour_varies: bool = False
    picture: str = ""


@operation
def add_material(name: str, *, by: Actor | None, **details: Any) -> Material:
    """A new powder or supply, with nothing on hand: stock comes by a receipt or an opening balance."""
    material = Material(name=name, **details)
    db.session.add(material)
    db.session.flush()
    record(MaterialAdded(), about=material, by=by)
    return material


def install_services(event: ShopOpened, _shop: Shop, _by: Actor | None) -> None:
    """A shop that opens has its trade's services (a reaction: it joins that operation)."""
    for seed in TRADES[event.trade].services:
        db.session.add(Service(code=seed.code, name=seed.name, hourly=seed.hourly, minutes=seed.minutes))
    db.session.flush()


@operation
def save_product(new: ProductDetails, *, by: Person, tap: Tap = UNKEYED, update: bool = False, anyway: bool = False) -> Product:
    """Put an item into the catalog. `update` writes it over the one of that name (whose picture stays, unless
    this one has another), `anyway` makes another beside it.

    Raises NotPermitted; Invalid where the category has that name and neither was said.
    """
    _must(by, Permission.CATALOG_MANAGE, "The catalog is kept by the office.")
    if made := heard_before(tap, by=by):
        return product(made)
    same = product_called(new.name, new.category)
    if same and update:
        return change_product(same.id, replace(new, picture=new.picture or same.picture), by=by, tap=tap)
    if same and not anyway:
        raise Invalid(f"“{same.name}” is in the catalog already. Update it, or save this one as new.", "name")
    saved = Product(version=1, **_columns(new))
    db.session.add(saved)
    db.session.flush()
    record(ProductSaved(), about=saved, by=by, tap=tap)
    return saved


@operation
def change_product(product_id: int, new: ProductDetails, *, by: Person, seen: int | None = None, tap: Tap = UNKEYED) -> Product:
    """Change what new items will begin as; items that were made from it stay as they are.

    Raises NotFound, NotPermitted, and Stale when it was changed since version `seen`.
    """
    _must(by, Permission.CATALOG_MANAGE, "The catalog is kept by the office.")
    changed = product(product_id)
    if heard_before(tap, by=by) is not None:
        return changed
    if seen is not None and seen != changed.version:
        raise Stale("Someone changed this product meanwhile. What you typed is still here: look at theirs, then save again.")
    for name, value in _columns(new).items():
        setattr(changed, name, value)
    changed.version += 1
    changed.archived_at = None
    record(ProductChanged(), about=changed, by=by, tap=tap)
    return changed


@operation
def archive_product(product_id: int, *, by: Person) -> Product:
    """Take a product out of the catalog; items made from it stay. Raises NotFound, NotPermitted."""
    _must(by, Permission.CATALOG_MANAGE, "The catalog is kept by the office.")
    gone = product(product_id)
    if gone.archived_at is None:
        gone.archived_at = clock.now()
        record(ProductArchived(), about=gone, by=by)
    return gone


@operation
def save_service(
    service_id: int | None, name: str, *, hourly: Decimal | None, minutes: Decimal, by: Person, tap: Tap = UNKEYED
) -> Service:
    """Change a service, or add one (`service_id` None). Prices that were made with it stay.

    Raises NotFound, NotPermitted; Invalid for a name that another service has.
    """
    _must(by, Permission.SETTINGS_MANAGE, "The shop's services are kept by its owner.")
    if made := heard_before(tap, by=by):
        return service(made)
    others = [each for each in all_services() if each.id != service_id]
    if any(each.name.lower() == name.lower() for each in others):
        raise Invalid(f"There is a service called “{name}” already.", "name")
    kept = service(service_id) if service_id is not None else Service(code=_free_code(others))
    is_new = service_id is None
    kept.name, kept.hourly, kept.minutes = name, hourly, minutes
    db.session.add(kept)
    if not is_new and not db.session.is_modified(kept):
        return kept
    db.session.flush()
    record(ServiceAdded() if is_new else ServiceChanged(), about=kept, by=by, tap=tap)
    return kept


@operation
def keep_service(service_id: int, *, in_use: bool, by: Person) -> Service:
    """Archive a service, so that it is offered no more, or take it back into use. Raises NotFound, NotPermitted."""
    _must(by, Permission.SETTINGS_MANAGE, "The shop's services are kept by its owner.")
    kept = service(service_id)
    if in_use == (kept.archived_at is None):
        return kept
    kept.archived_at = None if in_use else clock.now()
    record(ServiceRestored() if in_use else ServiceArchived(), about=kept, by=by)
    return kept


def _columns(new: ProductDetails) -> dict[str, Any]:
    """The plan without what belongs to one job: how many, and what it cost there."""
    plan = replace(new.plan, description=new.name, quantity=Decimal(1), unit_price=None, price_parts=(), product_id=None)
    return {
        "name": new.name,
        "category": new.category,
        "note": new.note,
        "colour_varies": new.colour_varies,
        "price": new.price,
        "picture": new.picture,
        "document": to_document(plan),
    }


def _free_code(others: list[Service]) -> str:
    """A code for the shop's own service; no status asks for it."""
    taken = {each.code for each in others}
    return next(code for n in range(1, len(taken) + 2) if (code := f"own-{n}") not in taken)


def _must(by: Person, permission: Permission, sentence: str) -> None:
    if not by.may(permission):
        raise NotPermitted(sentence)
