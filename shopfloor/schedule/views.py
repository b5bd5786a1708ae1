"""The calendar by week and by day, the page where a job is given its slot, and the ovens."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs.answers import card_called
from shopfloor.jobs.cards import Card
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.schedule import operations, queries
from shopfloor.schedule.calendar import BY, calendar
from shopfloor.schedule.forms import OvenForm, SlotForm
from shopfloor.schedule.times import week_of
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members
from shopfloor.web.asked import text_asked
from shopfloor.web.doors import requires
from shopfloor.web.places import safe_next
from shopfloor.web.taps import tap_from_request

bp = Blueprint("schedule", __name__)

WEEK, DAY = "week", "day"


@bp.get("/schedule")
@requires(Permission.JOBS_SEE)
def index() -> str:
    return render_template("schedule/index.html", **_shown())


@bp.get("/schedule/board")
@requires(Permission.JOBS_SEE)
def board() -> str:
    """The calendar alone, for a page that has heard of news."""
    return render_template("schedule/_board.html", **_shown())


@bp.get("/schedule/jobs/<number>")
@requires(Permission.SCHEDULE_PLAN)
def move(number: str) -> str:
    """Move…: when, how long, who, which oven. With `?part=form` the form alone, for a dialog."""
    card = card_called(number)
    template = "schedule/_move.html" if text_asked("part") == "form" else "schedule/move.html"
    return render_template(template, card=card, form=_form_of(card))


@bp.post("/schedule/jobs/<number>")
@requires(Permission.SCHEDULE_PLAN)
def save(number: str) -> ResponseReturnValue:
    """Give the job its slot, move it, or take it off the calendar."""
    card, form = card_called(number), SlotForm(request.form)
    form.offer(members(), queries.ovens())
    seen = form.seen.data or ""
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    try:
        if request.form.get("do") == "unschedule":
            operations.unschedule_job(number, seen=version, by=me(), tap=tap_from_request())
        elif form.validate():
            operations.schedule_job(number, form.wanted(), seen=version, by=me(), tap=tap_from_request())
        else:
            return _move_page(card, form), 422
    except Stale as stale:
        return _move_page(card, _form_of(card), problem=stale.sentence), stale.status
    except Invalid as refusal:
        field = form[refusal.field or "on"]
        field.errors = [refusal.sentence]
        return _move_page(card, form), refusal.status
    return redirect(safe_next(form.back.data or url_for("schedule.index")), 303)


@bp.get("/settings/ovens")
@requires(Permission.SETTINGS_MANAGE)
def ovens() -> str:
    return _ovens_page(OvenForm())


@bp.post("/settings/ovens")
@requires(Permission.SETTINGS_MANAGE)
def create_oven() -> ResponseReturnValue:
    form = OvenForm(request.form)
    if form.validate():
        try:
            operations.add_oven(**form.fields(), by=me())
            return redirect(url_for("schedule.ovens"), 303)
        except Invalid as refusal:
            form[refusal.field or "name"].errors = [refusal.sentence]
    return _ovens_page(form), 422


@bp.post("/settings/ovens/<int:oven_id>")
@requires(Permission.SETTINGS_MANAGE)
def save_oven(oven_id: int) -> ResponseReturnValue:
    """Change an oven, or take it out of use."""
    oven, form = queries.oven(oven_id), OvenForm(request.form, prefix=f"oven{oven_id}-")
    if request.form.get("do") == "archive":
        operations.archive_oven(oven, by=me())
        return redirect(url_for("schedule.ovens"), 303)
    if form.validate():
        try:
            operations.change_oven(oven, **form.fields(), by=me())
            return redirect(url_for("schedule.ovens"), 303)
        except Invalid as refusal:
            form[refusal.field or "name"].errors = [refusal.sentence]
    return _ovens_page(OvenForm(), changed={oven_id: form}), 422


def _shown() -> dict[str, Any]:
    """What the calendar's address asks for: `view`, `by`, and a day of it, `on`."""
    setting = setting_of(me())
    on = _day_asked(setting.today)
    view = DAY if text_asked("view") == DAY else WEEK
    by = text_asked("by") if text_asked("by") in BY else BY[0]
    step = timedelta(days=1 if view == DAY else 7)
    dates = [on] if view == DAY else week_of(on)
    here = url_for("schedule.index", view=view, by=by, on=on)
    return {
        "calendar": calendar(dates, by, setting), "view": view, "by": by, "on": on, "today": setting.today,
        "before": on - step, "after": on + step, "here": here, "edition": setting.edition,
    }  # fmt: skip


def _day_asked(today: date) -> date:
    """The day after `?on=`; today for none, and for one that can't be."""
    try:
        asked = date.fromisoformat(text_asked("on", 10))
    except ValueError:
        return today
    return asked if 2000 <= asked.year <= 2100 else today


def _form_of(card: Card) -> SlotForm:
    slot = queries.slot_of(card.id)
    start = slot and slot.starts_at and clock.local(slot.starts_at, me().timezone)
    form = SlotForm(
        key=uuid4().hex,
        seen=slot.version if slot else 0,
        back=safe_next(text_asked("back", 2000)) if text_asked("back") else "",
        on=start.date() if start else card.scheduled_on or card.setting.today,
        time=start.time() if start else None,
        minutes=slot.minutes if slot else 60,
        worker=(slot.member_id or 0) if slot else _first_worker(card),
        oven=(slot.oven_id or 0) if slot else 0,
    )
    form.offer(members(), queries.ovens())
    return form


def _first_worker(card: Card) -> int:
    return card.workers[0].id if card.workers else 0


def _move_page(card: Card, form: SlotForm, **more: Any) -> str:
    return render_template("schedule/move.html", card=card, form=form, **more)


def _ovens_page(form: OvenForm, changed: dict[int, OvenForm] | None = None) -> str:
    forms = [(oven, (changed or {}).get(oven.id) or OvenForm(obj=oven, prefix=f"oven{oven.id}-")) for oven in queries.ovens()]
    return render_template("schedule/ovens.html", form=form, forms=forms)
