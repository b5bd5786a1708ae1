"""Giving a shop its statuses."""

from shopfloor.db import db
from shopfloor.events import Actor
from shopfloor.shops.events import ShopOpened
from shopfloor.shops.models import Shop
from shopfloor.workflow.models import Lane, Status, minutes
from shopfloor.workflow.trades import TRADES, KindSeed, StatusSeed


def install_trade(event: ShopOpened, _shop: Shop, _by: Actor | None) -> None:
    """A shop that opens has its trade's lanes and statuses (a reaction: it joins that operation)."""
    trade = TRADES[event.trade]
    lanes = {seed.name: Lane(name=seed.name, kind=seed.kind.value, position=i) for i, seed in enumerate(trade.lanes)}
    db.session.add_all(lanes.values())
    db.session.flush()
    for kind in trade.kinds:
        db.session.add_all(_status(kind, i, seed, lanes[seed.lane].id) for i, seed in enumerate(kind.statuses))
    db.session.flush()


def _status(kind: KindSeed, position: int, seed: StatusSeed, lane_id: int) -> Status:
    return Status(
        job_kind=kind.code,
        code=seed.code,
        label=seed.label,
        kind=seed.kind.value,
        lane_id=lane_id,
        position=position,
        tone=seed.tone,
        needs=seed.needs,
        per_coat=seed.per_coat,
        on_route=seed.on_route,
        amber_minutes=minutes(seed.amber),
        red_minutes=minutes(seed.red),
    )
