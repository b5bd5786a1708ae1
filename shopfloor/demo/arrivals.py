"""What came in lately, in the demo shops: taken in, and photographed. The pictures are drawn, and nothing in them is real."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import desc, select

from shopfloor.db import db
from shopfloor.intake.operations import take_in
from shopfloor.intake.record import Counted, Fact, TakenIn
from shopfloor.jobs.models import Job, JobItem
from shopfloor.photos import store
from shopfloor.photos.darkroom import Picture
from shopfloor.photos.models import PhotoKind
from shopfloor.photos.operations import add_photo
from shopfloor.shops.models import Member
from shopfloor.workflow.trades import Trade

JOBS = 4
SIZE, THUMB = (960, 720), (320, 240)
SIGNATURE = "M40 130L70 40L95 140L120 60L150 120L190 95L230 125L300 90L380 118L470 84"

_LIGHT = ((214, 206, 196), (196, 208, 214), (206, 214, 200), (220, 214, 206))
_METAL = ((120, 92, 74), (92, 96, 104), (140, 132, 120), (82, 70, 64))


def let_arrive(trade: Trade, by: Member) -> None:
    """The newest open jobs of the shop in scope: each with an intake and two photos, one with a piece too few."""
    newest = select(Job).where(Job.active).order_by(desc(Job.id)).limit(JOBS)
    for n, job in enumerate(db.session.scalars(newest).all()):
        for kind in (PhotoKind.BEFORE, PhotoKind.PROGRESS):
            drawn = _drawn(n, is_done=kind is PhotoKind.PROGRESS)
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


def _drawn(n: int, *, is_done: bool) -> Picture:
    """A round thing on a bench, raw or coated."""
    image = Image.new("RGB", SIZE, _LIGHT[n % len(_LIGHT)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, *SIZE), fill=(128, 108, 88))
    metal = (30, 60, 96) if is_done else _METAL[n % len(_METAL)]
    draw.ellipse((250, 130, 710, 590), fill=metal, outline=(40, 40, 40), width=6)
    draw.ellipse((330, 210, 630, 510), fill=_LIGHT[n % len(_LIGHT)])
    for turn in range(0, 360, 60):
        draw.pieslice((290, 170, 670, 550), turn, turn + 16, fill=metal)
    draw.ellipse((430, 310, 530, 410), fill=metal)
    return Picture(*SIZE, large=_jpeg(image), thumb=_jpeg(image.resize(THUMB)))


def _jpeg(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "JPEG", quality=78)
    return made.getvalue()
