"""Writing the log: in the transaction of the change, numbered as its last act."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

import orjson
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import LargeBinary

from shopfloor.db import current_work, in_shop, run, shop_in_scope, table
from shopfloor.db.operation import before_commit
from shopfloor.db.work import Work
from shopfloor.events.kinds import kind_of, payload_of
from shopfloor.events.models import Event, LogHead
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Overtaken
from shopfloor.kernel.tap import UNKEYED, Tap

GENESIS = bytes(32)
USED_KEY = "This tap was sent before for something else. Reload the page and tap again."


class Actor(Protocol):
    """Who acts: a member of the shop in scope."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


class Subject(Protocol):
    """What an event is about: a thing with an id, a type word and a name people know it by."""

    @property
    def id(self) -> int: ...
    @property
    def subject_type(self) -> str: ...
    @property
    def label(self) -> str: ...


Reaction = Callable[[Any, Any, Actor | None], None]
Reactions = Mapping[type, Sequence[Reaction]]

_reactions: dict[type, Sequence[Reaction]] = {}


@dataclass(slots=True)
class Recorded:
    """An event waiting for its number."""

    shop_id: int
    event: object
    about: Subject
    by: Actor | None
    tap: Tap
    occurred_at: datetime
    recorded_at: datetime


def react(table: Reactions) -> None:
    """Set what must be true, too, when a kind of event happens. The table stands in `reactions.py`."""
    _reactions.clear()
    _reactions.update(table)


def record(event: object, *, about: Subject, by: Actor | None, tap: Tap = UNKEYED) -> None:
    """Tell the log, in the operation under way. `by=None` is the shop itself.

    Raises RuntimeError outside an operation, Invalid for a tap whose time can't be right.
    """
    work = current_work()
    if work is None:
        raise RuntimeError("Only an operation may record what happened.")
    work.recorded.append(Recorded(shop_in_scope(), event, about, by, tap, tap.moment, clock.now()))
    for reaction in _reactions.get(type(event), ()):
        reaction(event, about, by)


def heard_before(tap: Tap, *, by: Actor) -> int | None:
    """The id of what this person's tap was about when the log has it already, else None.

    Raises Invalid when its key was used for another deed: that is a fault in the sender, and doing nothing would hide it.
    """
    if tap.key is None:
        return None
    seen = run(_SEEN, {"shop": shop_in_scope(), "actor": by.id, "key": tap.key}).first()
    if seen is None:
        return None
    if seen.fingerprint != tap.fingerprint:
        raise Invalid(USED_KEY)
    return int(seen.subject_id)


@before_commit
def deal_numbers(work: Work) -> None:
    """Lock the shop's head, number the events, chain their hashes. Order of numbers is order of commits."""
    for recorded in work.recorded:
        with in_shop(recorded.shop_id):
            _append(recorded)


def _append(recorded: Recorded) -> None:
    row = _row(recorded)
    head = run(_NEXT, {"digest": digest(row), "shop": row["shop_id"]}).one()
    try:
        run(_INSERT, {**row, "seq": head.seq, "hash": head.hash})
    except IntegrityError:  # the number is ours alone, so it is the key
        raise Overtaken(USED_KEY) from None
    touches = kind_of(recorded.event).touches
    if touches:
        touches(recorded.about.id, head.seq)


def _row(recorded: Recorded) -> dict[str, Any]:
    return {
        "shop_id": recorded.shop_id,
        "kind": kind_of(recorded.event).name,
        "subject_type": recorded.about.subject_type,
        "subject_id": recorded.about.id,
        "subject_label": recorded.about.label,
        "actor_id": recorded.by.id if recorded.by else None,
        "source": recorded.tap.source,
        "key": recorded.tap.key,
        "fingerprint": recorded.tap.fingerprint,
        "payload": payload_of(recorded.event),
        "occurred_at": recorded.occurred_at,
        "recorded_at": recorded.recorded_at,
    }


def digest(row: Mapping[str, Any]) -> bytes:
    """SHA-256 over what an event says. With the chain's hash before it, it makes the hash after it."""
    said = [row[name] for name in _SAID]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()


_SAID = (
    "shop_id",
    "kind",
    "subject_type",
    "subject_id",
    "subject_label",
    "actor_id",
    "source",
    "key",
    "fingerprint",
    "payload",
    "occurred_at",
    "recorded_at",
)
_EVENTS, _HEADS = table(Event), table(LogHead)
_INSERT = insert(_EVENTS)
_NEXT = (
    update(_HEADS)
    .where(_HEADS.c.shop_id == bindparam("shop"))
    .values(
        seq=_HEADS.c.seq + 1,
        hash=func.chain_hash(_HEADS.c.hash, bindparam("digest", type_=LargeBinary()), type_=LargeBinary()),
    )
    .returning(_HEADS.c.seq, _HEADS.c.hash)
)
_SEEN = select(_EVENTS.c.fingerprint, _EVENTS.c.subject_id).where(
    _EVENTS.c.shop_id == bindparam("shop"), _EVENTS.c.actor_id == bindparam("actor"), _EVENTS.c.key == bindparam("key")
)
