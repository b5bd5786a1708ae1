"""The calendar of a demo shop: ovens with names, and this week's jobs with their time."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import cycle

from sqlalchemy import select

from shopfloor.db import db
from shopfloor.jobs.models import Job
from shopfloor.schedule.models import Oven
from shopfloor.schedule.operations import Wanted, add_oven, schedule_job
from shopfloor.shops.models import Member

OVENS = (("Walk-in oven", "8 × 8 × 20 ft", 4), ("Batch oven", "4 × 4 × 6 ft", 1))
LENGTHS = (45, 60, 90, 120, 60)
MOST = 40
MORNING, EVENING = 8 * 60, 17 * 60


def plan_week(today: date, *, with_ovens: bool, owner: Member, planner: Member) -> None:
    """Give open jobs that are planned for these days their slots: each worker's one after the other, from the morning on."""
    ovens: Iterator[Oven | None] = cycle([None])
    if with_ovens:
        ovens = cycle([add_oven(name, size=size, capacity=fits, by=owner) for name, size, fits in OVENS])
    these = Job.scheduled_on.between(today - timedelta(days=1), today + timedelta(days=6))
    jobs = db.session.scalars(select(Job).where(Job.active, these).order_by(Job.scheduled_on, Job.id).limit(MOST)).all()
    begun: dict[tuple[date | None, int], int] = {}
    for job, oven, minutes in zip(jobs, ovens, cycle(LENGTHS), strict=False):
        worker = job.workers[0] if job.workers else None
        at = begun.get(whose := (job.scheduled_on, worker.id if worker else 0), MORNING)
        begun[whose] = at + minutes
        if at + minutes <= EVENING and job.scheduled_on:
            wanted = Wanted(job.scheduled_on, time(at // 60, at % 60), minutes, worker, oven)
            schedule_job(job.number, wanted, seen=0, by=planner)
