"""What keeps notifications in order: whose turn it is, and what nobody needs any more."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select

from shopfloor.accounts.models import Session
from shopfloor.db import operation, run, table
from shopfloor.db.upsert import upsert
from shopfloor.kernel import clock
from shopfloor.notifications.models import Delivery, Lease, Look, PushSubscription
from shopfloor.notifications.queries import alive, joined

KEPT = timedelta(days=30)

_DELIVERIES, _LOOKS, _SUBSCRIPTIONS, _LEASES = (table(model) for model in (Delivery, Look, PushSubscription, Lease))


@operation
def hold_lease(name: str, holder: str, length: timedelta) -> bool:
    """Take or keep a turn that only one process of the install has. False when another has it."""
    now = clock.now()
    mine = {"holder": holder, "until": now + length}
    free = (_LEASES.c.holder == holder) | (_LEASES.c.until < now)
    turn = upsert(_LEASES, {"name": name}, first=mine, then=mine, where=free)
    return run(turn.returning(_LEASES.c.name)).first() is not None


@operation
def give_up_lease(name: str, holder: str) -> None:
    """End one's own turn before its time."""
    run(delete(_LEASES).where(_LEASES.c.name == name, _LEASES.c.holder == holder))


@operation
def tidy_up() -> None:
    """Forget devices whose sessions are over, looks of yesterday and deliveries of last month; for `everywhere()`."""
    now = clock.now()
    living = select(_SUBSCRIPTIONS.c.id).select_from(joined(_SUBSCRIPTIONS)).where(alive(bindparam("now", now, _MOMENT)))
    run(delete(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.id.not_in(living)))
    run(delete(_LOOKS).where(_LOOKS.c.seen_at < now - timedelta(days=1)))
    run(delete(_DELIVERIES).where(_DELIVERIES.c.ended_at < now - KEPT))


_MOMENT = table(Session).c.expires_at.type
