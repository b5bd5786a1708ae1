"""The operation under way: what it has recorded and which tables it has changed."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Work:
    """One operation's transaction."""

    recorded: list[Any] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


work_in_hand: ContextVar[Work | None] = ContextVar("work_in_hand", default=None)


def current_work() -> Work | None:
    """The operation under way, if one is."""
    return work_in_hand.get()
