"""Photos sent and shown."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs.page import job_page
from shopfloor.jobs.queries import job_id
from shopfloor.kernel.errors import Invalid
from shopfloor.photos import operations, queries
from shopfloor.photos.panel import gallery_card
from shopfloor.photos.taking import take
from shopfloor.pictures.store import Size
from shopfloor.pictures.uploads import LARGEST, count_one, files_sent, picture_answer
from shopfloor.shops.permissions import Permission
from shopfloor.web.bodies import takes_up_to
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.taps import tap_from_request

bp = Blueprint("photos", __name__)


@bp.post("/jobs/<number>/photos")
@requires(Permission.PHOTOS_ADD)
@takes_up_to(LARGEST)
def create(number: str) -> ResponseReturnValue:
    job_id(number)
    try:
        count = _take_all(number)
    except Invalid as refusal:
        if wants_json():
            raise
        return job_page(number, problem=refusal.sentence), refusal.status
    return _answer(number, "Photo saved" if count == 1 else f"{count} photos saved")


@bp.get("/photos/<int:photo_id>.jpg")
@requires(Permission.JOBS_SEE)
def show(photo_id: int) -> Response:
    return _picture(photo_id, "large")


@bp.get("/photos/<int:photo_id>/thumb.jpg")
@requires(Permission.JOBS_SEE)
def thumb(photo_id: int) -> Response:
    return _picture(photo_id, "thumb")


@bp.post("/photos/<int:photo_id>/kind")
@requires(Permission.PHOTOS_ADD)
def set_kind(photo_id: int) -> ResponseReturnValue:
    number = operations.retype_photo(photo_id, request.form.get("kind", ""), by=me(), tap=tap_from_request())
    return _answer(number, "Photo changed")


@bp.post("/photos/<int:photo_id>/archiving")
@requires(Permission.JOBS_EDIT)
def archive(photo_id: int) -> ResponseReturnValue:
    number = operations.archive_photo(photo_id, request.form.get("reason", ""), by=me(), tap=tap_from_request())
    return _answer(number, "Photo taken off")


def _take_all(number: str) -> int:
    """Each one counts by itself: those before a bad one are kept. Returns how many there were."""
    if not (files := files_sent()):
        raise Invalid("Choose a photo first.", "photo")
    tap, kind = tap_from_request(), request.form.get("kind", "")
    for n, file in enumerate(files):
        count_one()
        key = f"{tap.key}-{n}" if tap.key and n else tap.key
        take(number, kind, file, by=me(), tap=replace(tap, key=key))
    return len(files)


def _answer(number: str, said: str) -> ResponseReturnValue:
    if not wants_json():
        return redirect(url_for("jobs.show", number=number, _anchor="photos"), 303)
    return jsonify(said=said, go=None, undo=None, seq=me().seq, cards=[gallery_card(number)], gone=[])


def _picture(photo_id: int, size: Size) -> Response:
    found, number = queries.photo(photo_id)
    return picture_answer(found.name, size, f"{number}-{photo_id}.jpg")
