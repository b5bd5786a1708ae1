"""Jobs, looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, asc, bindparam, desc, nulls_last, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shopfloor.customers.models import Customer
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.events import Event, kind_of
from shopfloor.jobs.kinds import MOVES, NOTE, UNDONE
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
    is_note: bool


class Reach(NamedTuple):
    """A job's customer, and how they can be told of it; "" where there is none."""

    name: str = ""
    email: str = ""
    status_emails: bool = False

    @property
    def can_be_told(self) -> bool:
        return bool(self.email) and self.status_emails

    @property
    def why_not(self) -> str:
        """Why no e-mail will be sent, in words; "" when one can be."""
        if not self.name:
            return "This job is for stock: there is no customer to tell."
        if not self.status_emails:
            return f"{self.name} has e-mail notifications turned off. None will be sent."
        return "" if self.email else f"{self.name} has no e-mail address. None will be sent."


_ITEMS = selectinload(Job.items)
# What plans and prices of jobs are made of, looked up with them.
WITH_ITEMS = (
    _ITEMS.selectinload(JobItem.coats).joinedload(Coat.material),
    _ITEMS.joinedload(JobItem.preps).joinedload(JobItemService.service),
    joinedload(Job.customer),
)


def jobs_on_floor() -> Sequence[Any]:
    """Keys of all open jobs: due first, undated last, the more urgent before the older."""
    return run(_FLOOR, {"shop": shop_in_scope()}).all()


def jobs_changed_since(seq: int, *, limit: int) -> Sequence[Any]:
    """Keys of the jobs whose cards changed after event `seq`, open or not, oldest change first."""
    return run(_CHANGED, {"shop": shop_in_scope(), "since": seq, "limit": limit}).all()


def job(number: str) -> Job:
    """The job of that number with its items. Raises NotFound."""
    found = db.session.scalars(select(Job).where(Job.number == number).options(*WITH_ITEMS)).first()
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


def reach_of(job_id: int) -> "Reach":
    """How the customer of a job of the shop can be told of it."""
    row = run(_REACH, {"shop": shop_in_scope(), "job": job_id}).first()
    return Reach(row.name, row.email, row.status_emails) if row else Reach()


def email_wish(seq: int, job_id: int) -> bool | None:
    """What was said about an e-mail to the customer with the move that is event `seq`; None when nothing was."""
    said = run(_WISH, {"shop": shop_in_scope(), "before": seq - 1, "job": job_id}).scalar()
    return None if said is None else bool(said["notify"])


def jobs_of_customer(customer_id: int, *, before: int | None, size: int) -> list[int]:
    """Ids of one page of a customer's jobs: open ones first, newest first, after the job of id `before`."""
    page = select(Job.id).where(Job.customer_id == customer_id)
    if before is not None:
        is_open = bool(db.session.scalar(select(Job.active).where(Job.id == before)))
        older = and_(Job.active.is_(is_open), Job.id < before)
        page = page.where(or_(older, Job.active.is_(False)) if is_open else older)
    return list(db.session.scalars(page.order_by(desc(Job.active), desc(Job.id)).limit(size)))


def has_moved_since(job_id: int, seq: int) -> bool:
    """Whether the job has changed its status after event `seq`."""
    return run(_MOVED_SINCE, {"shop": shop_in_scope(), "job": job_id, "since": seq}).first() is not None


def history(job_id: int) -> list[HistoryLine]:
    """All that happened to a job, newest first, as sentences."""
    rows = run(_HISTORY, {"shop": shop_in_scope(), "job": job_id}).all()
    return [_line(row) for row in rows]


def _line(row: Any) -> HistoryLine:
    said = kind_of(row.kind).sentence(row.name or "The shop", row.subject_type, row.subject_label, row.payload)
    return HistoryLine(row.seq, said, how(row.source), row.occurred_at, row.recorded_at, row.kind == NOTE)


_CUSTOMERS = table(Customer)
_REACH = (
    select(_CUSTOMERS.c.name, _CUSTOMERS.c.email, _CUSTOMERS.c.status_emails)
    .join(_JOBS, (_JOBS.c.shop_id == _CUSTOMERS.c.shop_id) & (_JOBS.c.customer_id == _CUSTOMERS.c.id))
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
)
_WISH = select(_EVENTS.c.payload).where(
    _EVENTS.c.shop_id == bindparam("shop"),
    _EVENTS.c.seq == bindparam("before"),
    _EVENTS.c.kind == "job.email_wished",
    _EVENTS.c.subject_id == bindparam("job"),
)
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
