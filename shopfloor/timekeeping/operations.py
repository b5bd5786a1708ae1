"""Time worked: started and stopped by taps that may arrive late and in any order, written down, corrected, taken out.

What counts is when the thumb came down. Taps of one job come in order, those of two jobs need not: a start that comes late
ends where the next one began, a stop that comes late still ends what the next start has ended after it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from shopfloor.db import db, operation
from shopfloor.events import Subject, heard_before, record
from shopfloor.jobs import words
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import AHEAD, UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings
from shopfloor.timekeeping import lengths, queries
from shopfloor.timekeeping.events import TimeAdded, TimeCorrected, TimeRemoved, TimerStarted, TimerStopped
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.settings import TimeSettings

LONGEST = timedelta(hours=24)
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction says, whole; `seen` is how often the entry had been corrected when it was looked at."""

    started: datetime
    stopped: datetime | None
    note: str
    seen: int


@operation
def start_timer(number: str, *, by: Person, tap: Tap = UNKEYED) -> TimeEntry | None:
    """Start the person's timer on the job. Another one of theirs that runs is stopped by it: that one is returned.

    Raises NotFound, and Invalid where it runs already.
    """
    job, at = locked(number), tap.moment
    if heard_before(tap, by=by) is not None:
        return None
    _take_turn(by)
    before, after = queries.timed_around(by.id, at)
    if before and before.job_id == job.id:
        since = words.moment(clock.local(before.started_at, job.timezone))
        raise Invalid(f"Your timer on {number} is running already, since {since}.")
    if before:
        _stop(before, at, before.job, by, _silent(tap, at), why=f", to go on with {number}")
        before.cut = True
    entry = _add(job, by.id, at, is_timer=True, stopped_at=after, cut=after is not None)
    record(TimerStarted(entry.id, entry.stage), about=job, by=by, tap=tap)
    if after:
        _tell_stopped(entry, job, by, _silent(tap, after), why=", when the next one was started")
    return before


@operation
def stop_timer(number: str, *, by: Person, tap: Tap = UNKEYED) -> TimeEntry | None:
    """Stop the person's timer on the job. None for a tap heard before.

    Raises NotFound, and Invalid where none of theirs runs there.
    """
    job, at = locked(number), tap.moment
    if heard_before(tap, by=by) is not None:
        return None
    _take_turn(by)
    entry = queries.to_be_stopped(by.id, job.id, at)
    if entry is None:
        raise Invalid(f"No timer of yours is running on {number}.")
    entry.cut = False
    _stop(entry, at, job, by, tap)
    return entry


@operation
def log_time(
    number: str,
    minutes: Decimal,
    *,
    by: Person,
    worker: Member | None = None,
    started: datetime | None = None,
    note: str = "",
    tap: Tap = UNKEYED,
) -> TimeEntry | None:
    """Write down work without a timer, one's own or for a supervisor `worker`'s; without `started` it ended just now.

    None for a tap heard before. Raises NotFound, NotPermitted, and Invalid for a time that can't be.
    """
    whose = worker or by
    _must_be_theirs(whose.id, by, "Time of others is written down by supervisors and the office.")
    job, length = locked(number), timedelta(milliseconds=int(minutes * 60_000))
    if heard_before(tap, by=by) is not None:
        return None
    began = started or tap.moment - length
    _check(began, began + length)
    entry = _add(job, whose.id, began, is_timer=False, stopped_at=began + length, note=_note(note))
    record(TimeAdded(entry.id, whose.name, whose.id, lengths.words(minutes)), about=job, by=by, tap=tap)
    return entry


