"""Making the catalog."""

from typing import Any

from shopfloor.catalog.events import MaterialAdded
from shopfloor.catalog.models import Material, Service
from shopfloor.db import db, operation
from shopfloor.events import Actor, record
from shopfloor.shops.events import ShopOpened
from shopfloor.shops.models import Shop
from shopfloor.workflow.trades import TRADES


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
        db.session.add(Service(code=seed.code, name=seed.name))
    db.session.flush()
