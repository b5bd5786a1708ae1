"""The job page: everything about one job, with the panels that higher features hang on it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from shopfloor.accounts.current import me
from shopfloor.jobs import queries
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.figures import Figures, hundredths, need_of
from shopfloor.jobs.models import Coat, JobItem
from shopfloor.jobs.plans import plan_of
from shopfloor.jobs.pricing import charges_of
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel import quantity
from shopfloor.shops.permissions import Permission
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the job page that another feature makes."""

    title: str
    template: str
    context: dict[str, Any]


def job_page(number: str, *, problem: str | None = None, note: str = "") -> str:
    """The page of the job of that number, with a sentence on it when something was refused. Raises NotFound."""
    job = queries.job(number)
    card = cards([job.id], setting_of(me()))[0]
    return render_template(
        "jobs/show.html",
        card=card,
        job=job,
        items=[_item(item) for item in job.items],
        figures=Figures((), charges_of(job, me().trade) if me().may(Permission.PRICES_SEE) else ()),
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
        "parts": plan_of(item).price_parts,
        "coats": [_coat(item, coat) for coat in item.coats],
        "services": [
            prep.service.name + (f" {quantity.words(prep.minutes)} min" if prep.minutes else "") for prep in item.preps
        ],
    }


def _coat(item: JobItem, coat: Coat) -> dict[str, Any]:
    powder = coat.material
    needed = need_of(item.area, item.quantity, powder, coat)
    return {
        "name": powder.label,
        "hex": powder.hex,
        "finish": powder.finish,
        "cure": powder.cure,
        "film": coat.film_mils,
        "needed": needed and hundredths(needed),
        "unit": powder.unit,
    }
