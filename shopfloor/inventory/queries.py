"""The ledger, read."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, desc, func, join, outerjoin, select, true

from shopfloor.catalog.coverage import need_or_none
from shopfloor.catalog.models import Material
from shopfloor.db import db, shop_in_scope
from shopfloor.inventory.models import StockMovement
from shopfloor.jobs.models import Coat, Job, JobItem
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


def free_stock(material_ids: Collection[int], before: int | None = None) -> dict[int, Decimal]:
    """What is on hand of each material and not spoken for, in its unit; below nothing where too much is promised.

    Spoken for is what open jobs (those made before the job of id `before`) still need: by the formula, less what they
    have logged. One statement, whatever the number of jobs.
    """
    rows = db.session.execute(_promised(material_ids, before)).all()
    free = {row.id: Decimal(row.on_hand) for row in rows}
    for (material_id, _), (need, used) in _by_job(rows).items():
        free[material_id] -= max(need - used, Decimal(0))
    return free


def _by_job(rows: Collection[Any]) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """Of each material and job: what it needs in all, and what was used on it."""
    found: dict[tuple[int, int], tuple[Decimal, Decimal]] = {}
    for row in rows:
        if row.job_id is not None and row.area:
            need, _ = found.get((row.id, row.job_id), (Decimal(0), None))
            coat = need_or_none(row, row.area, row.quantity, row.coat_film, row.coat_efficiency) or Decimal(0)
            found[row.id, row.job_id] = need + coat, -(row.used or Decimal(0))
    return found


def _promised(material_ids: Collection[int], before: int | None) -> Any:
    """A row for each coat of an open job in these materials, and one for a material without any."""
    material, coat, item, job = Material.__table__.c, Coat.__table__.c, JobItem.__table__.c, Job.__table__.c
    of_item = and_(item.shop_id == coat.shop_id, item.id == coat.job_item_id)
    of_job = and_(job.shop_id == item.shop_id, job.id == item.job_id, job.active, job.id < before if before else true())
    open_coats = join(join(Coat.__table__, JobItem.__table__, of_item), Job.__table__, of_job)
    of_material = and_(coat.shop_id == material.shop_id, coat.material_id == material.id)
    moved = (
        select(func.sum(StockMovement.quantity))
        .where(
            StockMovement.shop_id == material.shop_id, StockMovement.job_id == job.id, StockMovement.material_id == material.id
        )
        .correlate(Material.__table__, Job.__table__)
        .scalar_subquery()
    )
    return (
        select(
            *(material[name] for name in ("id", "on_hand", "unit", "specific_gravity", "film_mils", "efficiency", "coverage")),
            coat.film_mils.label("coat_film"),
            coat.efficiency.label("coat_efficiency"),
            item.area,
            item.quantity,
            job.id.label("job_id"),
            moved.label("used"),
        )
        .select_from(outerjoin(Material.__table__, open_coats, of_material))
        .where(material.shop_id == shop_in_scope(), material.id.in_(list(material_ids)))
    )
