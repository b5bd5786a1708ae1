"""Small changes to a job that move nothing: whose it is, when it is due."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.events import heard_before, record
from shopfloor.jobs.events import DueSet, JobAssigned
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.jobs.standing import Standing, locked
from shopfloor.jobs.words import day
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person


@operation
def assign(number: str, worker_id: int, *, by: Person, tap: Tap = UNKEYED) -> Standing:
    """Give the job to someone, beside those who have it. Raises NotFound, NotPermitted, Invalid for nobody who works here."""
    job = _to_change(number, by)
    worker = db.session.scalars(select(Member).where(Member.id == worker_id, Member.active)).first()
    if worker is None:
        raise Invalid("Nobody of that name works here now. Choose someone from the list.", "worker")
    known = {"shop": shop_in_scope(), "job": job.id}
    if heard_before(tap, by=by) is None and worker.id not in set(run(_WORKERS, known).scalars()):
        run(insert(_ASSIGNED), {"shop_id": shop_in_scope(), "job_id": job.id, "member_id": worker.id})
        record(JobAssigned(worker.name, worker.id), about=job, by=by, tap=tap)
    return job


@operation
def set_due(number: str, due_on: date, *, by: Person, tap: Tap = UNKEYED) -> Standing:
    """Say when the job is due. Raises NotFound, NotPermitted, and Invalid when it is closed."""
    job = _to_change(number, by)
    if job.status.kind.is_closed:
        raise Invalid(f"{number} is {job.status.label.lower()}: it is not due any more.", "due_on")
    if heard_before(tap, by=by) is None and run(_DUE, {"shop": shop_in_scope(), "job": job.id}).scalar() != due_on:
        run(_SET_DUE, {"shop": shop_in_scope(), "job": job.id, "due_on": due_on})
        record(DueSet(day(due_on)), about=job, by=by, tap=tap)
    return job


def _to_change(number: str, by: Person) -> Standing:
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Changing a job is for supervisors and the office.")
    return locked(number)


_JOBS, _ASSIGNED = table(Job), table(JobWorker)
_MINE: Any = (_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
_DUE, _SET_DUE = select(_JOBS.c.due_on).where(*_MINE), update(_JOBS).where(*_MINE)
_WORKERS = select(_ASSIGNED.c.member_id).where(_ASSIGNED.c.shop_id == bindparam("shop"), _ASSIGNED.c.job_id == bindparam("job"))
