"""Taps on a timer, and the pages where time is written down and corrected."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs.answers import card_called, done
from shopfloor.jobs.page import job_page
from shopfloor.kernel import typed
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members
from shopfloor.shops.settings import change_settings, settings, settings_version
from shopfloor.timekeeping import lengths, operations, queries
from shopfloor.timekeeping.forms import CorrectionForm, TimeForm, TimeSettingsForm
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.settings import TimeSettings
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.places import safe_next
from shopfloor.web.taps import tap_from_request

bp = Blueprint("timekeeping", __name__)


@bp.post("/jobs/<number>/timers")
@requires(Permission.TIME_LOG)
def create_timer(number: str) -> ResponseReturnValue:
    """Start: a tap creates a timer."""
    return _answer_tap(operations.start_timer, number, _started)


@bp.post("/jobs/<number>/timer-stops")
@requires(Permission.TIME_LOG)
def create_timer_stop(number: str) -> ResponseReturnValue:
    return _answer_tap(operations.stop_timer, number, _stopped)


def _answer_tap(verb: Any, number: str, words: Any) -> ResponseReturnValue:
    try:
        entry = verb(number, by=me(), tap=tap_from_request())
    except Invalid as refusal:
        if wants_json():
            raise
        return job_page(number, problem=refusal.sentence), refusal.status
    if wants_json():
        return done(words(number, entry))
    return redirect(safe_next(request.form.get("back") or _panel_of(number)), 303)


def _started(number: str, before: TimeEntry | None) -> str:
    stopped = f"; the one on {before.job.number} stopped after {lengths.words(before.minutes)}" if before else ""
    return f"Timer started on {number}{stopped}"


def _stopped(number: str, entry: TimeEntry | None) -> str:
    return f"Timer on {number} stopped" + (f" after {lengths.words(entry.minutes)}" if entry else "")


@bp.get("/jobs/<number>/time-entries/new")
@requires(Permission.TIME_LOG)
def new(number: str) -> str:
    return _new_page(number, _time_form(key=uuid4().hex))


@bp.post("/jobs/<number>/time-entries")
@requires(Permission.TIME_LOG)
def create(number: str) -> ResponseReturnValue:
    """Work that no timer has counted."""
    form = _time_form(request.form)
    if form.validate():
        try:
            whose = next(member for member in members() if member.id == form.worker.data)
            what = {"worker": whose, "started": form.started.moment, "note": form.note.data}
            operations.log_time(number, form.length.minutes, by=me(), tap=tap_from_request(), **what)
            return redirect(_panel_of(number), 303)
        except Invalid as error:
            form["started" if error.field == "stopped" else error.field or "length"].errors = [error.sentence]
    return _new_page(number, form), 422


@bp.get("/time-entries/<int:entry_id>")
@requires(Permission.TIME_LOG)
def show(entry_id: int) -> str:
    entry = _own(entry_id)
    form = CorrectionForm(key=uuid4().hex)
    form.starts_from(entry, me().timezone)
    return _entry_page(entry, form)


@bp.post("/time-entries/<int:entry_id>/corrections")
@requires(Permission.TIME_LOG)
def create_correction(entry_id: int) -> ResponseReturnValue:
    """Also the answer to the question when a forgotten timer stopped: that one says nothing but the end."""
    entry, form = _own(entry_id), CorrectionForm(request.form)
    form.starts_from(entry, me().timezone)
    if form.validate():
        try:
            operations.correct_time(entry_id, form.change(entry), by=me(), tap=tap_from_request())
            return redirect(_panel_of(entry.job.number), 303)
        except Stale as stale:
            entry = queries.time_entry(entry_id)
            form.seen.data = str(entry.edits)
            return _entry_page(entry, form, problem=f"{stale.sentence} It says {operations.in_words(entry)}."), 409
        except Invalid as error:
            form[error.field or "stopped"].errors = [error.sentence]
    return _entry_page(entry, form), 422


@bp.post("/time-entries/<int:entry_id>/removals")
@requires(Permission.TIME_LOG)
def create_removal(entry_id: int) -> ResponseReturnValue:
    entry = operations.remove_time(entry_id, seen=request.form.get("seen", -1, type=int), by=me(), tap=tap_from_request())
    return redirect(_panel_of(entry.job.number), 303)


@bp.get("/settings/time")
@requires(Permission.SETTINGS_MANAGE)
def edit_settings() -> str:
    now = settings(TimeSettings)
    hourly = "" if now.hourly is None else f"{now.hourly:.2f}"
    form = TimeSettingsForm(version=settings_version(TimeSettings), round_to=now.round_to, hourly=hourly)
    return render_template("timekeeping/settings.html", form=form)


@bp.post("/settings/time")
@requires(Permission.SETTINGS_MANAGE)
def save_settings() -> ResponseReturnValue:
    form = TimeSettingsForm(request.form)
    if not form.validate():
        return render_template("timekeeping/settings.html", form=form), 422
    try:
        change_settings(form.chosen(), by=me(), seen=typed.count(form.version.data))
    except Stale as stale:
        form.version.data = str(settings_version(TimeSettings))
        return render_template("timekeeping/settings.html", form=form, problem=stale.sentence), 409
    return redirect(url_for("settings.index"), 303)


def _panel_of(number: str) -> str:
    return url_for("jobs.show", number=number, _anchor="time-entries")


def _own(entry_id: int) -> TimeEntry:
    entry = queries.time_entry(entry_id)
    if entry.member_id != me().id and not me().may(Permission.TIME_CORRECT):
        raise NotPermitted("Time of others is corrected by supervisors and the office.")
    return entry


def _time_form(formdata: Any = None, **start: Any) -> TimeForm:
    form = TimeForm(formdata, **start)
    people = [(member.id, member.name) for member in members() if member.id == me().id or me().may(Permission.TIME_CORRECT)]
    form.offer(people, me().id, me().timezone)
    return form


def _new_page(number: str, form: TimeForm) -> str:
    return render_template("timekeeping/form.html", card=card_called(number), form=form)


def _entry_page(entry: TimeEntry, form: CorrectionForm, problem: str = "") -> str:
    return render_template("timekeeping/show.html", entry=entry, form=form, problem=problem)
