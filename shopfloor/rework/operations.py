"""Rework: opened by whoever finds it, worked on, closed by those who answer for it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.models import Job, JobItem
from shopfloor.jobs.operations import set_status
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel import clock, quantity
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import clean
from shopfloor.photos.models import Photo
from shopfloor.photos.operations import add_photo
from shopfloor.rework import queries
from shopfloor.rework.events import ReworkClosed, ReworkOpened, ReworkStarted
from shopfloor.rework.models import Rework, ReworkPhoto, ReworkState
from shopfloor.shops.numbering import monthly_number
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

LONGEST = 2000
SAID = 200  # of a resolution, in the log


class Responsibility(StrEnum):
    """Whose doing it was."""

    SHOP = "The shop"
    PART = "The customer's part"
    SUPPLIER = "A supplier"


class Disposition(StrEnum):
    """What is done with the pieces."""

    REWORK = "Do it again"
    AS_IS = "Use as it is, agreed with the customer"
    SCRAP = "Scrap and replace"
    REPORT = "Ask the customer"


@dataclass(frozen=True, slots=True)
class NewRework:
    """All that a record starts from. `send_to` is the status the job goes back to, as seen at `step`."""

    kind: str
    reason: str
    quantity: Decimal
    item: JobItem | None = None
    material_id: int | None = None
    responsibility: str = Responsibility.SHOP
    disposition: str = Disposition.REWORK
    note: str = ""
    extra_minutes: Decimal | None = None
    extra_material: str = ""
    billable: bool = False
    send_to: int | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a rework when it is over."""

    resolution: str
    disposition: str
    extra_minutes: Decimal | None
    extra_material: str
    billable: bool


@operation
def open_rework(job: Job, new: NewRework, *, by: Person, tap: Tap = UNKEYED) -> Rework:
    """Open a record on the job; with `send_to` the job goes back to that status in the same moment.

    Raises Invalid for more pieces than the item has, and all that setting a status raises (Stale, NotPermitted).
    """
    at = locked(job.number)
    if heard_before(tap, by=by) is not None:
        return queries.opened_under(tap.key, by.id)
    if new.item and new.quantity > new.item.quantity:
        raise Invalid(f"There are {quantity.words(new.item.quantity)} of them.", "quantity")
    row = _row(at, new, by, tap)
    db.session.add(row)
    db.session.flush()
    what = new.item.description if new.item else job.description
    opened = ReworkOpened(row.number, new.kind, new.reason, quantity.words(new.quantity), what)
    record(opened, about=at, by=by, tap=tap)
    if new.send_to is not None:
        silent = Tap(at=tap.at, source=tap.source)
        set_status(at.number, new.send_to, f"{row.number}: {new.reason}", expected=new.step, by=by, tap=silent)
    return row


@operation
def start_rework(number: str, *, by: Person, tap: Tap = UNKEYED) -> Rework:
    """Someone is at it. Nothing, when someone is already; Invalid when it is closed."""
    row = queries.rework(number, lock=True)
    if row.state == ReworkState.IN_PROGRESS:
        return row
    _must_be_open(row)
    row.state = ReworkState.IN_PROGRESS.value
    record(ReworkStarted(row.number), about=row.job, by=by, tap=tap)
    return row


@operation
def close_rework(number: str, end: Ending, *, by: Person, tap: Tap = UNKEYED) -> Rework:
    """Close the record with what became of it. Raises NotPermitted, and Invalid without a resolution or when it is closed."""
    if not by.may(Permission.REWORK_CLOSE):
        raise NotPermitted("Rework is closed by supervisors and the office.")
    row = queries.rework(number, lock=True)
    if heard_before(tap, by=by) is not None:
        return row
    _must_be_open(row)
    row.resolution = clean(end.resolution)
    if not row.resolution:
        raise Invalid("What became of it? Write it in a few words.", "resolution")
    row.state, row.closed_by_id, row.closed_at = ReworkState.CLOSED.value, by.id, tap.moment
    row.disposition, row.billable = end.disposition, end.billable
    row.extra_minutes, row.extra_material = end.extra_minutes, end.extra_material
    record(ReworkClosed(row.number, row.resolution[:SAID]), about=row.job, by=by, tap=tap)
    return row


@operation
def add_rework_photo(
    number: str, kind: str, name: str, size: tuple[int, int], *, rework: Rework, by: Person, tap: Tap = UNKEYED
) -> Photo | None:
    """Hang a kept picture on the job and on what had to be done again; None for a tap heard before. Raises as `add_photo`."""
    made = add_photo(number, kind, name, size, by=by, tap=tap)
    if made:
        db.session.add(ReworkPhoto(photo_id=made.id, rework_id=rework.id))
    return made


def _row(job: Standing, new: NewRework, by: Person, tap: Tap) -> Rework:
    now = tap.moment
    return Rework(
        number=monthly_number("RW", now, job.timezone),
        month=f"{clock.local(now, job.timezone):%Y-%m}",
        job_id=job.id,
        job_item_id=new.item.id if new.item else None,
        material_id=new.material_id,
        kind=new.kind,
        reason=new.reason,
        quantity=new.quantity,
        found_stage=job.status.label,
        responsibility=str(new.responsibility),
        disposition=str(new.disposition),
        note=new.note,
        extra_minutes=new.extra_minutes,
        extra_material=new.extra_material,
        billable=new.billable,
        opened_by_id=by.id,
        opened_at=now,
    )


def _must_be_open(row: Rework) -> None:
    if row.is_closed:
        raise Invalid(f"{row.number} is closed. What comes up again is a record of its own.")
