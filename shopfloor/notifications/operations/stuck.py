"""Jobs that stand longer in one place than their status allows: looked for now and then, told of once for each stand."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from shopfloor.db import operation, run, shop_in_scope, table
from shopfloor.db.upsert import upsert
from shopfloor.events import News
from shopfloor.jobs.models import Job
from shopfloor.jobs.news import STUCK, tag_of
from shopfloor.kernel import clock
from shopfloor.notifications.models import StuckTelling
from shopfloor.notifications.operations.telling import write
from shopfloor.notifications.queries import listeners
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members_who_may, shop
from shopfloor.workflow.queries import Workflow, workflow

# More at once is one message: after a holiday nobody wants forty.
FEW = 3
EXACT = "%Y%m%dT%H%M%S.%f"

_JOBS, _TELLINGS = table(Job), table(StuckTelling)


@operation
def tell_of_stuck_jobs() -> int:
    """Tell those who lead of the jobs of the shop in scope that have got stuck since the last look. How many there are."""
    now = clock.now()
    flow = workflow(shop().workflow_version)
    stuck = [job for job in _over_their_time(flow, now) if _is_new(job)]
    hearing = listeners() if stuck else []
    if len(stuck) > FEW:
        write([_many(stuck)], hearing, key=f"stuck-{now:{EXACT}}", at=now)
    else:
        for job in stuck:
            write([_one(job, flow, now)], hearing, key=f"stuck-{job.id}-{job.status_since:{EXACT}}", at=now)
    return len(stuck)


def _over_their_time(flow: Workflow, now: datetime) -> list[Any]:
    limits = [(stand.id, now - timedelta(minutes=stand.red_minutes)) for stand in flow.on_floor if stand.red_minutes]
    late = or_(*(and_(_JOBS.c.status_id == status, _JOBS.c.status_since <= since) for status, since in limits))
    told = select(_TELLINGS.c.job_id).where(
        _TELLINGS.c.shop_id == _JOBS.c.shop_id, _TELLINGS.c.job_id == _JOBS.c.id, _TELLINGS.c.since == _JOBS.c.status_since
    )
    where = (_JOBS.c.shop_id == shop_in_scope(), _JOBS.c.active, late, ~told.exists())
    columns = (_JOBS.c.id, _JOBS.c.number, _JOBS.c.status_id, _JOBS.c.status_since)
    return list(run(select(*columns).where(*where).order_by(_JOBS.c.status_since, _JOBS.c.id))) if limits else []


def _is_new(job: Any) -> bool:
    """Whether nobody was told of this stand; from now on somebody was, whoever else looks at the same moment."""
    key = {"shop_id": shop_in_scope(), "job_id": job.id}
    since = {"since": job.status_since}
    telling = upsert(_TELLINGS, key, first=since, then=since, where=_TELLINGS.c.since != job.status_since)
    return run(telling.returning(_TELLINGS.c.job_id)).first() is not None


def _one(job: Any, flow: Workflow, now: datetime) -> News:
    leads = members_who_may(Permission.JOBS_SET_STATUS)
    words = f"In {flow[job.status_id].label} for {duration(now - job.status_since)}."
    return News(STUCK, leads, f"{job.number} is stuck", words, tag_of(job.id), job_id=job.id)


def _many(stuck: list[Any]) -> News:
    leads = members_who_may(Permission.JOBS_SET_STATUS)
    return News(STUCK, leads, f"{len(stuck)} jobs are stuck", ", ".join(job.number for job in stuck[:12]), "stuck")


def duration(length: timedelta) -> str:
    """4 h, or 3 days."""
    hours = int(length.total_seconds() // 3600)
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
