"""News: what an event is to those who should hear of it. A kind of news is declared once, beside the events that are it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

_kinds: dict[str, "NewsKind"] = {}


@dataclass(frozen=True, slots=True)
class NewsKind:
    """What people turn on and off. `needs` is the permission without which someone never hears of it."""

    code: str
    words: str
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the log has it, for whoever tells of it."""

    seq: int
    subject_id: int
    label: str
    actor_id: int | None
    payload: dict[str, Any]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """One thing to hear of. `to` are ids of members; words carry no names of people: they show on locked screens.

    It is told after `rest`, which leaves time to take back what was a slip, and not any more when the job `job_id` has
    moved on meanwhile, if it is `passing`. Later news with the same `tag` takes its place on the screen.
    """

    kind: NewsKind
    to: frozenset[int]
    title: str
    body: str
    tag: str
    job_id: int | None = None
    urgent: bool = False
    passing: bool = False
    rest: timedelta = field(default=timedelta(0))


Tells = Callable[[Happening], Iterable[News]]


def news_kind(code: str, words: str, *, needs: str | None = None) -> NewsKind:
    """Declare a kind of news. People's choices are kept by its code, which is for ever."""
    if code in _kinds:
        raise ValueError(f"Two kinds of news are called {code!r}.")
    made = _kinds[code] = NewsKind(code, words, needs)
    return made


def news_kinds() -> list[NewsKind]:
    """All kinds of news there are, in the order in which they were declared."""
    return list(_kinds.values())
