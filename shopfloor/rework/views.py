"""Rework records: opened from a job, looked at one by one and all together."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog.queries import powders
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import card_of
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock, quantity
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.rework import operations, queries
from shopfloor.rework.charts import bars
from shopfloor.rework.forms import EndingForm, ReworkForm, field_of
from shopfloor.rework.models import Rework
from shopfloor.rework.queries import Filter
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.csv import csv_table
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("rework", __name__)

PAGE = 50
MOST = 10_000
HEAD = (
    "Number", "Opened", "Job", "Item", "Pieces", "Type", "Reason", "Powder", "Found at", "Responsibility", "Disposition",
    "Extra minutes", "Extra material", "Billable", "State", "Note", "Resolution", "Closed",
)  # fmt: skip


@bp.get("/jobs/<number>/reworks/new")
@requires(Permission.REWORK_OPEN)
def new(number: str) -> str:
    job = jobs.job(number)
    form = _form(job, key=uuid4().hex)
    form.starts_from(job, card_of(job.id))
    return _new_page(job, form)


@bp.post("/jobs/<number>/reworks")
@requires(Permission.REWORK_OPEN)
def create(number: str) -> ResponseReturnValue:
    job = jobs.job(number)
    form = _form(job, request.form)
    if not form.validate():
        return _new_page(job, form), 422
    try:
        wanted = form.rework(job, may_send=me().may(Permission.JOBS_SET_STATUS))
        made = operations.open_rework(job, wanted, by=me(), tap=tap_from_request())
    except Invalid as error:
        field_of(form, error.field).errors = [error.sentence]
        return _new_page(job, form), 422
    except Stale as stale:
        form.step.data = str(card_of(job.id).step)
        return _new_page(job, form, problem=stale.sentence), 409
    return redirect(url_for("rework.show", rework_number=made.number), 303)


@bp.get("/rework/<rework_number>")
@requires(Permission.REWORK_OPEN)
def show(rework_number: str) -> str:
    row = queries.rework(rework_number)
    form = EndingForm(key=uuid4().hex)
    form.starts_from(row)
    return _page(row, form)


@bp.post("/rework/<rework_number>/starts")
@requires(Permission.REWORK_OPEN)
def create_start(rework_number: str) -> ResponseReturnValue:
    operations.start_rework(rework_number, by=me(), tap=tap_from_request())
    return redirect(url_for("rework.show", rework_number=rework_number), 303)


@bp.post("/rework/<rework_number>/closings")
@requires(Permission.REWORK_CLOSE)
def create_closing(rework_number: str) -> ResponseReturnValue:
    form = EndingForm(request.form)
    row = queries.rework(rework_number)
    if not form.validate():
        return _page(row, form), 422
    try:
        operations.close_rework(rework_number, form.ending(), by=me(), tap=tap_from_request())
    except Invalid as error:
        return _page(queries.rework(rework_number), form, problem=error.sentence), 422
    return redirect(url_for("rework.show", rework_number=rework_number), 303)


@bp.get("/rework")
@requires(Permission.REWORK_OPEN)
def index() -> str:
    """What comes up again and again: by reason, by powder, by month, and the records behind it."""
    chosen, today = _filter(), clock.today(me().timezone)
    counts, rows = queries.counts(chosen, today), queries.records(chosen, size=PAGE + 1, before=number_asked("before"))
    older = _address(chosen, before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    charts = {
        "By reason": bars(
            [(reason, n, _or_all(chosen, reason=reason), reason == chosen.reason) for reason, n in counts.by_reason]
        ),
        "By powder": bars(
            [(name, n, _or_all(chosen, material_id=id_), id_ == chosen.material_id) for (id_, name), n in counts.by_powder]
        ),
        "By month": bars(
            [(_month(month), n, _or_all(chosen, month=month), month == chosen.month) for month, n in counts.by_month]
        ),
    }
    reasons = TRADES[me().trade].rework.reasons
    more = {
        "older": older,
        "reasons": reasons,
        "powders": powders(),
        "months": queries.last_months(today),
        "export": _address(chosen, to="rework.export"),
        "month": _month,
    }
    return render_template("rework/index.html", chosen=chosen, counts=counts, charts=charts, rows=rows[:PAGE], **more)


@bp.get("/rework.csv")
@requires(Permission.REWORK_OPEN)
def export() -> Response:
    rows = queries.records(_filter(), size=MOST)
    return csv_table("rework", HEAD, map(_line, rows))


def _line(row: Rework) -> list[Any]:
    return [
        row.number, _day(row.opened_at), row.job.number, row.item.description if row.item else "", quantity.words(row.quantity),
        row.kind, row.reason, row.material.label if row.material else "", row.found_stage, row.responsibility, row.disposition,
        quantity.words(row.extra_minutes) if row.extra_minutes else "", row.extra_material, "yes" if row.billable else "no",
        row.state, row.note, row.resolution, _day(row.closed_at) if row.closed_at else "",
    ]  # fmt: skip


def _day(moment: Any) -> str:
    return clock.local(moment, me().timezone).date().isoformat()


def _filter() -> Filter:
    """What is asked for: of the last twelve months, unless one is named."""
    state = text_asked("state")
    return Filter(
        reason=text_asked("reason", 40),
        material_id=number_asked("powder"),
        month=_month_asked(),
        state=state if state in {"open", "closed"} else "",
        since=queries.last_months(clock.today(me().timezone))[0],
    )


def _month_asked() -> str:
    try:
        return f"{date.fromisoformat(text_asked('month', 7) + '-01'):%Y-%m}"
    except ValueError:
        return ""


def _or_all(chosen: Filter, **what: Any) -> str:
    """Where a bar leads: to its records, or back to all when it is what is looked at."""
    is_chosen = all(getattr(chosen, name) == value for name, value in what.items())
    changed = {name: ("" if name != "material_id" else None) if is_chosen else value for name, value in what.items()}
    return _address(Filter(**{**asdict(chosen), **changed}))


def _address(chosen: Filter, to: str = "rework.index", **more: Any) -> str:
    asked = {"reason": chosen.reason, "powder": chosen.material_id, "month": chosen.month, "state": chosen.state, **more}
    return url_for(
        to, **{name: value for name, value in asked.items() if value}, _anchor="records" if to == "rework.index" else None
    )


def _month(month: str) -> str:
    """Nov 2026"""
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def _form(job: Job, formdata: Any = None, **start: Any) -> ReworkForm:
    form = ReworkForm(formdata, **start)
    form.offer(job, card_of(job.id))
    return form


def _new_page(job: Job, form: ReworkForm, problem: str = "") -> str:
    return render_template("rework/form.html", job=job, card=card_of(job.id), form=form, problem=problem)


def _page(row: Rework, form: EndingForm, problem: str = "") -> str:
    return render_template("rework/show.html", row=row, form=form, problem=problem)
