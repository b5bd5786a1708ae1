"""Who hears what of jobs. Declared beside the events by name; asked by the worker, after the fact.

Titles and bodies name no customer and no colleague.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, desc, select

from shopfloor.db import run, shop_in_scope, table
from shopfloor.events import Event, Happening, News, news_kind
from shopfloor.jobs.kinds import MOVES
from shopfloor.jobs.mentions import Somebody, mentions
from shopfloor.jobs.models import Job, JobWorker
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members, members_who_may, shop
from shopfloor.workflow.queries import Stand, Workflow, workflow
from shopfloor.workflow.trades import TRADES

ASSIGNED = news_kind("assigned", "A job is given to me")
LOUD = news_kind("loud", "An urgent job comes in", needs=Permission.JOBS_SET_STATUS)
SET_BACK = news_kind("set_back", "A job of mine goes back or on hold")
MENTIONED = news_kind("mentioned", "Someone names me in a note")
STUCK = news_kind("stuck", "A job stands too long in one place", needs=Permission.JOBS_SET_STATUS)

# A little longer than Undo is offered: a slip that is taken back is no news.
SLIP = timedelta(seconds=12)


class Facts(NamedTuple):
    """What news need of a job."""

    number: str
    kind: str
    description: str
    priority: int


def tag_of(job_id: int) -> str:
    """News of one job replace each other."""
    return f"job-{job_id}"


def of_new_job(event: Happening) -> Iterator[News]:
    """Those whose job it is; and when it is a loud one, those who lead."""
    job = _facts(event.subject_id)
    priority = TRADES[shop().trade].priority(job.priority)
    loud = f"{priority.label} job: " if priority.loud else ""
    about: dict[str, Any] = {"tag": tag_of(event.subject_id), "job_id": event.subject_id, "body": job.description}
    yield News(ASSIGNED, workers_of(event.subject_id), f"{loud}{job.number} is yours", urgent=priority.loud, **about)
    if priority.loud:
        yield News(LOUD, members_who_may(Permission.JOBS_SET_STATUS), f"{loud}{job.number}", urgent=True, **about)


def of_edit(event: Happening) -> Iterator[News]:
    """Those to whom the job was given by it."""
    if not event.payload["newly"]:
        return
    job = _facts(event.subject_id)
    priority = TRADES[shop().trade].priority(job.priority)
    loud = f"{priority.label} job: " if priority.loud else ""
    given = frozenset(event.payload["newly"]) & workers_of(event.subject_id)
    title, tag = f"{loud}{job.number} is yours", tag_of(event.subject_id)
    yield News(ASSIGNED, given, title, job.description, tag, job_id=event.subject_id, urgent=priority.loud)


def of_assigned(event: Happening) -> Iterator[News]:
    """Whoever has it from now on."""
    job = _facts(event.subject_id)
    to = frozenset({int(event.payload["worker_id"])})
    yield News(ASSIGNED, to, f"{job.number} is yours", job.description, tag_of(event.subject_id), job_id=event.subject_id)


def of_hold(event: Happening) -> Iterator[News]:
    was, reason = event.payload["was"], event.payload["reason"]
    yield _set_back(event, f"{event.label} is on hold", f"{was}: {reason}")


def of_status_set(event: Happening) -> Iterator[News]:
    """Set forward is no news to anyone; set back is."""
    flow = workflow(shop().workflow_version)
    was = flow.get(event.payload["back"]["status_id"])
    now = _called(flow, _facts(event.subject_id).kind, event.payload["now"])
    if was and now and now.position < was.position:
        words = f"It was in {event.payload['was']}. {event.payload['note']}"
        yield _set_back(event, f"{event.label} went back to {event.payload['now']}", words)


def of_move_undone(event: Happening) -> Iterator[News]:
    """Whoever takes back their own slip at once disturbs nobody: what was told waits as long."""
    undone = run(_UNDONE, {"shop": shop_in_scope(), "job": event.subject_id, "seq": event.seq}).first()
    if undone is None or (undone.actor_id == event.actor_id and event.recorded_at - undone.recorded_at < SLIP):
        return
    yield _set_back(event, f"{event.label} is back in {event.payload['now']}", f"It was in {event.payload['was']}.")


def of_note(event: Happening) -> Iterator[News]:
    """Those whom the note names. It is read where nobody else looks over the shoulder: on the job's page."""
    text = event.payload["text"]
    people = [Somebody(member.id, member.name) for member in members()] if "@" in text else []
    named = frozenset(id_ for mention in mentions(text, people) for id_ in mention.ids)
    if named:
        job = _facts(event.subject_id)
        yield News(
            MENTIONED, named, f"A note on {job.number} is for you", job.description, tag_of(event.subject_id),
            job_id=event.subject_id,
        )  # fmt: skip


def _set_back(event: Happening, title: str, body: str) -> News:
    return News(
        SET_BACK,
        workers_of(event.subject_id),
        title,
        body,
        tag_of(event.subject_id),
        job_id=event.subject_id,
        urgent=True,
        passing=True,
        rest=SLIP,
    )


def workers_of(job_id: int) -> frozenset[int]:
    """Ids of the members whose job it is."""
    return frozenset(run(_WORKERS, {"shop": shop_in_scope(), "job": job_id}).scalars())


def _called(flow: Workflow, job_kind: str, label: str) -> Stand | None:
    return next((stand for stand in flow.of(job_kind) if stand.label == label), None)


def _facts(job_id: int) -> Facts:
    row = run(_FACTS, {"shop": shop_in_scope(), "job": job_id}).one()
    return Facts(row.number, row.kind, row.description, row.priority)


_JOBS, _ASSIGNED, _EVENTS = table(Job), table(JobWorker), table(Event)
_FACTS = select(_JOBS.c.number, _JOBS.c.kind, _JOBS.c.description, _JOBS.c.priority).where(
    _JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job")
)
_WORKERS = select(_ASSIGNED.c.member_id).where(_ASSIGNED.c.shop_id == bindparam("shop"), _ASSIGNED.c.job_id == bindparam("job"))
_UNDONE = (
    select(_EVENTS.c.actor_id, _EVENTS.c.recorded_at)
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "job",
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.seq < bindparam("seq"),
        _EVENTS.c.kind.in_(MOVES),
    )
    .order_by(desc(_EVENTS.c.seq))
    .limit(1)
)
