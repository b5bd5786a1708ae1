"""Moves: every way a job changes its status.

Each takes `expected`, the step the person saw: a move made on an old picture is refused, never applied to a job that
has gone on (Stale). The same tap delivered twice counts once and is answered as before. `notify` is the person's wish about
an e-mail to the customer; None leaves that to the shop.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, desc, select

from shopfloor.db import operation, run, shop_in_scope, table
from shopfloor.events import Actor, Event, heard_before, kind_of, record
from shopfloor.jobs.events import EmailWished, JobCancelled, JobHeld, JobMoved, JobResumed, MoveUndone, StatusSet
from shopfloor.jobs.kinds import EDITED, MOVES, UNDONE
from shopfloor.jobs.queries import reach_of
from shopfloor.jobs.standing import Place, Standing, locked, put
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.workflow.kinds import StatusKind

REASON_LENGTH = 200


@operation
def advance(number: str, *, expected: int, by: Person, tap: Tap = UNKEYED, notify: bool | None = None) -> Standing:
    """Take the next step of the job's own route: the button on the floor.

    Raises Stale, NotFound, and Invalid where there is no next step.
    """
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    moved = put(job.stepped_forward(tap.moment))
    _wish(notify, moved, by, tap)
    record(JobMoved(job.status.label, moved.status.label, _back(job)), about=moved, by=by, tap=tap)
    return moved


@operation
def hold(number: str, reason: str, *, expected: int, by: Person, tap: Tap = UNKEYED, notify: bool | None = None) -> Standing:
    """Put the job on hold where it stands. Raises Invalid without a reason, or when it is closed or held already."""
    reason = _reason(reason, "Why is it put on hold? Choose or write a reason.")
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    if job.status.kind is StatusKind.HOLD or job.status.kind.is_closed:
        raise Invalid(f"{number} is {job.status.label.lower()} already.")
    held = put(job.aside(StatusKind.HOLD, reason, tap.moment))
    _wish(notify, held, by, tap)
    record(JobHeld(job.status.label, held.status.label, reason, _back(job)), about=held, by=by, tap=tap)
    return held


@operation
def resume(number: str, *, expected: int, by: Person, tap: Tap = UNKEYED, notify: bool | None = None) -> Standing:
    """Take the job off hold, back to the place it was held in. Raises Invalid when it is not on hold."""
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    if job.status.kind is not StatusKind.HOLD:
        raise Invalid(f"{number} is not on hold.")
    resumed = put(job.at_position(job.place.position, tap.moment))
    _wish(notify, resumed, by, tap)
    record(JobResumed(job.status.label, resumed.status.label, _back(job)), about=resumed, by=by, tap=tap)
    return resumed


@operation
def cancel(number: str, reason: str, *, expected: int, by: Person, tap: Tap = UNKEYED, notify: bool | None = None) -> Standing:
    """Close a job that will not be finished. Raises Invalid without a reason or when it is closed, NotPermitted."""
    _must(by, Permission.JOBS_CANCEL, "Cancelling a job is for supervisors and the office.")
    reason = _reason(reason, "Why is it cancelled? Write a reason.")
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    if job.status.kind.is_closed:
        raise Invalid(f"{number} is {job.status.label.lower()} already.")
    cancelled = put(job.aside(StatusKind.CANCELLED, None, tap.moment))
    _wish(notify, cancelled, by, tap)
    record(JobCancelled(job.status.label, cancelled.status.label, reason, _back(job)), about=cancelled, by=by, tap=tap)
    return cancelled


@operation
def set_status(
    number: str, status_id: int, note: str, *, expected: int, by: Person, tap: Tap = UNKEYED, notify: bool | None = None
) -> Standing:
    """Set any status of the job's kind, with a note that says why. Hold and Cancelled have verbs of their own.

    Raises NotPermitted, Stale, and Invalid for a missing note or a status that can't be set.
    """
    _must(by, Permission.JOBS_SET_STATUS, "Setting a status is for supervisors and the office; workers advance.")
    note = _reason(note, "Say in a few words why the status is set.", "note")
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    stand = job.workflow.get(status_id)
    if stand is None or stand.job_kind != job.kind or stand.kind in {StatusKind.HOLD, StatusKind.CANCELLED}:
        raise Invalid("That status can't be set on this job.", "status")
    if stand.id == job.place.status_id:
        raise Invalid(f"{number} is in {stand.label} already.", "status")
    moved = put(job.at_status(stand, tap.moment))
    _wish(notify, moved, by, tap)
    record(StatusSet(job.status.label, stand.label, note, _back(job)), about=moved, by=by, tap=tap)
    return moved


@operation
def follow(number: str, status_id: int, why: str, *, by: Actor | None) -> Standing:
    """Go to that status because of something that happened off the floor, if the job has not come so far yet.

    One that is on hold, closed or past it stays where it is.
    """
    job = locked(number)
    stand = job.workflow[status_id]
    if job.status.kind is StatusKind.HOLD or job.status.kind.is_closed or job.status.position >= stand.position:
        return job
    moved = put(job.at_status(stand, clock.now()))
    record(StatusSet(job.status.label, stand.label, why, _back(job)), about=moved, by=by)
    return moved


@operation
def undo(number: str, *, expected: int, by: Person, tap: Tap = UNKEYED) -> Standing:
    """Take back the job's last move, by a row that says so. One's own; a supervisor may take back anyone's.

    Raises Stale when the job has moved since, Invalid when its last move was itself an undoing, NotPermitted.
    """
    job = locked(number)
    if _done_before(job, expected, by, tap):
        return job
    last = _last_move(job)
    if last is None or last.kind not in MOVES:
        raise Invalid(f"There is no move of {number} to take back.")
    if last.actor_id != by.id:
        _must(by, Permission.JOBS_SET_STATUS, "Only the person who moved it, or a supervisor, can take that back.")
    returned = put(job.put_back(_place(last.payload["back"])))
    record(MoveUndone(job.status.label, returned.status.label), about=returned, by=by, tap=tap)
    return returned


def _done_before(job: Standing, expected: int, by: Person, tap: Tap) -> bool:
    """True for a tap heard before. A step never comes again, so only a step that differs needs the question."""
    if job.step == expected:
        return False
    if heard_before(tap, by=by) is not None:
        return True
    raise Stale(_who_was_quicker(job), job)


def _who_was_quicker(job: Standing) -> str:
    last = _last_move(job)
    if last is None:
        return f"This is not how {job.number} stands. It is in {job.status.label}."
    said = kind_of(last.kind).sentence(last.name or "The shop", "job", job.number, last.payload)
    return f"{said}, at {clock.local(last.occurred_at, job.timezone):%H:%M}. Here it is as it stands now."


def _last_move(job: Standing) -> Any:
    """Its last move, or an edit since: that may have changed the route, so what was before it can't be put back."""
    return run(_LAST, {"shop": shop_in_scope(), "job": job.id}).first()


