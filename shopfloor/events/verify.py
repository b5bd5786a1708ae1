"""Proof that nobody changed the past: the chain of hashes, walked from the first event to the head."""

from hashlib import sha256

from sqlalchemy import select

from shopfloor.db import db, in_shop
from shopfloor.events.log import GENESIS, digest
from shopfloor.events.models import Event, LogHead


def broken_at(shop_id: int) -> int | None:
    """The number of the first event that is not what was written, or is missing; None for a whole log."""
    with in_shop(shop_id):
        head = db.session.execute(select(LogHead.seq, LogHead.hash).where(LogHead.shop_id == shop_id)).one()
        reached, seq = GENESIS, 0
        rows = select(Event.__table__).where(Event.shop_id == shop_id).order_by(Event.seq)
        with db.session.execute(rows.execution_options(yield_per=1000)) as all_rows:
            for row in all_rows:
                reached, seq = sha256(reached + digest(dict(row._mapping))).digest(), seq + 1
                if row.seq != seq or row.hash != reached:
                    return seq
        return None if (seq, reached) == (head.seq, head.hash) else seq + 1
