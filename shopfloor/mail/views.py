"""Every e-mail with its fate, each as it was or will be read."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.kernel import clock
from shopfloor.mail import queries
from shopfloor.mail.frame import framed
from shopfloor.mail.models import Letter
from shopfloor.mail.operations import retry_letter
from shopfloor.mail.setup import post
from shopfloor.mail.words import outcome, size
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.doors import requires
from shopfloor.web.headers import FRAMED_CSP, FRAMING_CSP

bp = Blueprint("mail", __name__)
bp.add_app_template_global(outcome, "outcome")
bp.add_app_template_filter(size, "file_size")

PAGE = 50
AT_ONCE = 5  # seconds: a letter due by then is worth waiting for on its page


@bp.get("/mail")
@requires(Permission.MAIL_SEE)
def index() -> str:
    """The list, newest first."""
    search, asked, before = text_asked("q", 80), request.args.get("filter", "all"), number_asked("before")
    group = asked if asked in queries.GROUPS else "all"
    found = queries.page_of_letters(group, search, before=before, size=PAGE + 1)
    rows = found.rows[:PAGE]
    place = rows[-1].id if len(found.rows) > PAGE else found.reached
    older = url_for("mail.index", filter=group, q=search or None, before=place) if place else None
    return render_template(
        "mail/index.html", rows=rows, group=group, q=search, next_url=older, paged=before, filed=post().folder is not None
    )


@bp.get("/mail/<int:letter_id>")
@requires(Permission.MAIL_SEE)
def show(letter_id: int) -> Response:
    """One letter. While it is about to go, the page looks again by itself."""
    letter = queries.letter(letter_id)
    files = queries.attached_to(letter.id)
    page = render_template("mail/show.html", letter=letter, files=files, about=_about(letter), filed=post().folder is not None)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMING_CSP
    if letter.fate is None and not letter.attempts and (letter.run_at - clock.now()).total_seconds() < AT_ONCE:
        response.headers["Refresh"] = "2"
    return response


@bp.get("/mail/<int:letter_id>/page")
@requires(Permission.MAIL_SEE)
def page(letter_id: int) -> Response:
    """Its HTML, for the frame on its page: nothing in it can act."""
    return framed(queries.letter(letter_id).html)


@bp.get("/mail/<int:letter_id>/files/<int:place>")
@requires(Permission.MAIL_SEE)
def file(letter_id: int, place: int) -> Response:
    """What goes with it, to be kept."""
    part = queries.attachment(queries.letter(letter_id).id, place)
    response = Response(part.content, mimetype=part.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=part.name)
    response.headers["Content-Security-Policy"] = FRAMED_CSP
    return response


@bp.post("/mail/<int:letter_id>/retries")
@requires(Permission.MAIL_SEE)
def create_retry(letter_id: int) -> ResponseReturnValue:
    """Try it again now."""
    retry_letter(queries.letter(letter_id), by=me())
    return redirect(url_for("mail.show", letter_id=letter_id), 303)


def _about(letter: Letter) -> str | None:
    """The address of what it tells of, where that has a page."""
    pages: dict[str, tuple[str, str]] = current_app.extensions["subject_pages"]
    if letter.about_type not in pages:
        return None
    endpoint, argument = pages[letter.about_type]
    named: dict[str, Any] = {argument: letter.about_label}
    return url_for(endpoint, **named)
