"""Letters that are due: taken up under a lease, sent outside of any transaction, settled one by one.

What was sent and not yet settled when the process died is sent again, under the same Message-ID: at least once.
"""

import logging
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from shopfloor.db import glance, in_shop, operation, run, shop_in_scope, table
from shopfloor.events import record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.mail.addresses import address
from shopfloor.mail.channels import Envelope, Later, Never
from shopfloor.mail.checks import reason_to_skip
from shopfloor.mail.events import LetterRetried
from shopfloor.mail.logo import letter_logo
from shopfloor.mail.message import envelope
from shopfloor.mail.models import Fate, Letter, LetterAttachment
from shopfloor.mail.settings import SenderSettings
from shopfloor.mail.setup import post
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings

log = logging.getLogger(__name__)

BATCH = 10
LEASE = timedelta(minutes=10)
TRIES = 20  # about a day and a half
FIRST_WAIT, LONGEST_WAIT = 30.0, 7200.0
UNSURE = "It could not be found out whether it is still right to send it."
UNWRITABLE = "Something in it can't be written as an e-mail: look at its address."


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter in hand: ours until `lease`."""

    id: int
    shop_id: int
    attempts: int
    lease: datetime
    envelope: Envelope


def is_due() -> bool:
    """Whether a letter is to be sent now; for `everywhere()`."""
    return glance(_ANY, {"now": clock.now()}) is not None


@operation
def claim_letters() -> list[Taken]:
    """Take up to 10 letters that are due, leased to the caller; for `everywhere()`. What must not go is skipped here."""
    now = clock.now()
    by_shop: dict[int, list[Any]] = defaultdict(list)
    for row in run(_DUE, {"now": now}).all():
        by_shop[row.shop_id].append(row)
    taken: list[Taken] = []
    for shop_id, rows in by_shop.items():
        with in_shop(shop_id):
            taken += _taken_of_shop(rows, now)
    return taken


def _taken_of_shop(rows: list[Any], now: datetime) -> list[Taken]:
    name, logo, sender = settings(SenderSettings).sender or shop().name, letter_logo(), post().sender
    taken = []
    for row in rows:
        try:
            reason = reason_to_skip(row)
        except SQLAlchemyError:
            raise
        except Exception:
            log.exception("Letter %s of shop %s can't be looked at.", row.id, row.shop_id)
            reason = UNSURE
        if reason:
            run(_PUT, {**_key(row), "fate": Fate.SKIPPED, "reason": reason[:300], "ended_at": now})
            continue
        attached = run(_ATTACHED, {"shop": row.shop_id, "letter": row.id}).all()
        fresh = run(_AGAIN, _key(row)).one()  # a check may have readdressed it
        try:
            made = envelope(fresh, attached, sender=sender, sender_name=name, logo=logo)
        except Exception:  # the next letter must not wait for one that can't be written
            log.exception("Letter %s of shop %s can't be written as mail.", row.id, row.shop_id)
            run(_PUT, {**_key(row), "fate": Fate.REFUSED, "reason": UNWRITABLE, "ended_at": now})
            continue
        lease, attempts = now + LEASE, row.attempts + 1
        run(_PUT, {**_key(row), "leased_until": lease, "attempts": attempts})
        taken.append(Taken(row.id, row.shop_id, attempts, lease, made))
    return taken


@operation
def settle_letter(taken: Taken, outcome: Fate | Later | Never) -> None:
    """Write down what became of it; for `everywhere()`. Nothing, when the lease was over and someone else has it."""
    now = clock.now()
    ours = {**_key(taken), "lease": taken.lease}
    match outcome:
        case Fate():
            run(_SETTLE, {**ours, "fate": outcome, "reason": "", "ended_at": now, "run_at": now})
        case Later() if taken.attempts < TRIES:
            again = now + wait_after(taken.attempts)
            run(_SETTLE, {**ours, "fate": None, "reason": str(outcome)[:300], "ended_at": None, "run_at": again})
        case _:
            fate = Fate.REFUSED if isinstance(outcome, Never) else Fate.GAVE_UP
            run(_SETTLE, {**ours, "fate": fate, "reason": str(outcome)[:300], "ended_at": now, "run_at": now})


def wait_after(attempts: int) -> timedelta:
    """Thrice as long after each try, spread, up to two hours."""
    grown = min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT)
    return timedelta(seconds=grown * random.uniform(0.85, 1.15))  # noqa: S311 – not a secret


@operation
def retry_letter(letter: Letter, *, by: Person) -> Letter:
    """Send it now: one that was refused, given up, or waits for its next try. Its checks are made again.

    Raises NotPermitted, and Invalid for one that went out, was skipped, or is being sent.
    """
    if not by.may(Permission.MAIL_SEE):
        raise NotPermitted("E-mail is for the office.")
    if letter.fate not in {None, Fate.REFUSED, Fate.GAVE_UP}:
        raise Invalid("This e-mail has gone out, or was left unsent for a reason. There is nothing to try again.")
    now = clock.now()
    again = {"fate": None, "reason": "", "ended_at": None, "run_at": now, "attempts": 0}
    if not run(_RETRY, {**_key(letter), **again, "now": now}).rowcount:
        raise Invalid("This e-mail is being sent just now.")
    record(LetterRetried(to=letter.to_address), about=letter, by=by)
    return letter


def skip_open(about_type: str, about_id: int, kind: str, reason: str) -> int:
    """Within an operation: skip the letters of that kind about that thing which nobody has in hand. How many there were."""
    whose = {"shop": shop_in_scope(), "about_type_": about_type, "about_id_": about_id, "kind_": kind}
    now = clock.now()
    return run(_SKIP_OPEN, {**whose, "now": now, "fate": Fate.SKIPPED, "reason": reason, "ended_at": now}).rowcount


def readdress(letter_id: int, to: str) -> None:
    """Within a check: it goes to this address from now on."""
    run(_PUT, {"shop": shop_in_scope(), "id_": letter_id, "to_address": address(to) or to})


def _key(letter: Any) -> dict[str, Any]:
    return {"shop": letter.shop_id, "id_": letter.id}


_LETTERS, _PARTS = table(Letter), table(LetterAttachment)
_MOMENT = _LETTERS.c.run_at.type
_NOW = bindparam("now", type_=_MOMENT)
_FREE = (_LETTERS.c.leased_until.is_(None) | (_LETTERS.c.leased_until < _NOW),)
_OPEN = (_LETTERS.c.fate.is_(None), _LETTERS.c.run_at <= _NOW, *_FREE)
_ANY = select(_LETTERS.c.id).where(*_OPEN).limit(1)
_DUE = select(_LETTERS).where(*_OPEN).order_by(_LETTERS.c.run_at, _LETTERS.c.id).limit(BATCH).with_for_update(skip_locked=True)
_ATTACHED = (
    select(_PARTS.c.name, _PARTS.c.mimetype, _PARTS.c.content)
    .where(_PARTS.c.shop_id == bindparam("shop"), _PARTS.c.letter_id == bindparam("letter"))
    .order_by(_PARTS.c.place)
)
_ONE = (_LETTERS.c.shop_id == bindparam("shop")) & (_LETTERS.c.id == bindparam("id_"))
_AGAIN = select(_LETTERS).where(_ONE)
_PUT = update(_LETTERS).where(_ONE)
_SETTLE = (
    update(_LETTERS)
    .where(_ONE, _LETTERS.c.fate.is_(None), _LETTERS.c.leased_until == bindparam("lease", type_=_MOMENT))
    .values(leased_until=None)
)
_RETRY = update(_LETTERS).where(_ONE, *_FREE).values(leased_until=None)
_SKIP_OPEN = update(_LETTERS).where(
    _LETTERS.c.shop_id == bindparam("shop"),
    _LETTERS.c.about_type == bindparam("about_type_"),
    _LETTERS.c.about_id == bindparam("about_id_"),
    _LETTERS.c.kind == bindparam("kind_"),
    _LETTERS.c.fate.is_(None),
    *_FREE,
)
