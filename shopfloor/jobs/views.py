"""The pages and verbs of jobs."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shopfloor.accounts.current import me
from shopfloor.customers.queries import customer
from shopfloor.jobs import operations
from shopfloor.jobs.answers import answer_move, done
from shopfloor.jobs.draft import create_from, field_of, job_form
from shopfloor.jobs.listing.page import asked_look, list_page
from shopfloor.jobs.page import job_page, section_of
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("jobs", __name__)


@bp.get("/jobs")
@requires(Permission.JOBS_SEE)
def index() -> str:
    """The list: on the floor, or as the address or the person's habit has it."""
    return list_page(asked_look())


@bp.get("/jobs/new")
@requires(Permission.JOBS_CREATE)
def new() -> str:
    form = job_form(TRADES[me().trade])
    form.key.data = uuid4().hex
    if (asked := number_asked("customer")) is not None:
        form.choose(customer(asked))
    return render_template("jobs/form.html", form=form)


@bp.post("/jobs")
@requires(Permission.JOBS_CREATE)
def create() -> ResponseReturnValue:
    """Create the job; or add or drop an item of the form and show it again."""
    do = request.form.get("do", "save")
    if do != "save":
        return render_template("jobs/form.html", form=job_form(TRADES[me().trade], _reshaped(request.form, do)))
    form = job_form(TRADES[me().trade], request.form)
    if form.validate():
        try:
            job = create_from(form, TRADES[me().trade], by=me(), tap=tap_from_request())
            return redirect(url_for("jobs.show", number=job.number), 303)
        except Invalid as error:
            field = field_of(form, error)
            field.errors = [*field.errors, error.sentence]
    return render_template("jobs/form.html", form=form), 422


def _reshaped(typed: MultiDict[str, str], do: str) -> MultiDict[str, str]:
    """What was typed, with one item more or one less. Nothing else of it is touched."""
    entries = sorted({name.split("-")[1] for name in typed if name.startswith("items-")}, key=lambda n: (len(n), n))
    fresh = MultiDict(typed)
    if do == "add_item":
        last = int(entries[-1]) if entries and entries[-1].isdecimal() else -1
        fresh[f"items-{last + 1}-quantity"] = "1"
    elif do.startswith("drop_item-") and len(entries) > 1:
        gone = f"items-{do.removeprefix('drop_item-')}-"
        fresh = MultiDict((k, v) for k, v in typed.items(multi=True) if not k.startswith(gone))
    return fresh


@bp.get("/jobs/<number>")
@requires(Permission.JOBS_SEE)
def show(number: str) -> ResponseReturnValue:
    return job_page(number)


@bp.get("/jobs/<number>/sections/<code>")
@requires(Permission.JOBS_SEE)
def section(number: str, code: str) -> str:
    """A part of the job's page: for the page that asks for it, or by itself."""
    return section_of(number, code, whole_page="X-Part" not in request.headers)


@bp.post("/jobs/<number>/moves")
@requires(Permission.JOBS_MOVE)
def create_move(number: str) -> ResponseReturnValue:
    """Advance: a tap creates a move."""
    return answer_move(operations.advance, number)


@bp.post("/jobs/<number>/holds")
@requires(Permission.JOBS_MOVE)
def create_hold(number: str) -> ResponseReturnValue:
    return answer_move(operations.hold, number, request.form.get("other", "").strip() or request.form.get("reason", ""))


@bp.post("/jobs/<number>/resumptions")
@requires(Permission.JOBS_MOVE)
def create_resumption(number: str) -> ResponseReturnValue:
    return answer_move(operations.resume, number)


@bp.post("/jobs/<number>/cancellations")
@requires(Permission.JOBS_CANCEL)
def create_cancellation(number: str) -> ResponseReturnValue:
    return answer_move(operations.cancel, number, request.form.get("reason", ""))


@bp.post("/jobs/<number>/status-changes")
@requires(Permission.JOBS_SET_STATUS)
def create_status_change(number: str) -> ResponseReturnValue:
    """A supervisor's word: any status, with a note."""
    status = request.form.get("status", type=int)
    if status is None:
        raise Invalid("Choose a status.", "status")
    return answer_move(operations.set_status, number, status, request.form.get("note", ""))


@bp.post("/jobs/<number>/undos")
@requires(Permission.JOBS_MOVE)
def create_undo(number: str) -> ResponseReturnValue:
    """Take back the last move, by a row of its own."""
    return answer_move(operations.undo, number, can_undo=False)


@bp.post("/jobs/<number>/notes")
@requires(Permission.NOTES_WRITE)
def create_note(number: str) -> ResponseReturnValue:
    try:
        operations.add_note(number, request.form.get("text", ""), by=me(), tap=tap_from_request())
    except Invalid as error:
        if wants_json():
            raise
        return job_page(number, note=request.form.get("text", ""), problem=error.sentence), error.status
    if wants_json():
        return done(f"Note saved on {number}")
    return redirect(url_for("jobs.show", number=number, _anchor="history"), 303)
