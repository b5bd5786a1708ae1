"""What came in lately, in the demo shops: taken in, and photographed."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import desc, select

from shopfloor.db import db
from shopfloor.demo.drawing import SIZE, wheel
from shopfloor.intake.operations import take_in
from shopfloor.intake.record import Counted, Fact, TakenIn
from shopfloor.jobs.models import Job, JobItem
from shopfloor.photos.models import PhotoKind
from shopfloor.photos.operations import add_photo
from shopfloor.pictures import store
from shopfloor.shops.models import Member
from shopfloor.workflow.trades import Trade

JOBS = 4
SIGNATURE = "M40 130L70 40L95 140L120 60L150 120L190 95L230 125L300 90L380 118L470 84"


def let_arrive(trade: Trade, by: Member) -> None:
    """The newest open jobs of the shop in scope: each with an intake and two photos, one with a piece too few."""
    newest = select(Job).where(Job.active).order_by(desc(Job.id)).limit(JOBS)
    for n, job in enumerate(db.session.scalars(newest).all()):
        for kind in (PhotoKind.BEFORE, PhotoKind.PROGRESS):
            drawn = wheel(n, is_done=kind is PhotoKind.PROGRESS)
            add_photo(job.number, kind.value, store.keep(drawn), SIZE, by=by)
        take_in(job.number, _taken(job.items, trade, n), trade=trade, seen=0, by=by)


def _taken(items: Sequence[JobItem], trade: Trade, n: int) -> TakenIn:
    missing = [Decimal(1) if n == 1 and not place and item.quantity > 1 else Decimal(0) for place, item in enumerate(items)]
    seed = trade.take_in
    condition = seed.damages[n : n + 1] if n == 2 else seed.conditions[n : n + 1]
    return TakenIn(
        items=tuple(
            Counted(item.id, item.description, item.quantity, item.quantity - less, condition)
            for item, less in zip(items, missing, strict=True)
        ),
        facts=tuple(Fact(fact.label, fact.options[0]) for fact in seed.facts if fact.options),
        tags=len(items),
        customer_name="" if n == 3 else "Hal Brandt",
        signature="" if n == 3 else SIGNATURE,
        unattended="Dropped at the gate before opening" if n == 3 else "",
    )
