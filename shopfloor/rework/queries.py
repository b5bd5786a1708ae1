"""Rework, looked up and counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from shopfloor.catalog.models import Material
from shopfloor.db import db, shop_in_scope
from shopfloor.events import Event
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.photos.models import Photo
from shopfloor.photos.queries import Shown, photos_shown
from shopfloor.rework.models import Rework, ReworkPhoto, ReworkState

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked at: "" and None are all. `month` is like 2026-11; without one, all since the month `since`."""

    reason: str = ""
    material_id: int | None = None
    month: str = ""
    state: str = ""
    since: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.reason or self.material_id or self.month or self.state)

    @property
    def where(self) -> list[ColumnElement[bool]]:
        chosen = {Rework.reason: self.reason, Rework.material_id: self.material_id, Rework.month: self.month}
        asked = [column == value for column, value in chosen.items() if value not in ("", None)]
        if self.since and not self.month:
            asked.append(Rework.month >= self.since)
        if self.state:
            is_closed = Rework.state == ReworkState.CLOSED
            asked.append(is_closed if self.state == "closed" else ~is_closed)
        return asked


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records there are by reason, by powder (id and name) and by month, the most frequent and the oldest first."""

    total: int
    by_reason: list[tuple[str, int]]
    by_powder: list[tuple[tuple[int, str], int]]
    by_month: list[tuple[str, int]]


def rework(number: str, *, lock: bool = False) -> Rework:
    """The record of that number. Raises NotFound."""
    this = select(Rework).where(Rework.number == number).options(*_WHOLE)
    if lock:
        this = (
            select(Rework)
            .where(Rework.number == number)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    found = db.session.scalars(this).first()
    if found is None:
        raise NotFound()
    return found


def why_reworked_item_stays(item_id: int) -> str | None:
    """Something of the item was done again: the record speaks of it."""
    found = db.session.scalars(select(Rework).where(Rework.job_item_id == item_id).order_by(Rework.id).limit(1)).first()
    return f"{found.number} is rework of an item you removed. Reload the page to have that item again." if found else None


def opened_under(key: str | None, member_id: int) -> Rework:
    """The record that this tap of that person's has opened."""
    told = select(Event.payload).where(Event.actor_id == member_id, Event.key == key)
    return rework(db.session.scalars(told).one()["rework"])


def reworks_of(job_id: int) -> Sequence[Rework]:
    """What had to be done again on a job, newest first."""
    rows = select(Rework).where(Rework.job_id == job_id).options(joinedload(Rework.item)).order_by(Rework.id.desc())
    return db.session.scalars(rows).all()


def photos_of_rework(rework_id: int) -> list[Shown]:
    """The photos of one record, without those that were taken off the job."""
    return photos_shown(Photo.id.in_(select(ReworkPhoto.photo_id).where(ReworkPhoto.rework_id == rework_id)))


def photos_of_reworks(job_id: int) -> dict[int, list[int]]:
    """The ids of the photos of a job's records, by record."""
    rows = (
        select(ReworkPhoto.rework_id, Photo.id)
        .join(Photo, (Photo.shop_id == ReworkPhoto.shop_id) & (Photo.id == ReworkPhoto.photo_id))
        .where(Photo.job_id == job_id, Photo.archived_at.is_(None))
        .order_by(Photo.taken_at, Photo.id)
    )
    found: dict[int, list[int]] = {}
    for rework_id, photo_id in db.session.execute(rows):
        found.setdefault(rework_id, []).append(photo_id)
    return found


def records(chosen: Filter, *, size: int, before: int | None = None) -> Sequence[Rework]:
    """The records behind the bars, newest first, older than id `before`."""
    rows = select(Rework).where(*chosen.where).options(*_WHOLE).order_by(Rework.id.desc()).limit(size)
    return db.session.scalars(rows if before is None else rows.where(Rework.id < before)).all()


def counts(chosen: Filter, today: date) -> Counts:
    """The bars. Months in which nothing was are among them."""
    rows = db.session.execute(_COUNTS.where(Rework.shop_id == shop_in_scope(), *chosen.where)).all()
    by_month = _sums(rows, lambda row: row.month)
    return Counts(
        sum(row.records for row in rows),
        _sums(rows, lambda row: row.reason).most_common(),
        _sums(rows, lambda row: row.material_id and (row.material_id, row.powder.strip())).most_common(),
        [(month, by_month[month]) for month in ([chosen.month] if chosen.month else last_months(today))],
    )


def _sums(rows: Sequence[Any], of: Any) -> Counter[Any]:
    summed: Counter[Any] = Counter()
    for row in rows:
        if of(row):
            summed[of(row)] += row.records
    return summed


def last_months(today: date) -> list[str]:
    """The last twelve, oldest first."""
    ends = today.year * 12 + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(ends - MONTHS + 1, ends + 1)]


_WHOLE = (
    joinedload(Rework.job).joinedload(Job.customer),
    joinedload(Rework.item),
    joinedload(Rework.material),
    joinedload(Rework.opened_by),
    joinedload(Rework.closed_by),
)
_POWDER = (Material.code + " " + Material.name).label("powder")
_COUNTS = (
    select(Rework.reason, Rework.material_id, _POWDER, Rework.month, func.count().label("records"))
    .outerjoin(Material, (Material.shop_id == Rework.shop_id) & (Material.id == Rework.material_id))
    .group_by(Rework.reason, Rework.material_id, _POWDER, Rework.month)
    .order_by(Rework.reason, Rework.material_id, Rework.month)
)
