"""Making codes: once, with the job, so that printing changes nothing."""

import secrets

from sqlalchemy import bindparam, select, update

from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.events import Actor, record
from shopfloor.jobs.events import JobCreated, JobEdited
from shopfloor.jobs.models import Coat, Job, JobItem
from shopfloor.kernel import clock
from shopfloor.kernel.errors import NotPermitted
from shopfloor.sheets.events import CodesReplaced
from shopfloor.sheets.models import Code, Purpose
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

# No 0 and O, no 1, I and L: they are read aloud and typed with gloves on.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6


def make_codes(_event: JobCreated, job: Job, _by: Actor | None) -> None:
    """A new job has its codes (a reaction: it joins that operation): view, bump, and one for each distinct powder."""
    wanted: list[tuple[Purpose, int | None]] = [(Purpose.VIEW, None), (Purpose.BUMP, None)]
    _make(job, wanted + [(Purpose.POWDER, powder) for powder in _powders_of(job.id)])


def make_missing_codes(_event: JobEdited, job: Job, _by: Actor | None) -> None:
    """A job that was edited has a code for each powder it has now (a reaction); sheets printed before stay good."""
    there = select(Code.material_id).where(Code.job_id == job.id, Code.revoked_at.is_(None))
    known = set(db.session.scalars(there))
    _make(job, [(Purpose.POWDER, powder) for powder in _powders_of(job.id) if powder not in known])


def _make(job: Job, wanted: list[tuple[Purpose, int | None]]) -> None:
    for (purpose, powder), short in zip(wanted, _free_shorts(len(wanted)), strict=True):
        token = secrets.token_urlsafe(16)
        code = Code(token=token, short=short, purpose=purpose.value, job_id=job.id, material_id=powder)
        db.session.add(code)
    db.session.flush()


@operation
def replace_codes(job: Job, *, by: Person) -> Job:
    """Withdraw the job's printed codes and give it new ones, when a sheet is in hands it should not be in."""
    if not by.may(Permission.JOBS_SET_STATUS):
        raise NotPermitted("Replacing a sheet's codes is for supervisors and the office.")
    of_job = (Code.shop_id == shop_in_scope(), Code.job_id == job.id, Code.revoked_at.is_(None))
    db.session.execute(update(Code).where(*of_job).values(revoked_at=clock.now()))
    make_codes(JobCreated("", ""), job, by)
    record(CodesReplaced(), about=job, by=by)
    return job


def _powders_of(job_id: int) -> list[int]:
    """The distinct powders of a job, in the order in which its items need them."""
    rows = run(_POWDERS, {"shop": shop_in_scope(), "job": job_id})
    return list(dict.fromkeys(rows.scalars()))


def _free_shorts(count: int) -> list[str]:
    """Short codes nobody in this shop has."""
    tries = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(count + 4)]
    used = set(run(_TAKEN, {"shop": shop_in_scope(), "tries": tries}).scalars())
    free = [short for short in dict.fromkeys(tries) if short not in used]
    return free[:count] if len(free) >= count else _free_shorts(count)


_CODES, _COATS, _ITEMS = table(Code), table(Coat), table(JobItem)
_TAKEN = select(_CODES.c.short).where(
    _CODES.c.shop_id == bindparam("shop"), _CODES.c.short.in_(bindparam("tries", expanding=True))
)
_POWDERS = (
    select(_COATS.c.material_id)
    .join(_ITEMS, (_ITEMS.c.shop_id == _COATS.c.shop_id) & (_ITEMS.c.id == _COATS.c.job_item_id))
    .where(_COATS.c.shop_id == bindparam("shop"), _ITEMS.c.job_id == bindparam("job"))
    .order_by(_ITEMS.c.place, _COATS.c.place)
)
