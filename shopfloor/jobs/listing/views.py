"""What is done from the list: habits, quick changes, and the same thing to many jobs."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs.answers import UNDO_SECONDS, card_called
from shopfloor.jobs.listing import bulk
from shopfloor.jobs.listing.habits import keep_habit
from shopfloor.jobs.listing.page import is_part, list_page, look_from
from shopfloor.jobs.listing.quick import choices_of
from shopfloor.jobs.operations import change_status
from shopfloor.jobs.queries import reach_of
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.places import safe_next
from shopfloor.web.taps import step_from_request, tap_from_request

bp = Blueprint("listing", __name__)


@bp.post("/jobs/list-view")
@requires(Permission.JOBS_SEE)
def keep_view() -> Response:
    """This is how the person looks at the list from now on."""
    keep_habit(look_from(request.form), by=me())
    return Response(status=204)


@bp.get("/jobs/<number>/quick-change")
@requires(Permission.JOBS_MOVE)
def quick_change(number: str) -> str:
    """The badge was pressed: what the job's status may become."""
    return _quick_page(number, back=request.args.get("back", ""))


@bp.post("/jobs/<number>/quick-changes")
@requires(Permission.JOBS_MOVE)
def create_quick_change(number: str) -> ResponseReturnValue:
    """Change the status as chosen; a refusal shows what is true, and what was typed."""
    said = {name: request.form.get(name, "") for name in ("to", "note", "back")}
    # A box that is not ticked sends nothing: that it was there at all says the field beside it.
    notify = bool(request.form.get("notify")) if request.form.get("asked") else None
    try:
        job = change_status(
            number, said["to"], said["note"], notify=notify, expected=step_from_request(), by=me(), tap=tap_from_request()
        )
    except (Stale, Invalid) as refusal:
        if wants_json():
            return jsonify(error=refusal.sentence, stale=isinstance(refusal, Stale)), refusal.status
        return _quick_page(number, **said, notify=notify, problem=refusal.sentence), refusal.status
    if not wants_json():
        return redirect(safe_next(said["back"] or url_for("jobs.index")), 303)
    undo = {"url": f"/jobs/{number}/undos", "step": job.step, "seconds": UNDO_SECONDS}
    return jsonify(said=f"{number} is in {job.status.label}", undo=undo)


def _quick_page(number: str, *, to: str = "", notify: bool | None = None, back: str = "", **typed: Any) -> str:
    """`to`, `notify` and the rest are what was typed already."""
    card = card_called(number)
    template = "jobs/listing/_quick.html" if is_part() else "jobs/listing/quick.html"
    choices = choices_of(card, me())
    chosen = next((choice for choice in choices if choice.to == to), choices[0] if choices else None)
    typed["notify"] = notify if notify is not None else chosen is not None and chosen.tells
    typed["back"] = safe_next(back) if back else url_for("jobs.index")
    return render_template(template, card=card, choices=choices, chosen=chosen, reach=reach_of(card.id), **typed)


@bp.post("/jobs/bulk")
@requires(Permission.JOBS_MOVE)
def create_bulk() -> ResponseReturnValue:
    """Do the same to all jobs that were ticked, each for itself; then the list, with how it went."""
    look = look_from(dict(parse_qsl(request.form.get("back", "").partition("?")[2])))
    ticked = request.form.getlist("job")
    try:
        done = bulk.do_to_all(request.form.get("do", ""), ticked, request.form, by=me(), tap=tap_from_request())
    except Invalid as refusal:
        numbers = {one.number for one in bulk.read(ticked)}
        return list_page(look, done=bulk.Done(refusal.sentence, (), is_problem=True), chosen=numbers), refusal.status
    return list_page(look, done=done)
