"""Putting jobs on the calendar, moving them, taking them off. The job's scheduled day follows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from shopfloor.company.sections import WorkingHours
from shopfloor.db import db, operation, shop_in_scope
from shopfloor.events import heard_before, record
from shopfloor.jobs import words
from shopfloor.jobs.models import Job
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.schedule.events import JobRescheduled, JobScheduled, JobUnscheduled
from shopfloor.schedule.models import Oven, Slot
from shopfloor.schedule.queries import booked, slot_of
from shopfloor.schedule.times import LONGEST, Span, day_span, first_free, moment_on, span
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.settings import settings

SHORTEST = 5
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Wanted:
    """When and where a job should stand; without a time, at the first free one of that day."""

    on: date
    at: time | None
    minutes: int
    worker: Member | None = None
    oven: Oven | None = None


@operation
def schedule_job(number: str, wanted: Wanted, *, seen: int, by: Person, tap: Tap = UNKEYED) -> Slot:
    """Give the job that slot, or move it there from the one it has; `seen` is the slot's version looked at, 0 for none.

    Overbooking is shown, never refused. Raises NotFound, NotPermitted, Stale; Invalid for a closed job, a length or a
    time that can't be.
    """
    job, slot = _at_hand(number, by)
    if heard_before(tap, by=by) is not None and slot:
        return slot
    _must_be_current(job, slot, seen)
    if job.status.kind.is_closed:
        raise Invalid(f"{number} is {job.status.label.lower()}: there is nothing left to schedule.")
    if not SHORTEST <= wanted.minutes <= LONGEST:
        raise Invalid(f"Between {SHORTEST} minutes and {LONGEST // 60} hours.", "minutes")
    start = _start(wanted, job)
    was = _words(slot, job) if slot and slot.starts_at else ""
    if slot and not _differs(slot, wanted, start):
        return slot
    slot = _put(slot or Slot(job_id=job.id, version=0), wanted, start)
    _set_day(job, clock.local(start, job.timezone).date())
    when, where = _words(slot, job), _where(wanted)
    record(JobRescheduled(was, when, where) if was else JobScheduled(when, where), about=job, by=by, tap=tap)
    return slot


@operation
def unschedule_job(number: str, *, seen: int, by: Person, tap: Tap = UNKEYED) -> None:
    """Take the job off the calendar. Twice is once. Raises NotFound, NotPermitted, Stale."""
    job, slot = _at_hand(number, by)
    if heard_before(tap, by=by) is not None or slot is None or slot.starts_at is None:
        return
    _must_be_current(job, slot, seen)
    was = _words(slot, job)
    slot.starts_at, slot.version = None, slot.version + 1
    _set_day(job, None)
    record(JobUnscheduled(was), about=job, by=by, tap=tap)


def _at_hand(number: str, by: Person) -> tuple[Standing, Slot | None]:
    if not by.may(Permission.SCHEDULE_PLAN):
        raise NotPermitted("The schedule is planned by supervisors and the office.")
    job = locked(number)
    return job, slot_of(job.id)


def _must_be_current(job: Standing, slot: Slot | None, seen: int) -> None:
    if seen != (slot.version if slot else 0):
        now = _words(slot, job) if slot and slot.starts_at else "off the schedule"
        raise Stale(f"Someone rescheduled {job.number} meanwhile: it is {now}. Look again, then move it.")


def _start(wanted: Wanted, job: Standing) -> datetime:
    """The moment it begins. Raises Invalid for a time which that day has not."""
    if not 2000 <= wanted.on.year <= 2100:
        raise Invalid("Choose a date between 2000 and 2100.", "on")
    try:
        return moment_on(wanted.on, wanted.at, job.timezone) if wanted.at else _free(wanted, job)
    except ValueError as error:
        raise Invalid(str(error), "time") from None


def _free(wanted: Wanted, job: Standing) -> datetime:
    opens = settings(WorkingHours).opens
    start = moment_on(wanted.on, time(opens // 60, opens % 60), job.timezone)
    if wanted.on == clock.today(job.timezone):
        start = max(start, _next_quarter(clock.now()))
    ahead = Span(start, day_span(wanted.on, job.timezone).end + timedelta(minutes=LONGEST))
    others = [one for one in booked(ahead) if one.active and one.slot.job_id != job.id]
    of_worker = [one.span for one in others if wanted.worker and one.slot.member_id == wanted.worker.id]
    in_oven = [one.span for one in others if wanted.oven and one.slot.oven_id == wanted.oven.id]
    return first_free(start, wanted.minutes, [(of_worker, 1), (in_oven, wanted.oven.capacity if wanted.oven else 1)])


def _next_quarter(moment: datetime) -> datetime:
    full = moment.replace(minute=0, second=0, microsecond=0)
    return full + QUARTER * -((full - moment) // QUARTER)


def _differs(slot: Slot, wanted: Wanted, start: datetime) -> bool:
    now = slot.starts_at, slot.minutes, slot.member_id, slot.oven_id
    return now != (start, wanted.minutes, wanted.worker and wanted.worker.id, wanted.oven and wanted.oven.id)


def _put(slot: Slot, wanted: Wanted, start: datetime) -> Slot:
    slot.starts_at, slot.minutes, slot.version = start, wanted.minutes, slot.version + 1
    slot.member_id = wanted.worker.id if wanted.worker else None
    slot.oven_id = wanted.oven.id if wanted.oven else None
    db.session.add(slot)
    return slot


def _set_day(job: Standing, day: date | None) -> None:
    mine = (Job.shop_id == shop_in_scope(), Job.id == job.id)
    db.session.execute(update(Job).where(*mine).values(scheduled_on=day))


def _words(slot: Slot, job: Standing) -> str:
    assert slot.starts_at is not None
    there = clock.local(slot.starts_at, job.timezone)
    until = clock.local(span(slot.starts_at, slot.minutes).end, job.timezone)
    end = f"{until:%H:%M}" if until.date() == there.date() else words.moment(until)
    return f"{words.moment(there)}–{end}"


def _where(wanted: Wanted) -> str:
    return " in ".join(place.name for place in (wanted.worker, wanted.oven) if place) or "nobody yet"
