"""The timer of whoever is asking; and the question about one that was forgotten: asked on their pages, never silently cut."""

from typing import Any, NamedTuple

from shopfloor.accounts.current import me
from shopfloor.db import kept
from shopfloor.jobs import words
from shopfloor.kernel import clock
from shopfloor.timekeeping.lengths import is_forgotten
from shopfloor.timekeeping.queries import running_timers
from shopfloor.web.current import visitor


class Forgotten(NamedTuple):
    """`since` is "yesterday 16:10"; `edits` is what an answer has to have seen."""

    id: int
    number: str
    since: str
    edits: int


def my_timer() -> Any:
    """The one that runs (id, number, started_at, edits), or None. Which run is read again only when the log has moved on."""
    return _running(me().shop_id, me().seq).get(me().id) if visitor() else None


def forgotten_timer() -> Forgotten | None:
    """The timer that whoever is asking should be asked about."""
    timer = my_timer()
    if timer is None or not is_forgotten(timer.started_at, clock.now(), me().timezone):
        return None
    return Forgotten(timer.id, timer.number, _since(timer), timer.edits)


def _running(shop_id: int, seq: int) -> dict[int, Any]:
    shelf = kept("timers")
    read: int
    timers: dict[int, Any]
    read, timers = shelf.get(shop_id, (-1, {}))
    if read != seq:
        timers = {timer.member_id: timer for timer in running_timers()}
        shelf[shop_id] = (seq, timers)
    return timers


def _since(timer: Any) -> str:
    begun = clock.local(timer.started_at, me().timezone)
    days = (clock.today(me().timezone) - begun.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or words.day(begun.date())
    return f"{day} {begun:%H:%M}"
