"""What a person wants to hear, and that they see something already."""

from collections.abc import Collection

from sqlalchemy import delete

from shopfloor.db import db, operation, shop_in_scope, table
from shopfloor.db.upsert import upsert
from shopfloor.events import Actor
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.notifications.models import Look, NotificationPreference
from shopfloor.notifications.quiet import DAY

_PREFERENCES, _LOOKS = table(NotificationPreference), table(Look)


@operation
def set_choices(*, off: Collection[str], quiet: tuple[int, int] | None, by: Actor) -> None:
    """Turn these kinds of news off, all others on; `quiet` hours in minutes of the day. Raises Invalid for no such minute."""
    if quiet and not all(0 <= minute < DAY for minute in quiet):
        raise Invalid("Quiet hours begin and end at a time of day, like 22:00.", "quiet_from")
    begin, end = quiet or (None, None)
    chosen = {"off": sorted(off), "quiet_from": begin, "quiet_until": end}
    key = {"shop_id": shop_in_scope(), "member_id": by.id}
    db.session.execute(upsert(_PREFERENCES, key, first=chosen, then=chosen))


@operation
def look_at_job(job_id: int, *, by: Actor) -> None:
    """They have the job open now, and see its news there."""
    key = {"shop_id": shop_in_scope(), "member_id": by.id, "job_id": job_id}
    seen = {"seen_at": clock.now()}
    db.session.execute(upsert(_LOOKS, key, first=seen, then=seen))


@operation
def look_away(job_id: int, *, by: Actor) -> None:
    """They don't see it any more."""
    mine = (_LOOKS.c.shop_id == shop_in_scope(), _LOOKS.c.member_id == by.id)
    db.session.execute(delete(_LOOKS).where(*mine, _LOOKS.c.job_id == job_id))
