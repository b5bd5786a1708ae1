"""The ledger, read."""

from typing import Any

from sqlalchemy import desc, func, select

from shopfloor.catalog.models import Material
from shopfloor.db import db, shop_in_scope
from shopfloor.inventory.models import StockMovement
from shopfloor.shops.models import Member


def used_on(job_id: int) -> list[Any]:
    """What was used on a job, newest first: when, who, material, quantity as typed."""
    of_shop = StockMovement.shop_id == shop_in_scope()
    rows = (
        select(
            StockMovement.occurred_at,
            StockMovement.entered,
            StockMovement.entered_unit,
            StockMovement.note,
            Member.name.label("who"),
            Material.code,
            Material.name,
            Material.hex,
        )
        .select_from(StockMovement.__table__)
        .join(Material, (Material.shop_id == StockMovement.shop_id) & (Material.id == StockMovement.material_id))
        .outerjoin(Member, (Member.shop_id == StockMovement.shop_id) & (Member.id == StockMovement.member_id))
        .where(of_shop, StockMovement.job_id == job_id)
        .order_by(desc(StockMovement.id))
    )
    return list(db.session.execute(rows).all())


def movement(material_id: int, movement_id: int | None) -> StockMovement | None:
    """That row of the material's ledger, or None."""
    this = (StockMovement.material_id == material_id, StockMovement.id == movement_id)
    return db.session.scalars(select(StockMovement).where(*this)).first() if movement_id else None


def ledger_sums() -> list[Any]:
    """Each material's on hand beside the sum of its ledger: the two are always equal."""
    of_shop = Material.shop_id == shop_in_scope()
    moved = (StockMovement.shop_id == Material.shop_id) & (StockMovement.material_id == Material.id)
    total = func.coalesce(func.sum(StockMovement.quantity), 0).label("moved")
    rows = select(Material.id, Material.on_hand, total).select_from(Material.__table__)
    return list(db.session.execute(rows.outerjoin(StockMovement, moved).where(of_shop).group_by(Material.id)).all())
