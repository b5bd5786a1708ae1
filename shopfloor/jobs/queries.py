"""Jobs, looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import asc, bindparam, desc, func, nulls_last, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shopfloor.customers.models import Customer
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.events import Event, kind_of
from shopfloor.jobs.kinds import MOVES, UNDONE
from shopfloor.jobs.models import Coat, Job, JobItem, JobItemService
from shopfloor.jobs.words import how
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.models import Member

_JOBS, _EVENTS, _MEMBERS = table(Job), table(Event), table(Member)


class CardKey(NamedTuple):
    """What a list needs to know of a job before it needs its card; `card_seq` tells whether a kept card is still right."""

    id: int
    card_seq: int
    status_id: int
    active: bool


class HistoryLine(NamedTuple):
    seq: int
    sentence: str
    how: str
    occurred_at: datetime
    recorded_at: datetime


def jobs_on_floor() -> Sequence[Any]:
    """Keys of all open jobs: due first, undated last, the more urgent before the older."""
    return run(_FLOOR, {"shop": shop_in_scope()}).all()


def jobs_changed_since(seq: int, *, limit: int) -> Sequence[Any]:
    """Keys of the jobs whose cards changed after event `seq`, open or not, oldest change first."""
    return run(_CHANGED, {"shop": shop_in_scope(), "since": seq, "limit": limit}).all()


def job(number: str) -> Job:
    """The job of that number with its items. Raises NotFound."""
    parts = selectinload(Job.items)
    found = db.session.scalars(
        select(Job)
        .where(Job.number == number)
        .options(
            parts.selectinload(JobItem.coats).joinedload(Coat.material),
            parts.joinedload(JobItem.preps).joinedload(JobItemService.service),
            joinedload(Job.customer),
        )
    ).first()
    if found is None:
        raise NotFound()
    return found


def job_id(number: str) -> int:
    """The id behind a number. Raises NotFound."""
    found = run(_ID, {"shop": shop_in_scope(), "number": number}).scalar()
    if found is None:
        raise NotFound()
    return int(found)


def number_like(typed: str) -> str:
    """The number of the job someone means by typing it, in any letter case. Raises NotFound."""
    number = typed.strip().upper()
    job_id(number)
    return number


def page_of_jobs(*, open_only: bool, search: str, before: int | None, size: int) -> list[int]:
    """Ids of one page of jobs, newest first, older than id `before`. `search` is the start of a number or of a customer."""
    page = select(Job.id).order_by(desc(Job.id)).limit(size)
    if open_only:
        page = page.where(Job.active)
    if before is not None:
        page = page.where(Job.id < before)
    if search:
        start = func.lower(Customer.name).startswith(search.lower(), autoescape=True)
        of_customer = select(Customer.id).where(Customer.shop_id == shop_in_scope(), start)
        number = Job.number.startswith(search.upper(), autoescape=True)
        page = page.where(or_(number, Job.customer_id.in_(of_customer)))
    return list(db.session.scalars(page))


def has_moved_since(job_id: int, seq: int) -> bool:
    """Whether the job has changed its status after event `seq`."""
    return run(_MOVED_SINCE, {"shop": shop_in_scope(), "job": job_id, "since": seq}).first() is not None


def history(job_id: int) -> list[HistoryLine]:
    """All that happened to a job, newest first, as sentences."""
    rows = run(_HISTORY, {"shop": shop_in_scope(), "job": job_id}).all()
    return [_line(row) for row in rows]


def _line(row: Any) -> HistoryLine:
    said = kind_of(row.kind).sentence(row.name or "The shop", row.subject_type, row.subject_label, row.payload)
    return HistoryLine(row.seq, said, how(row.source), row.occurred_at, row.recorded_at)


_ID = select(_JOBS.c.id).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.number == bindparam("number"))
_KEY = (_JOBS.c.id, _JOBS.c.card_seq, _JOBS.c.status_id, _JOBS.c.active)
_FLOOR = (
    select(*_KEY)
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.active)
    .order_by(nulls_last(asc(_JOBS.c.due_on)), desc(_JOBS.c.priority), _JOBS.c.id)
)
_CHANGED = (
    select(*_KEY)
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.card_seq > bindparam("since"))
    .order_by(_JOBS.c.card_seq)
    .limit(bindparam("limit"))
)
_MOVED_SINCE = (
    select(_EVENTS.c.seq)
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "job",
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.seq > bindparam("since"),
        _EVENTS.c.kind.in_((*MOVES, UNDONE)),
    )
    .limit(1)
)
_HISTORY = (
    select(
        _EVENTS.c.seq,
        _EVENTS.c.kind,
        _EVENTS.c.source,
        _EVENTS.c.subject_type,
        _EVENTS.c.subject_label,
        _EVENTS.c.payload,
        _EVENTS.c.occurred_at,
        _EVENTS.c.recorded_at,
        _MEMBERS.c.name,
    )
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(_EVENTS.c.shop_id == bindparam("shop"), _EVENTS.c.subject_type == "job", _EVENTS.c.subject_id == bindparam("job"))
    .order_by(desc(_EVENTS.c.seq))
)
