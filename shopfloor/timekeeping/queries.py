"""Time worked, looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.timekeeping.models import TimeEntry

IN_FORCE = TimeEntry.removed_at.is_(None)


def entries_of(job_id: int) -> Sequence[TimeEntry]:
    """All that was worked on a job, newest first, with whose it is."""
    mine = select(TimeEntry).where(TimeEntry.job_id == job_id, IN_FORCE).options(joinedload(TimeEntry.member))
    return db.session.scalars(mine.order_by(TimeEntry.started_at.desc(), TimeEntry.id.desc())).all()


def time_entry(entry_id: int, *, lock: bool = False) -> TimeEntry:
    """That entry, with its job and its worker. Raises NotFound, for one that was taken out too."""
    this = select(TimeEntry).where(TimeEntry.id == entry_id, IN_FORCE)
    if lock:
        this = this.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = db.session.scalars(this).first()
    if found is None:
        raise NotFound()
    return found


def timed_around(member_id: int, at: datetime) -> tuple[TimeEntry | None, datetime | None]:
    """What that person's timer was counting at that moment; and when they, after it, started another, whose tap was quicker."""
    lasts = TimeEntry.stopped_at.is_(None) | (TimeEntry.stopped_at > at)
    found = db.session.scalars(_timed(member_id).where(lasts).order_by(TimeEntry.started_at)).all()
    before = [entry for entry in found if entry.started_at <= at]
    after = [entry.started_at for entry in found if entry.started_at > at]
    return before[-1] if before else None, after[0] if after else None


def to_be_stopped(member_id: int, job_id: int, at: datetime) -> TimeEntry | None:
    """The timer on that job that a stop at that moment means: it runs, or only the start of another has ended it later."""
    is_open = TimeEntry.stopped_at.is_(None) | (TimeEntry.cut & (TimeEntry.stopped_at >= at))
    mine = _timed(member_id).where(TimeEntry.job_id == job_id, TimeEntry.started_at <= at, is_open)
    return db.session.scalars(mine.order_by(TimeEntry.started_at.desc())).first()


def running_timers() -> Sequence[Any]:
    """All timers of the shop that run: entry, member, number of the job, since when."""
    return run(_RUNNING, {"shop": shop_in_scope()}).all()


def _timed(member_id: int) -> Any:
    return select(TimeEntry).where(TimeEntry.member_id == member_id, TimeEntry.is_timer, IN_FORCE)


_ENTRIES, _JOBS = table(TimeEntry), table(Job)
_RUNNING = (
    select(_ENTRIES.c.id, _ENTRIES.c.member_id, _ENTRIES.c.edits, _ENTRIES.c.started_at, _JOBS.c.number)
    .select_from(_ENTRIES)
    .join(_JOBS, (_JOBS.c.shop_id == _ENTRIES.c.shop_id) & (_JOBS.c.id == _ENTRIES.c.job_id))
    .where(_ENTRIES.c.shop_id == bindparam("shop"), _ENTRIES.c.stopped_at.is_(None), _ENTRIES.c.removed_at.is_(None))
)
