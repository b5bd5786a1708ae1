"""Services and materials, looked up."""

from sqlalchemy import select

from shopfloor.catalog.models import Material, Service
from shopfloor.db import db
from shopfloor.kernel.errors import NotFound


def services() -> list[Service]:
    """The shop's prep services, in the order they were made."""
    return list(db.session.scalars(select(Service).order_by(Service.id)))


def powders() -> list[Material]:
    """Materials in use, by code and name."""
    in_use = select(Material).where(Material.archived_at.is_(None))
    return list(db.session.scalars(in_use.order_by(Material.code, Material.name)))


def material(material_id: int) -> Material:
    """That material of the shop. Raises NotFound."""
    found = db.session.scalars(select(Material).where(Material.id == material_id)).first()
    if found is None:
        raise NotFound()
    return found
