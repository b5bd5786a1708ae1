"""The calendar, read."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, nulls_last, select

from shopfloor.db import db, shop_in_scope
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.schedule.models import Oven, Slot
from shopfloor.schedule.times import LONGEST, Span

MOST_BESIDE = 60
"""Jobs without a slot that are listed beside the calendar."""


class Booked(NamedTuple):
    """A slot with what a calendar asks of its job; `active` is False once the job is done or cancelled."""

    slot: Slot
    number: str
    active: bool

    @property
    def span(self) -> Span:
        assert self.slot.starts_at is not None, "slots off the calendar are not asked for"
        return Span(self.slot.starts_at, self.slot.starts_at + timedelta(minutes=self.slot.minutes))


def ovens() -> list[Oven]:
    """The ovens in use, in the order they were made."""
    return list(db.session.scalars(select(Oven).where(Oven.archived_at.is_(None)).order_by(Oven.id)))


def oven(oven_id: int) -> Oven:
    """That oven, in use. Raises NotFound."""
    found = db.session.scalars(select(Oven).where(Oven.id == oven_id, Oven.archived_at.is_(None))).first()
    if found is None:
        raise NotFound()
    return found


def slot_of(job_id: int) -> Slot | None:
    """The job's slot, on the calendar or off it."""
    return db.session.scalars(select(Slot).where(Slot.job_id == job_id)).first()


def booked(within: Span) -> list[Booked]:
    """The slots that touch that time, earliest first."""
    earliest = within.start - timedelta(minutes=LONGEST)
    rows = (
        select(Slot, Job.number, Job.active)
        .join(Job, (Job.shop_id == Slot.shop_id) & (Job.id == Slot.job_id))
        .where(Slot.shop_id == shop_in_scope(), Slot.starts_at > earliest, Slot.starts_at < within.end)
        .order_by(Slot.starts_at, Slot.id)
    )
    found = [Booked(*row) for row in db.session.execute(rows)]
    return [one for one in found if one.span.touches(within)]


def without_slot() -> tuple[dict[int, int], int]:
    """Open jobs that stand on no calendar, due first: their ids with the version of their slot, and how many there are."""
    of_job = (Slot.shop_id == Job.shop_id) & (Slot.job_id == Job.id)
    rows: Any = (
        select(Job.id, func.coalesce(Slot.version, 0).label("seen"), func.count().over().label("all"))
        .select_from(Job)
        .outerjoin(Slot, of_job)
        .where(Job.shop_id == shop_in_scope(), Job.active, Slot.starts_at.is_(None))
        .order_by(nulls_last(Job.due_on.asc()), Job.priority.desc(), Job.id)
        .limit(MOST_BESIDE)
    )
    found = db.session.execute(rows).all()
    return {row.id: row.seen for row in found}, found[0].all if found else 0
