"""How each person looked at the list the last time."""

from typing import Any

from sqlalchemy import bindparam, select

from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.db.upsert import upsert
from shopfloor.events import Actor
from shopfloor.jobs.listing.look import Look, habit
from shopfloor.jobs.listing.models import ListView

_VIEWS = table(ListView)
_HABIT = select(_VIEWS.c.chosen).where(_VIEWS.c.shop_id == bindparam("shop"), _VIEWS.c.member_id == bindparam("member"))


def habit_of(member_id: int) -> dict[str, Any]:
    """What an address of theirs would say; nothing for who has no habit yet."""
    chosen = run(_HABIT, {"shop": shop_in_scope(), "member": member_id}).scalar()
    return {name: str(value) for name, value in (chosen or {}).items()}


@operation
def keep_habit(look: Look, *, by: Actor) -> None:
    """Have the list look like that when they come back."""
    key = {"shop_id": shop_in_scope(), "member_id": by.id}
    chosen = {"chosen": habit(look)}
    db.session.execute(upsert(_VIEWS, key, first=chosen, then=chosen))
