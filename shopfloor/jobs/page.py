"""The job page: everything about one job, with the panels that higher features hang on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import current_app, render_template

from shopfloor.accounts.current import me
from shopfloor.jobs import queries
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.figures import Figures, hundredths, need_of
from shopfloor.jobs.mentions import Somebody
from shopfloor.jobs.models import Coat, Job, JobItem
from shopfloor.jobs.plans import plan_of
from shopfloor.jobs.pricing import charges_of
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel import quantity
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the job page that another feature makes; `banner` names a template shown above all of them."""

    template: str
    context: dict[str, Any]
    banner: str = ""


class Section(NamedTuple):
    """A panel under a name of its own, for those who have the permission.

    The page fetches it when someone looks at it, or has it `at_once`: when it may put a banner above all of them.
    """

    code: str
    title: str
    panel: Callable[[Job, Card], Panel]
    needs: Permission = Permission.JOBS_SEE
    at_once: bool = False


def sections() -> list[Section]:
    """Those that whoever is signed in may see, in the order of the page."""
    every: tuple[Section, ...] = current_app.extensions["sections"]
    return [section for section in every if me().may(section.needs)]


def section_called(code: str) -> Section:
    """Raises NotFound for one that is not there, or not for them."""
    for section in sections():
        if section.code == code:
            return section
    raise NotFound()


def section_of(number: str, code: str, *, whole_page: bool) -> str:
    """That part of the job's page: by itself, or as a page where scripts don't run. Raises NotFound."""
    section = section_called(code)
    job = queries.job(number)
    card = cards([job.id], setting_of(me()))[0]
    template = "jobs/section_page.html" if whole_page else "jobs/section_body.html"
    return render_template(template, job=job, card=card, section=section, panel=section.panel(job, card))


def job_page(number: str, *, problem: str | None = None, note: str = "", shown: Mapping[str, Panel] | None = None) -> str:
    """The page of the job of that number, with a sentence on it when something was refused. Raises NotFound.

    `shown` has panels that are on the page at once, by the code of their section: with what was typed, say.
    """
    job = queries.job(number)
    card = cards([job.id], setting_of(me()))[0]
    history = queries.history(job.id)
    return render_template(
        "jobs/show.html",
        card=card,
        job=job,
        items=[_item(item) for item in job.items],
        figures=Figures((), charges_of(job, me().trade) if me().may(Permission.PRICES_SEE) else ()),
        path=card.path,
        history=history,
        people=_people_named_in(history),
        hold_reasons=card.hold_reasons,
        statuses=_settable(card),
        sections=sections(),
        shown={section.code: section.panel(job, card) for section in sections() if section.at_once} | dict(shown or {}),
        problem=problem,
        note=note,
    )


def _people_named_in(history: Sequence[queries.HistoryLine]) -> list[Somebody]:
    """Whom a note may mean; nobody is looked up where no note names anyone."""
    names_someone = any(line.is_note and "@" in line.sentence for line in history)
    return [Somebody(member.id, member.name) for member in members()] if names_someone else []


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
