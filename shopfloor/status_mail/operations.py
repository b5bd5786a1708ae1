"""From the log to letters: each job's newest move, read a moment later, so that a tap costs nothing for it.

The cursor moves in the transaction that writes the letters: nobody is told twice, nobody is forgotten.
"""

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.events import Actor, Event, LogHead
from shopfloor.jobs.kinds import MOVES, UNDONE
from shopfloor.jobs.queries import email_wish, has_moved_since
from shopfloor.jobs.words import day
from shopfloor.kernel import clock
from shopfloor.mail.addresses import address
from shopfloor.mail.checks import before_sending
from shopfloor.mail.operations import NewLetter, leave_unsent, queue_letter, readdress, skip_open
from shopfloor.mail.wording import filled
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings
from shopfloor.status_mail.models import Announcement, AnnouncementCursor
from shopfloor.status_mail.queries import Addressee, addressee, announced, told_at
from shopfloor.status_mail.settings import StatusMailSettings
from shopfloor.workflow.queries import Stand, workflow

log = logging.getLogger(__name__)

KIND = "status"
# What nobody was told for so long (the worker was down) is no news any more.
STALE = timedelta(days=3)
AT_ONCE = 500


def shops_behind() -> list[int]:
    """Ids of the shops whose log has grown since it was last read; for `everywhere()`."""
    return list(run(_BEHIND).scalars())


def start_reading_log(_event: object, about: Any, _by: Actor | None) -> None:
    """A reaction: a new shop's log is read from its beginning."""
    db.session.add(AnnouncementCursor(shop_id=about.id, seq=0))
    db.session.flush()


@operation
def announce_moves() -> int:
    """Queue what the customers of the shop in scope are to be told. How many moves were read.

    While another process does it, nothing is done here.
    """
    read = run(_CURSOR, {"shop": shop_in_scope()}).first()
    if read is None:
        return 0
    head = int(run(_HEAD, {"shop": shop_in_scope()}).scalar_one())
    since = clock.now() - STALE
    moves = run(_MOVES, {"shop": shop_in_scope(), "after": read.seq, "head": head, "since": since}).all()
    for move in {move.subject_id: move for move in moves}.values():
        _announce_safely(move)
    reached = moves[-1].seq if len(moves) == AT_ONCE else head
    run(_ADVANCE, {"shop": shop_in_scope(), "reached": reached})
    return len(moves)


def _announce_safely(move: Any) -> None:
    try:
        _announce(move)
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("Event %s of shop %s can't be announced.", move.seq, shop_in_scope())  # the rest must not wait for it


def _announce(move: Any) -> None:
    """Take back what is not true any more, and tell of where the job stands now, if that is to be told."""
    undone = move.kind == UNDONE
    skip_open("job", move.subject_id, KIND, "The move was taken back in time." if undone else "The job had moved on already.")
    to, chosen = addressee(move.subject_id), settings(StatusMailSettings)
    if to is None or has_moved_since(move.subject_id, move.seq):
        return
    stand = workflow(shop().workflow_version)[to.status_id]
    wish = None if undone else email_wish(move.seq, to.job_id)
    if not (wish or chosen.tells_of(stand)):
        return
    new = _letter(to, stand, move, chosen)
    reason = to.objection or ("Who moved it chose to send no e-mail." if wish is False else _told_before(to.job_id, stand))
    letter = leave_unsent(new, reason) if reason else queue_letter(new, by=None)
    told = {"letter_id": letter.id, "job_id": to.job_id, "status_id": stand.id, "seq": move.seq}
    run(insert(_ANNOUNCEMENTS), {"shop_id": shop_in_scope(), **told})


def _letter(to: Addressee, stand: Stand, move: Any, chosen: StatusMailSettings) -> NewLetter:
    words, fields = chosen.wording(stand), fields_of(to, stand)
    return NewLetter(
        to=to.email,
        to_name=to.name,
        subject=filled(words.subject, fields).strip() or f"{to.number}: {stand.label}",
        text=filled(words.text, fields).strip() or stand.label,
        key=f"{KIND}-{to.job_id}-{move.seq}",
        about=to,
        customer_id=to.customer_id,
        kind=KIND,
        not_before=move.recorded_at + timedelta(seconds=chosen.wait_seconds),
    )


def fields_of(to: Addressee, stand: Stand) -> dict[str, str]:
    """What the names in a shop's words stand for."""
    return {
        "customer": to.name,
        "job": to.number,
        "description": to.description or "your order",
        "status": stand.label,
        "due": day(to.due_on) if to.due_on else "",
        "shop": shop().name,
    }


@before_sending(KIND)
def may_still_be_told(letter: Any) -> str | None:
    """The job must stand there still, the customer must want it, nobody must have told them; at their address as it is now."""
    told = announced(letter.id)
    to, stand = addressee(told.job_id), workflow(shop().workflow_version)[told.status_id]
    if to is None or to.status_id != told.status_id:
        return "The job had moved on already."
    reason = to.objection or _told_before(told.job_id, stand, but_not=letter.id)
    if reason is None and address(to.email) != letter.to_address:
        readdress(letter.id, to.email)
    return reason


def _told_before(job_id: int, stand: Stand, but_not: int | None = None) -> str | None:
    at = told_at(job_id, stand.id, but_not=but_not)
    return f"They were told of {stand.label} on {day(clock.local(at, shop().timezone).date())} already." if at else None


_ANNOUNCEMENTS, _CURSORS, _HEADS, _EVENTS = (table(model) for model in (Announcement, AnnouncementCursor, LogHead, Event))
_BEHIND = (
    select(_CURSORS.c.shop_id)
    .join(_HEADS, _HEADS.c.shop_id == _CURSORS.c.shop_id)
    .where(_HEADS.c.seq > _CURSORS.c.seq)
    .order_by(_CURSORS.c.shop_id)
)
_CURSOR = select(_CURSORS.c.seq).where(_CURSORS.c.shop_id == bindparam("shop")).with_for_update(skip_locked=True)
_HEAD = select(_HEADS.c.seq).where(_HEADS.c.shop_id == bindparam("shop"))
_ADVANCE = update(_CURSORS).where(_CURSORS.c.shop_id == bindparam("shop")).values(seq=bindparam("reached"))
_MOVES = (
    select(_EVENTS.c.seq, _EVENTS.c.kind, _EVENTS.c.subject_id, _EVENTS.c.recorded_at)
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.seq > bindparam("after"),
        _EVENTS.c.seq <= bindparam("head"),
        _EVENTS.c.kind.in_((*MOVES, UNDONE)),
        _EVENTS.c.recorded_at > bindparam("since"),
    )
    .order_by(_EVENTS.c.seq)
    .limit(AT_ONCE)
)