def _wish(notify: bool | None, job: Standing, by: Person, tap: Tap) -> None:
    """Tell the log, right before the move, what the person said about an e-mail to the customer. Saying nothing is no event.

    It is an event of its own: what a move says of itself was shipped as it is. The tap's key is the move's.
    """
    if notify is None:
        return
    told = notify and reach_of(job.id).can_be_told
    record(EmailWished(told, "an e-mail" if told else "no e-mail"), about=job, by=by, tap=replace(tap, key=None))


def _back(job: Standing) -> dict[str, Any]:
    """What puts the job back where it stands now, fit for the log."""
    place = job.place
    return {
        "status_id": place.status_id,
        "position": place.position,
        "route": place.route,
        "hold_reason": place.hold_reason,
        "status_since": place.status_since.isoformat(),
        "lane_since": place.lane_since.isoformat(),
        "active": place.active,
        "closed_at": place.closed_at.isoformat() if place.closed_at else None,
    }


def _place(back: dict[str, Any]) -> Place:
    times = {name: datetime.fromisoformat(back[name]) for name in ("status_since", "lane_since")}
    closed = datetime.fromisoformat(back["closed_at"]) if back["closed_at"] else None
    return Place(**{**back, **times, "closed_at": closed})


def _reason(text: str, question: str, field: str = "reason") -> str:
    reason = one_line(text)
    if not reason:
        raise Invalid(question, field)
    if len(reason) > REASON_LENGTH:
        raise Invalid(f"Keep it under {REASON_LENGTH} characters; the rest fits in a note.", field)
    return reason


def _must(by: Person, permission: Permission, sentence: str) -> None:
    if not by.may(permission):
        raise NotPermitted(sentence)


_EVENTS, _MEMBERS = table(Event), table(Member)
_LAST = (
    select(_EVENTS.c.kind, _EVENTS.c.actor_id, _EVENTS.c.payload, _EVENTS.c.occurred_at, _MEMBERS.c.name)
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "job",
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.kind.in_((*MOVES, UNDONE, EDITED)),
    )
    .order_by(desc(_EVENTS.c.seq))
    .limit(1)
)
