"""The job page: everything about one job, with the panels that higher features hang on it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import current_app, render_template

from shopfloor.accounts.current import me
from shopfloor.catalog.coverage import powder_needed, theoretical_coverage
from shopfloor.jobs import queries
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.models import Coat, JobItem
from shopfloor.jobs.setting import setting_of
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the job page that another feature makes; `banner` names a template shown above all of them."""

    title: str
    template: str
    context: dict[str, Any]
    banner: str = ""


def job_page(number: str, *, problem: str | None = None, note: str = "") -> str:
    """The page of the job of that number, with a sentence on it when something was refused. Raises NotFound."""
    job = queries.job(number)
    card = cards([job.id], setting_of(me()))[0]
    return render_template(
        "jobs/show.html",
        card=card,
        job=job,
        items=[_item(item) for item in job.items],
        path=card.path,
        history=queries.history(job.id),
        hold_reasons=card.hold_reasons,
        statuses=_settable(card),
        panels=[panel(job, card) for panel in current_app.extensions["panels"]],
        problem=problem,
        note=note,
    )


def _settable(card: Card) -> list[Stand]:
    """The statuses someone may set by hand: hold and cancel have buttons of their own."""
    aside = {StatusKind.HOLD, StatusKind.CANCELLED}
    return [s for s in card.setting.workflow.of(card.kind) if s.kind not in aside and s.id != card.status.id]


def _item(item: JobItem) -> dict[str, Any]:
    return {
        "label": item.description,
        "quantity": item.quantity,
        "area": item.area,
        "unit_price": item.unit_price,
        "coats": [_coat(item, coat) for coat in item.coats],
        "services": [service.name for service in item.services],
    }


def _coat(item: JobItem, coat: Coat) -> dict[str, Any]:
    powder = coat.material
    coverage = theoretical_coverage(powder.specific_gravity, powder.film_mils)
    needed = powder_needed(item.area, item.quantity, coverage, powder.efficiency) if item.area else None
    needed = needed and needed.quantize(HUNDREDTH, ROUND_HALF_UP)
    return {"name": powder.label, "hex": powder.hex, "finish": powder.finish, "cure": powder.cure, "needed": needed}
