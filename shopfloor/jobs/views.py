"""The pages and verbs of jobs."""

from uuid import uuid4

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.customers.queries import customer
from shopfloor.jobs import operations, queries
from shopfloor.jobs.answers import answer_move, done
from shopfloor.jobs.draft import create_from, edit_from, field_of, job_form, show_job
from shopfloor.jobs.form_page import behind, edit_page, new_page
from shopfloor.jobs.item_page import SAVE, asked_to, figures_json, shown, typed_anew
from shopfloor.jobs.listing.page import asked_look, list_page
from shopfloor.jobs.page import job_page, section_of
from shopfloor.jobs.plans import plans_of
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.text import folded
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members
from shopfloor.web.asked import number_asked, text_asked
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
    """An empty form; or one that begins as the job `from` is: a duplicate."""
    number = text_asked("from", 40)
    form = job_form(TRADES[me().trade])
    if number:
        show_job(form, queries.job(number), again=True)
    form.key.data = uuid4().hex
    if (asked := number_asked("customer")) is not None:
        form.choose(customer(asked))
    return new_page(form, shown(form))


@bp.post("/jobs")
@requires(Permission.JOBS_CREATE)
def create() -> ResponseReturnValue:
    """Create the job; or do what another button of the form says and show it again."""
    trade = TRADES[me().trade]
    if asked_to() != SAVE:
        return new_page(*typed_anew(lambda typed: job_form(trade, typed)))
    form = job_form(trade, request.form)
    if form.validate():
        try:
            job = create_from(form, trade, by=me(), tap=tap_from_request())
            return redirect(url_for("jobs.show", number=job.number), 303)
        except Invalid as error:
            field = field_of(form, error)
            field.errors = [*field.errors, error.sentence]
    return new_page(form, shown(form)), 422


@bp.post("/jobs/figures")
@requires(Permission.JOBS_CREATE)
def figures() -> ResponseReturnValue:
    """What a form of items comes to, as fragments; of a job that is edited (`?job=`) with what it has already."""
    number, trade = text_asked("job", 40), TRADES[me().trade]
    if not number:
        return jsonify(figures_json(job_form(trade, request.form)))
    job = queries.job(number)
    return jsonify(figures_json(job_form(trade, request.form, plans_of(job)), behind(job)))


@bp.get("/jobs/<number>")
@requires(Permission.JOBS_SEE)
def show(number: str) -> ResponseReturnValue:
    return job_page(number)


@bp.get("/jobs/<number>/edit")
@requires(Permission.JOBS_EDIT)
def edit(number: str) -> str:
    job = queries.job(number)
    form = job_form(TRADES[me().trade], kept=plans_of(job))
    show_job(form, job, seen=operations.last_edit(job.id))
    form.key.data = uuid4().hex
    return edit_page(form, job, shown(form, behind(job)))


@bp.post("/jobs/<number>/edit")
@requires(Permission.JOBS_EDIT)
def create_edit(number: str) -> ResponseReturnValue:
    """Save what was edited; or do what another button of the form says and show it again."""
    job, trade = queries.job(number), TRADES[me().trade]
    kept = plans_of(job)
    if asked_to() != SAVE:
        form, now = typed_anew(lambda typed: job_form(trade, typed, kept), behind(job))
        return edit_page(form, job, now)
    form = job_form(trade, request.form, kept)
    if form.validate():
        try:
            edit_from(form, job, by=me(), tap=tap_from_request())
            return redirect(url_for("jobs.show", number=number), 303)
        except Stale as quicker:
            form.seen.data = str(operations.last_edit(job.id))
            return edit_page(form, job, shown(form, behind(job)), theirs=quicker.sentence), 409
        except Invalid as error:
            field = field_of(form, error)
            field.errors = [*field.errors, error.sentence]
    return edit_page(form, job, shown(form, behind(job))), 422


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


@bp.get("/notes/people")
@requires(Permission.NOTES_WRITE)
def people_to_name() -> str:
    """Whom a note can call with an @: the others of the shop, as a list for our script."""
    others = [(member, folded(member.name)) for member in members() if member.id != me().id]
    return render_template("jobs/_people.html", people=others)
