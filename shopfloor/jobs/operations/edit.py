"""Changing a job that is there: everything of the form, while it may stand anywhere on its route."""

from dataclasses import replace

from sqlalchemy import select

from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.edits import edits_since
from shopfloor.jobs.events import JobEdited
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.jobs.operations.changes import PLAIN, JobEdit, differences
from shopfloor.jobs.operations.create import needs_of
from shopfloor.jobs.operations.removal import why_item_stays
from shopfloor.jobs.plans import add_item, change_item, drop_item, plans_of
from shopfloor.jobs.pricing import price_of
from shopfloor.jobs.queries import job as job_called
from shopfloor.jobs.standing import Standing, locked, put
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.workflow.routes import Stop, route_ahead


@operation
def edit_job(number: str, new: JobEdit, *, seen: int, by: Person, tap: Tap = UNKEYED) -> Job:
    """Make the job as `new` says. What it has walked stays; its route ahead follows from what its items need now.

    `seen` is the number of the edit that the person's form was made from. Raises NotFound, NotPermitted, Invalid for no
    item or another job's, and Stale with what was changed since.
    """
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Jobs are edited by supervisors and the office.")
    standing = locked(number)
    job = job_called(number)
    if heard_before(tap, by=by) is not None:
        return job
    if theirs := edits_since(job.id, seen):
        raise Stale(" ".join(f"{edit}." for edit in theirs), job)
    _check(job, new)
    said, newly = differences(job, new), _newly_assigned(job, new)
    if not said:
        return job
    was = plans_of(job), job.priority
    _write(job, new)
    if was != (plans_of(job), job.priority):
        job.price = price_of(plans_of(job), job.priority, job.customer)
    _lead_on(standing, job)
    record(JobEdited("; ".join(said), newly), about=job, by=by, tap=tap)
    return job


def _check(job: Job, new: JobEdit) -> None:
    if not new.items:
        raise Invalid("A job has at least one item.", "items")
    ids = [item.id for item in new.items if item.id is not None]
    if len(set(ids)) < len(ids) or not {item.id for item in job.items}.issuperset(ids):
        raise Invalid("One of these items is not this job's any more. Reload the page.", "items")
    for gone in {item.id for item in job.items}.difference(ids):
        if sentence := why_item_stays(gone):
            raise Invalid(sentence, "items")


def _write(job: Job, new: JobEdit) -> None:
    for name in PLAIN:
        setattr(job, name, getattr(new, name))
    there = {item.id: item for item in job.items}
    for gone in there.keys() - {item.id for item in new.items}:
        drop_item(there[gone])
    for place, item in enumerate(new.items, start=1):
        if item.id is None:
            add_item(job, place, item.plan)
        else:
            change_item(there[item.id], place, item.plan)
    _assign(job, {worker.id for worker in new.workers})
    db.session.flush()
    db.session.expire(job, ["items", "workers"])


def _assign(job: Job, wanted: set[int]) -> None:
    there = {row.member_id: row for row in db.session.scalars(select(JobWorker).where(JobWorker.job_id == job.id))}
    for gone in there.keys() - wanted:
        db.session.delete(there[gone])
    db.session.add_all(JobWorker(job_id=job.id, member_id=new) for new in wanted - there.keys())


def _newly_assigned(job: Job, new: JobEdit) -> list[int]:
    had = {worker.id for worker in job.workers}
    return sorted(worker.id for worker in new.workers if worker.id not in had)


def _lead_on(standing: Standing, job: Job) -> None:
    """The route ahead follows from the items. A tap that saw another next step must not count any more."""
    stages = standing.workflow.of(standing.kind)
    route = [Stop(*stop) for stop in standing.place.route]
    needs, coats = needs_of(plans_of(job))
    quoted = {stage.id for stage in stages if stage.needs == "quote"}
    needs |= {"quote"} if any(stop.status_id in quoted for stop in route) else set()
    place = standing.place.position
    ahead = route_ahead(route, place, stages, services=needs, coats=coats)
    if ahead == route:
        return
    same_next = ahead[place + 1 : place + 2] == route[place + 1 : place + 2]
    changed = replace(standing.place, route=[list(stop) for stop in ahead])
    put(replace(standing, place=changed, step=standing.step + (0 if same_next else 1)))
    db.session.expire(job, ["route", "step"])
