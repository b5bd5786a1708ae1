"""From deliveries to messages and back: taken up in batches under a lease, sent outside of any transaction, settled."""

import logging
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from shopfloor.db import glance, in_shop, operation, run, table
from shopfloor.jobs.cards import Card, Setting, cards
from shopfloor.jobs.queries import has_moved_since
from shopfloor.kernel import clock
from shopfloor.notifications.channels import Failed, Gone, Message, Retry
from shopfloor.notifications.models import Delivery, PushSubscription
from shopfloor.notifications.payload import Notice, TooLong, packed
from shopfloor.notifications.queries import alive, joined, urgent_jobs
from shopfloor.shops.models import Shop
from shopfloor.workflow.queries import workflow
from shopfloor.workflow.trades import TRADES

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(seconds=60)  # a batch takes a quarter of it at the worst
TRIES = 8
TOO_LATE = timedelta(hours=4)
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery in hand: ours until `lease`."""

    id: int
    shop_id: int
    subscription_id: int
    attempts: int
    lease: datetime
    message: Message


def is_due() -> bool:
    """Whether anything is to be sent now; for `everywhere()`. A glance, so that looking twice a second costs nobody a turn."""
    return glance(_ANY, {"now": clock.now()}) is not None


@operation
def claim(base: str) -> list[Taken]:
    """Take up to 20 deliveries that are due, leased to the caller; for `everywhere()`. `base` is our public address.

    Those that need not be sent any more get their fate here.
    """
    now = clock.now()
    due = run(_DUE, {"now": now}).all()
    by_shop: dict[int, list[Any]] = defaultdict(list)
    for row in due:
        by_shop[row.shop_id].append(row)
    taken: list[Taken] = []
    for shop_id, rows in by_shop.items():
        with in_shop(shop_id):
            taken += _claim_of_shop([row for row in rows if not _is_over(row, now)], now, base)
    return taken


def _is_over(row: Any, now: datetime) -> bool:
    """Whether nobody needs to hear it any more; then it has its fate."""
    if not row.alive:
        run(_FORGET, {"shop": row.shop_id, "id_": row.subscription_id})
        return True
    if now - row.run_at > TOO_LATE:
        return _end(row, "too late", now)
    if row.passing and row.job_id and row.seq and has_moved_since(row.job_id, row.seq):
        return _end(row, "overtaken", now)
    return False


def _claim_of_shop(rows: list[Any], now: datetime, base: str) -> list[Taken]:
    if not rows:
        return []
    trade = TRADES[rows[0].trade]
    setting = Setting(trade, workflow(rows[0].workflow_version), rows[0].timezone, clock.today(rows[0].timezone))
    shown = {card.id: card for card in cards({row.job_id for row in rows if row.job_id}, setting)}
    badges = urgent_jobs({row.member_id for row in rows}, trade)
    made = (_taken(row, shown.get(row.job_id), badges.get(row.member_id, 0), now, base) for row in rows)
    return [one for one in made if one]


def _taken(row: Any, card: Card | None, badge: int, now: datetime, base: str) -> Taken | None:
    try:
        payload = packed(_notice(row, card, badge, base))
    except TooLong as error:
        log.error("Delivery %s does not fit into a push: %s.", row.id, error)
        _end(row, "too long", now)
        return None
    lease, attempts = now + LEASE, row.attempts + 1
    run(_LEASE, {"shop": row.shop_id, "id_": row.id, "leased_until": lease, "attempts": attempts})
    message = Message(row.endpoint, row.p256dh, row.auth, payload, row.tag, row.urgent)
    return Taken(row.id, row.shop_id, row.subscription_id, attempts, lease, message)


def _notice(row: Any, card: Card | None, badge: int, base: str) -> Notice:
    if card is None:
        return Notice(row.title, row.body, f"{base}/jobs", row.tag, badge)
    address = f"{base}{card.url}"
    return Notice(row.title, row.body, address, row.tag, badge, card.number, card.step, card.next_label)


@operation
def settle_all(fates: Iterable[tuple[Taken, Exception | None]]) -> None:
    """Write down what became of a batch, at once: twenty writes to the disk would take longer than the sending."""
    for taken, failure in fates:
        settle(taken, failure)


@operation
def settle(taken: Taken, failure: Exception | None) -> None:
    """Write down what became of a message; for `everywhere()`. None is: sent.

    Nothing, when the lease was over and someone else has it in hand.
    """
    now = clock.now()
    ours = {"shop": taken.shop_id, "id_": taken.id, "lease": taken.lease}
    device = {"shop": taken.shop_id, "id_": taken.subscription_id}
    match failure:
        case None:
            if run(_SETTLE, {**ours, "fate": "sent", "ended_at": now, "run_at": now}).rowcount:
                run(_HEARD, {**device, "heard_at": now, "failures": 0})
        case Gone():
            run(_FORGET, device)
        case Retry() if taken.attempts < TRIES:
            run(_SETTLE, {**ours, "fate": None, "ended_at": None, "run_at": now + wait_after(taken.attempts, failure.after)})
        case _:
            fate = "failed" if isinstance(failure, Failed) else "given up"
            if run(_SETTLE, {**ours, "fate": fate, "ended_at": now, "run_at": now}).rowcount:
                run(_FAILED, device)


def wait_after(attempts: int, asked: float | None) -> timedelta:
    """How long to wait after so many attempts: thrice as long each time, spread, and never less than was asked for."""
    grown = min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311 – not a secret
    return timedelta(seconds=max(grown, (asked or 0.0) * random.uniform(1.0, 1.1)))  # noqa: S311


def _end(row: Any, fate: str, now: datetime) -> bool:
    run(_OVER, {"shop": row.shop_id, "id_": row.id, "fate": fate, "ended_at": now})
    return True


_DELIVERIES, _SUBSCRIPTIONS, _SHOPS = (table(model) for model in (Delivery, PushSubscription, Shop))
_MOMENT = _DELIVERIES.c.run_at.type
_NOW = bindparam("now", type_=_MOMENT)
_OPEN = (
    _DELIVERIES.c.fate.is_(None),
    _DELIVERIES.c.run_at <= _NOW,
    _DELIVERIES.c.leased_until.is_(None) | (_DELIVERIES.c.leased_until < _NOW),
)
_ANY = select(_DELIVERIES.c.id).where(*_OPEN).limit(1)
_DUE = (
    select(
        _DELIVERIES,
        _SUBSCRIPTIONS.c.endpoint,
        _SUBSCRIPTIONS.c.p256dh,
        _SUBSCRIPTIONS.c.auth,
        _SHOPS.c.trade,
        _SHOPS.c.timezone,
        _SHOPS.c.workflow_version,
        alive(_NOW).label("alive"),
    )
    .select_from(
        joined(
            _DELIVERIES.join(
                _SUBSCRIPTIONS,
                (_SUBSCRIPTIONS.c.shop_id == _DELIVERIES.c.shop_id) & (_SUBSCRIPTIONS.c.id == _DELIVERIES.c.subscription_id),
            )
        ).join(_SHOPS, _SHOPS.c.id == _DELIVERIES.c.shop_id)
    )
    .where(*_OPEN)
    .order_by(_DELIVERIES.c.run_at, _DELIVERIES.c.id)
    .limit(BATCH)
    .with_for_update(of=_DELIVERIES, skip_locked=True)
)
_ONE = (_DELIVERIES.c.shop_id == bindparam("shop")) & (_DELIVERIES.c.id == bindparam("id_"))
_LEASE = update(_DELIVERIES).where(_ONE)
_OVER = update(_DELIVERIES).where(_ONE)
_SETTLE = (
    update(_DELIVERIES)
    .where(_ONE, _DELIVERIES.c.fate.is_(None), _DELIVERIES.c.leased_until == bindparam("lease", type_=_MOMENT))
    .values(leased_until=None)
)
_DEVICE = (_SUBSCRIPTIONS.c.shop_id == bindparam("shop")) & (_SUBSCRIPTIONS.c.id == bindparam("id_"))
_FORGET = delete(_SUBSCRIPTIONS).where(_DEVICE)
_HEARD = update(_SUBSCRIPTIONS).where(_DEVICE)
_FAILED = update(_SUBSCRIPTIONS).where(_DEVICE).values(failures=_SUBSCRIPTIONS.c.failures + 1)
