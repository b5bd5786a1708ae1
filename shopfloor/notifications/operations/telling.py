"""From the log to deliveries: what has happened since the cursor, for every device that should hear of it.

The cursor moves in the transaction that writes the deliveries, so that nothing is told twice and nothing is missed.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from shopfloor.db import operation, run, shop_in_scope, table
from shopfloor.events import Event, Happening, LogHead, News, kind_of, kinds
from shopfloor.kernel import clock
from shopfloor.notifications.models import Delivery, NewsCursor
from shopfloor.notifications.queries import LOOKING, Listener, listeners, looking_at
from shopfloor.notifications.quiet import told_at
from shopfloor.shops.queries import shop

log = logging.getLogger(__name__)

# What nobody was told for so long (the worker was down) is history, not news.
STALE = timedelta(hours=4)
AT_ONCE = 500


def shops_behind() -> list[int]:
    """Ids of the shops whose log has grown since it was last told; for `everywhere()`."""
    return list(run(_BEHIND).scalars())


@operation
def tell_news() -> int:
    """Tell what is new in the log of the shop in scope. How many deliveries that makes.

    While another process does it, nothing is done here.
    """
    told = run(_CURSOR, {"shop": shop_in_scope()}).first()
    if told is None:
        return 0
    head = int(run(_HEAD, {"shop": shop_in_scope()}).scalar_one())
    hearing = listeners()
    events = _events(told.seq, head) if hearing else []
    made = sum(_tell(event, hearing) for event in events)
    reached = events[-1].seq if len(events) == AT_ONCE else head
    run(_ADVANCE, {"shop": shop_in_scope(), "reached": reached})
    return made


def _events(after: int, head: int) -> list[Any]:
    telling = [kind.name for kind in kinds() if kind.tells]
    since = clock.now() - STALE
    return list(run(_EVENTS_SINCE, {"shop": shop_in_scope(), "after": after, "head": head, "kinds": telling, "since": since}))


def _tell(event: Any, hearing: list[Listener]) -> int:
    tells = kind_of(event.kind).tells
    happening = Happening(event.seq, event.subject_id, event.subject_label, event.actor_id, event.payload, event.recorded_at)
    try:
        news = list(tells(happening)) if tells else []
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("Event %s of shop %s can't be told.", event.seq, shop_in_scope())  # the rest must not wait for it
        return 0
    return write(news, hearing, key=f"event-{event.seq}", at=event.recorded_at, seq=event.seq, but_not=event.actor_id)


def write(
    news: Iterable[News], hearing: list[Listener], *, key: str, at: datetime, seq: int | None = None, but_not: int | None = None
) -> int:
    """Deliveries of what happened at `at`, one for each device. A device hears the first of the news that is for it.

    Not to the actor, and not to who has that job open just now. How many were made.
    """
    chosen: dict[int, tuple[Listener, News]] = {}
    for item in news:
        seeing = looking_at(item.job_id, clock.now() - timedelta(seconds=LOOKING)) if item.job_id else frozenset()
        deaf = seeing | {but_not}
        for device in hearing:
            if device.member_id in item.to and device.member_id not in deaf and device.wants(item.kind):
                chosen.setdefault(device.subscription_id, (device, item))
    for device, item in chosen.values():
        _put(device, item, key=key, at=at, seq=seq)
    return len(chosen)


def _put(device: Listener, news: News, *, key: str, at: datetime, seq: int | None) -> None:
    """One delivery, in place of what still waits to be said of the same job there.

    What passes does not take the place of what stays: when it has passed, that is still to be heard.
    """
    whose = {"shop": shop_in_scope(), "subscription": device.subscription_id, "tag_": news.tag}
    run(_OVERTAKE, {**whose, "stays": not news.passing, "now": clock.now()})
    row = {
        "shop_id": shop_in_scope(),
        "channel": "push",
        "member_id": device.member_id,
        "subscription_id": device.subscription_id,
        "key": key,
        "kind": news.kind.code,
        "seq": seq,
        "job_id": news.job_id,
        "tag": news.tag,
        "title": news.title[:120],
        "body": news.body[:500],
        "urgent": news.urgent,
        "passing": news.passing,
        "created_at": clock.now(),
        "run_at": told_at(at + news.rest, shop().timezone, device.quiet_from, device.quiet_until),
        "leased_until": None,
        "attempts": 0,
        "fate": None,
        "ended_at": None,
    }
    run(insert(_DELIVERIES), row)


_CURSORS, _HEADS, _EVENTS, _DELIVERIES = (table(model) for model in (NewsCursor, LogHead, Event, Delivery))
_BEHIND = (
    select(_CURSORS.c.shop_id)
    .join(_HEADS, _HEADS.c.shop_id == _CURSORS.c.shop_id)
    .where(_HEADS.c.seq > _CURSORS.c.seq)
    .order_by(_CURSORS.c.shop_id)
)
_CURSOR = select(_CURSORS.c.seq).where(_CURSORS.c.shop_id == bindparam("shop")).with_for_update(skip_locked=True)
_HEAD = select(_HEADS.c.seq).where(_HEADS.c.shop_id == bindparam("shop"))
_ADVANCE = update(_CURSORS).where(_CURSORS.c.shop_id == bindparam("shop")).values(seq=bindparam("reached"))
_EVENTS_SINCE = (
    select(
        _EVENTS.c.seq,
        _EVENTS.c.kind,
        _EVENTS.c.subject_id,
        _EVENTS.c.subject_label,
        _EVENTS.c.actor_id,
        _EVENTS.c.payload,
        _EVENTS.c.recorded_at,
    )
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.seq > bindparam("after"),
        _EVENTS.c.seq <= bindparam("head"),
        _EVENTS.c.kind.in_(bindparam("kinds", expanding=True)),
        _EVENTS.c.recorded_at > bindparam("since"),
    )
    .order_by(_EVENTS.c.seq)
    .limit(AT_ONCE)
)
_OVERTAKE = (
    update(_DELIVERIES)
    .where(
        _DELIVERIES.c.shop_id == bindparam("shop"),
        _DELIVERIES.c.subscription_id == bindparam("subscription"),
        _DELIVERIES.c.tag == bindparam("tag_", type_=_DELIVERIES.c.tag.type),
        _DELIVERIES.c.fate.is_(None),
        _DELIVERIES.c.leased_until.is_(None),
        _DELIVERIES.c.passing | bindparam("stays", type_=_DELIVERIES.c.passing.type),
    )
    .values(fate="overtaken", ended_at=bindparam("now", type_=_DELIVERIES.c.ended_at.type))
)
