"""A job's edits, read from its log: a form notices by them that someone was quicker."""

from sqlalchemy import bindparam, desc, select

from shopfloor.db import run, shop_in_scope, table
from shopfloor.events import Event, kind_of
from shopfloor.jobs.kinds import CHANGES
from shopfloor.shops.models import Member


def last_edit(job_id: int) -> int:
    """The number of the job's last edit, 0 for none: a form carries it, to notice that someone was quicker."""
    return run(_EDITS, {"shop": shop_in_scope(), "job": job_id, "since": 0}).scalar() or 0


def edits_since(job_id: int, seq: int) -> list[str]:
    """What was changed after that edit, newest first, as sentences."""
    rows = run(_EDITS, {"shop": shop_in_scope(), "job": job_id, "since": seq}).all()
    return [kind_of(row.kind).sentence(row.name or "The shop", "job", row.subject_label, row.payload) for row in rows]


_EVENTS, _MEMBERS = table(Event), table(Member)
_EDITS = (
    select(_EVENTS.c.seq, _EVENTS.c.kind, _EVENTS.c.subject_label, _EVENTS.c.payload, _MEMBERS.c.name)
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == "job",
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.kind.in_(CHANGES),
        _EVENTS.c.seq > bindparam("since"),
    )
    .order_by(desc(_EVENTS.c.seq))
)
