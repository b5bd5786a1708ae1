"""What stands on a job's sheet, gathered. The press knows nothing of the database; this knows nothing of paper."""

from datetime import datetime
from typing import Literal

from shopfloor.catalog.models import Material
from shopfloor.company.queries import Company
from shopfloor.jobs import words
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Coat, Job, JobItem
from shopfloor.kernel import clock, quantity
from shopfloor.sheets.document import SheetCoat, SheetCode, SheetData, SheetItem
from shopfloor.sheets.models import Code, Purpose

Paper = Literal["us-letter", "a4"]

_SAYS = {Purpose.VIEW: "Open job", Purpose.BUMP: "Move to next stage"}


def sheet_of(
    job: Job, card: Card, of: Company, codes: list[tuple[Code, Material | None]], *, base: str, paper: Paper
) -> SheetData:
    """The sheet's data; `base` is the public address the codes lead to."""
    made = [(code.purpose, _code(code, powder, base)) for code, powder in codes]
    return SheetData(
        paper=paper,
        shop=of.name,
        address=of.address,
        phone=of.phone,
        email=of.email,
        website=of.website,
        number=job.number,
        title=f"{card.setting.trade.kind(job.kind).label} · {job.description}",
        customer=card.customer,
        po=job.customer_po,
        priority=card.priority.label,
        rank=card.priority.rank,
        due=words.day(job.due_on) if job.due_on else "",
        scheduled=words.day(job.scheduled_on) if job.scheduled_on else "",
        received=words.day(_at(job.created_at, card).date()),
        location=job.location,
        workers=tuple(worker.name for worker in card.workers),
        masking=card.masking,
        instructions=job.instructions,
        items=tuple(_item(item) for item in job.items),
        view=_first(made, Purpose.VIEW),
        bump=_first(made, Purpose.BUMP),
        powders=tuple(code for purpose, code in made if purpose == Purpose.POWDER),
        printed_at=words.moment(_at(clock.now(), card)),
    )


def _at(moment: datetime, card: Card) -> datetime:
    return clock.local(moment, card.setting.timezone)


def _first(made: list[tuple[str, SheetCode]], purpose: Purpose) -> SheetCode | None:
    return next((code for made_for, code in made if made_for == purpose), None)


def code_for(purpose: str, codes: list[tuple[Code, Material | None]], *, base: str) -> SheetCode | None:
    """Of a job's codes the one for that, if it has one."""
    return next((_code(code, None, base) for code, _ in codes if code.purpose == purpose), None)


def _code(code: Code, powder: Material | None, base: str) -> SheetCode:
    says = f"Log {powder.label}" if powder else _SAYS[Purpose(code.purpose)]
    return SheetCode(url=f"{base}/q/{code.token}", says=says, typed=code.typed, swatch=powder.hex if powder else None)


def _item(item: JobItem) -> SheetItem:
    return SheetItem(
        quantity=quantity.words(item.quantity),
        description=item.description,
        area=f"{quantity.words(item.area)} sq ft" if item.area else "",
        prep=tuple(service.name for service in item.services if service.code != "masking"),
        masking="as instructed" if any(service.code == "masking" for service in item.services) else "",
        coats=tuple(_coat(coat) for coat in item.coats),
    )


def _coat(coat: Coat) -> SheetCoat:
    powder = coat.material
    return SheetCoat(
        powder=f"{powder.name}, {powder.finish}" if powder.finish else powder.name,
        ral=powder.code,
        swatch=powder.hex,
        film=f"{quantity.words(powder.film_mils if coat.film_mils is None else coat.film_mils)} mil",
        cure=powder.cure,
    )