@operation
def correct_time(entry_id: int, new: Change, *, by: Person, tap: Tap = UNKEYED) -> TimeEntry:
    """Set right when an entry began and ended, and its note. A running timer that is given an end has stopped then.

    One's own; a supervisor may correct anyone's. Raises NotFound, NotPermitted, Stale, and Invalid for a time that can't be.
    """
    entry = queries.time_entry(entry_id, lock=True)
    if heard_before(tap, by=by) is not None:
        return entry
    _may_change(entry, by, new.seen)
    if new.stopped is None and not entry.is_running:
        raise Invalid("When did it stop?", "stopped")
    _check(new.started, new.stopped)
    was = in_words(entry)
    entry.started_at, entry.stopped_at, entry.note = new.started, new.stopped, _note(new.note)
    if (now := in_words(entry)) != was:
        entry.edits, entry.cut = entry.edits + 1, False
        record(TimeCorrected(entry.id, entry.member.name, entry.member_id, was, now), about=entry.job, by=by, tap=tap)
    return entry


@operation
def remove_time(entry_id: int, *, seen: int, by: Person, tap: Tap = UNKEYED) -> TimeEntry:
    """Take out an entry that should not be. The job's history keeps what it said. Raises as `correct_time`."""
    entry = queries.time_entry(entry_id, lock=True)
    _may_change(entry, by, seen)
    entry.removed_at = tap.moment
    record(TimeRemoved(entry.id, entry.member.name, entry.member_id, in_words(entry)), about=entry.job, by=by, tap=tap)
    return entry


def in_words(entry: TimeEntry) -> str:
    """Mon 9 Mar 22:30 to Tue 10 Mar 01:15 (2 h 45 min, “second coat”)"""
    when = lengths.stretch(entry.started_at, entry.stopped_at, shop().timezone)
    length = "still running" if entry.is_running else lengths.words(entry.minutes)
    return f"{when} ({', '.join(filter(None, (length, entry.note and f'“{entry.note}”')))})"


def _add(job: Standing, member_id: int, began: datetime, **more: object) -> TimeEntry:
    hourly = settings(TimeSettings).hourly
    entry = TimeEntry(job_id=job.id, member_id=member_id, stage=job.status.label, started_at=began, hourly=hourly, **more)
    db.session.add(entry)
    db.session.flush()
    return entry


def _stop(entry: TimeEntry, at: datetime, job: Subject, by: Person, tap: Tap, why: str = "") -> None:
    entry.stopped_at = at
    db.session.flush()  # before the next one starts: there is one at a time
    _tell_stopped(entry, job, by, tap, why)


def _tell_stopped(entry: TimeEntry, job: Subject, by: Person, tap: Tap, why: str) -> None:
    record(TimerStopped(entry.id, lengths.words(entry.minutes), why), about=job, by=by, tap=tap)


def _silent(tap: Tap, at: datetime) -> Tap:
    """What else a tap brings about: the key belongs to the deed itself."""
    return replace(tap, key=None, fingerprint=None, at=at)


def _take_turn(by: Person) -> None:
    """One after the other, for taps of one person on several jobs at once."""
    db.session.execute(select(Member.id).where(Member.id == by.id).with_for_update(key_share=True))


def _may_change(entry: TimeEntry, by: Person, seen: int) -> None:
    _must_be_theirs(entry.member_id, by, "Time of others is corrected by supervisors and the office.")
    if entry.edits != seen:
        raise Stale("Someone corrected this entry meanwhile. Look at theirs, then save again if yours is right.")


def _must_be_theirs(member_id: int, by: Person, sentence: str) -> None:
    if member_id != by.id and not by.may(Permission.TIME_CORRECT):
        raise NotPermitted(sentence)


def _check(started: datetime, stopped: datetime | None) -> None:
    latest = clock.now() + AHEAD
    if started > latest:
        raise Invalid("That is still to come. When did it start?", "started")
    if stopped is None:
        return
    if stopped <= started:
        raise Invalid("It can't have stopped before it started.", "stopped")
    if stopped > latest:
        raise Invalid("That would end in the time to come.", "stopped")
    if stopped - started > LONGEST:
        raise Invalid("That is more than 24 hours in one piece. Is the day right?", "stopped")


def _note(text: str) -> str:
    note = one_line(text)
    if len(note) > NOTE_LENGTH:
        raise Invalid(f"At most {NOTE_LENGTH} characters; shorten it a little.", "note")
    return note
