"""Services and materials, looked up."""

from sqlalchemy import func, select

from shopfloor.catalog.models import Material, Product, Service
from shopfloor.catalog.rules import PricingRules
from shopfloor.db import db
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.settings import settings


def services() -> list[Service]:
    """The prep services in use, in the order they were made."""
    return [service for service in all_services() if service.archived_at is None]


def all_services() -> list[Service]:
    """All there ever were: old items point at them."""
    return list(db.session.scalars(select(Service).order_by(Service.id)))


def powders() -> list[Material]:
    """Materials in use, by code and name."""
    return [powder for powder in all_powders() if powder.archived_at is None]


def all_powders() -> list[Material]:
    """All there ever were: old coats point at them."""
    return list(db.session.scalars(select(Material).order_by(Material.code, Material.name)))


def material(material_id: int) -> Material:
    """That material of the shop. Raises NotFound."""
    found = db.session.scalars(select(Material).where(Material.id == material_id)).first()
    if found is None:
        raise NotFound()
    return found


def service(service_id: int) -> Service:
    """That service of the shop. Raises NotFound."""
    found = db.session.scalars(select(Service).where(Service.id == service_id)).first()
    if found is None:
        raise NotFound()
    return found


def tier_names() -> list[str]:
    """What a customer's price tier may be."""
    return [tier.name for tier in settings(PricingRules).tiers]


def all_products() -> list[Product]:
    """The whole catalog, archived ones too, by category and name."""
    return list(db.session.scalars(select(Product).order_by(Product.category, Product.name, Product.id)))


def picture_names() -> set[str]:
    """The names of the products' pictures, archived products' too."""
    return set(db.session.scalars(select(Product.picture).where(Product.picture != "")))


def product(product_id: int) -> Product:
    """That product of the shop. Raises NotFound."""
    found = db.session.scalars(select(Product).where(Product.id == product_id)).first()
    if found is None:
        raise NotFound()
    return found


def product_called(name: str, category: str) -> Product | None:
    """The product in use that is called so in that category, in any letter case."""
    called = (func.lower(Product.name) == name.lower(), func.lower(Product.category) == category.lower())
    in_use = select(Product).where(*called, Product.archived_at.is_(None))
    return db.session.scalars(in_use.order_by(Product.id)).first()
