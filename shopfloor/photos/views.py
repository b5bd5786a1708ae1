"""Photos sent and shown."""

from dataclasses import replace
from datetime import timedelta
from typing import IO

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from shopfloor.accounts import throttle
from shopfloor.accounts.current import me
from shopfloor.jobs.page import job_page
from shopfloor.jobs.queries import job_id
from shopfloor.kernel.errors import Invalid, NotFound, TooLarge
from shopfloor.photos import operations, queries, store
from shopfloor.photos.panel import gallery_card
from shopfloor.photos.taking import take
from shopfloor.shops.permissions import Permission
from shopfloor.web.bodies import takes_up_to
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.taps import tap_from_request

bp = Blueprint("photos", __name__)

LARGEST = 25 * 1024 * 1024
MOST_AT_ONCE = 10
"""Photos in one plain form; our scripts send one at a time."""
LIMIT, WINDOW = 120, timedelta(minutes=10)

KEPT = 86_400
"""Seconds for which a browser need not ask again: a picture never changes, but may be taken off."""

# Nothing that a browser would run, whatever a picture might be taken for.
_CSP = "default-src 'none'; sandbox"


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
    files = _files()
    tap, kind = tap_from_request(), request.form.get("kind", "")
    for n, file in enumerate(files):
        throttle.take({f"photos:{me().id}": LIMIT}, window=WINDOW)
        key = f"{tap.key}-{n}" if tap.key and n else tap.key
        take(number, kind, file, by=me(), tap=replace(tap, key=key))
    return len(files)


def _files() -> list[IO[bytes]]:
    """Raises TooLarge, and Invalid for a form without a file."""
    try:
        sent = [file for file in request.files.getlist("photo") if file.filename]
    except RequestEntityTooLarge:
        raise TooLarge("That is more than 25 MB. Send one photo at a time, or make it smaller first.", "photo") from None
    if not sent:
        raise Invalid("Choose a photo first.", "photo")
    if len(sent) > MOST_AT_ONCE:
        raise Invalid(f"At most {MOST_AT_ONCE} photos at once. Choose fewer, then send the rest.", "photo")
    return [file.stream for file in sent]


def _answer(number: str, said: str) -> ResponseReturnValue:
    if not wants_json():
        return redirect(url_for("jobs.show", number=number, _anchor="photos"), 303)
    return jsonify(said=said, go=None, undo=None, seq=me().seq, cards=[gallery_card(number)], gone=[])


def _picture(photo_id: int, size: store.Size) -> Response:
    """The one way a picture leaves: of one's own shop, as a JPEG, kept by this person's browser alone."""
    found, number = queries.photo(photo_id)
    path = store.path_of(found.name, size)
    if not path.is_file():
        raise NotFound()
    answer = Response(path.read_bytes(), mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{number}-{photo_id}.jpg"'
    answer.headers["Content-Security-Policy"] = _CSP
    answer.headers["Cache-Control"] = f"private, max-age={KEPT}"
    answer.headers["Vary"] = "Cookie"
    return answer
