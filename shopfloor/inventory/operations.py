"""Writing the ledger. On hand changes in the same transaction as its row, in one statement, and may go below nothing."""

from decimal import Decimal

from sqlalchemy import update

from shopfloor.catalog.models import Material
from shopfloor.db import db, operation, shop_in_scope
from shopfloor.events import Actor, heard_before, record
from shopfloor.inventory.events import JobMaterialUsed, MaterialRanLow, MaterialUsed, StockOpened
from shopfloor.inventory.models import MovementKind, StockMovement
from shopfloor.jobs.standing import Standing
from shopfloor.kernel import clock, quantity, units
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.person import Person

MOST_AT_ONCE = Decimal(100_000)


@operation
def log_material(
    material: Material,
    amount: Decimal,
    unit: str,
    *,
    job: Standing | None,
    by: Person,
    note: str = "",
    tap: Tap = UNKEYED,
) -> StockMovement | None:
    """Log what was used of a material, in lb, oz, kg or g. None for a tap heard before: it counted then.

    Raises Invalid for nothing, less than nothing, too much, or a unit that can't be turned into the material's.
    """
    if amount <= 0:
        raise Invalid("Enter how much was used: more than nothing.", "quantity")
    used = _in_unit_of(material, amount, unit)
    if heard_before(tap, by=by) is not None:
        return None
    row = _write(material, MovementKind.USAGE, -used, (amount, unit), job=job, by=by, note=note, tap=tap)
    words = quantity.words(amount)
    if job:
        record(JobMaterialUsed(material.label, words, unit), about=job, by=by, tap=tap)
    else:
        record(MaterialUsed(words, unit), about=material, by=by, tap=tap)
    _notice_low(material, row)
    return row


@operation
def open_stock(material: Material, amount: Decimal, *, by: Person | None) -> None:
    """The balance a material starts from, in its own unit."""
    _write(material, MovementKind.OPENING, amount, (amount, material.unit), job=None, by=by)
    record(StockOpened(quantity.words(amount), material.unit), about=material, by=by)


def _notice_low(material: Material, row: StockMovement) -> None:
    """Told once, when stock comes from above the reorder point to it or below; by the shop, so that who used it hears, too."""
    least, left = material.reorder_point, row.on_hand_after
    if least is not None and left <= least < left - row.quantity:
        said = MaterialRanLow(quantity.words(left), material.unit, quantity.words(least))
        record(said, about=material, by=None)


def _in_unit_of(material: Material, amount: Decimal, unit: str) -> Decimal:
    try:
        used = units.convert(amount, unit, material.unit).quantize(quantity.THOUSANDTH)
    except ValueError:
        raise Invalid(f"{material.label} is counted in {material.unit}.", "unit") from None
    if used > MOST_AT_ONCE:
        raise Invalid(f"At most {MOST_AT_ONCE:,} {material.unit} at once. Is the unit right?", "quantity")
    if used == 0:
        raise Invalid("That is less than this app can count. Is the unit right?", "quantity")
    return used


def _write(
    material: Material,
    kind: MovementKind,
    change: Decimal,
    entered: tuple[Decimal, str],
    *,
    job: Standing | None,
    by: Actor | None,
    note: str = "",
    tap: Tap = UNKEYED,
) -> StockMovement:
    mine = (Material.shop_id == shop_in_scope(), Material.id == material.id)
    table = Material.__table__
    changed = update(table).where(*mine).values(on_hand=Material.on_hand + change)  # type: ignore[arg-type]
    after = db.session.execute(changed.returning(Material.on_hand)).scalar()
    if after is None:
        raise NotFound()
    movement = StockMovement(
        material_id=material.id,
        kind=kind.value,
        quantity=change,
        entered=entered[0],
        entered_unit=entered[1],
        on_hand_after=after,
        job_id=job.id if job else None,
        member_id=by.id if by else None,
        note=note,
        occurred_at=tap.moment,
        recorded_at=clock.now(),
    )
    db.session.add(movement)
    db.session.flush()
    return movement
