"""What happened to a thing of a shop, as sentences."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, desc, select

from shopfloor.db import run, shop_in_scope, table
from shopfloor.events import Event, Subject, kind_of
from shopfloor.shops.models import Member


class Told(NamedTuple):
    sentence: str
    at: datetime


def history_of(subject: Subject) -> list[Told]:
    """All that the log has of it, newest first."""
    asked = {"shop": shop_in_scope(), "type": subject.subject_type, "id": subject.id}
    return [Told(_sentence(row), row.occurred_at) for row in run(_TOLD, asked)]


def _sentence(row: Any) -> str:
    return kind_of(row.kind).sentence(row.name or "The shop", row.subject_type, row.subject_label, row.payload)


_EVENTS, _MEMBERS = table(Event), table(Member)
_TOLD = (
    select(
        _EVENTS.c.kind,
        _EVENTS.c.subject_type,
        _EVENTS.c.subject_label,
        _EVENTS.c.payload,
        _EVENTS.c.occurred_at,
        _MEMBERS.c.name,
    )
    .select_from(_EVENTS)
    .outerjoin(_MEMBERS, (_MEMBERS.c.shop_id == _EVENTS.c.shop_id) & (_MEMBERS.c.id == _EVENTS.c.actor_id))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == bindparam("type"),
        _EVENTS.c.subject_id == bindparam("id"),
    )
    .order_by(desc(_EVENTS.c.seq))
)
