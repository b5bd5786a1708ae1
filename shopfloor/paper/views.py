"""Company Settings › PDF Templates: how each document looks, with Save, Preview and Reset."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.company.queries import logo
from shopfloor.kernel.errors import NotFound, Stale
from shopfloor.paper.answers import pdf_answer
from shopfloor.paper.forms import LookForm, look_form
from shopfloor.paper.look import LOOKS, PaperLook, look_of
from shopfloor.shops.permissions import Permission
from shopfloor.shops.settings import change_settings, settings_version
from shopfloor.web.asked import text_asked
from shopfloor.web.doors import requires

bp = Blueprint("paper", __name__)


@bp.get("/settings/pdf-templates")
@requires(Permission.SETTINGS_MANAGE)
def show() -> str:
    document = _document()
    return _page(document, look_form(look_of(document), settings_version(LOOKS[document])))


@bp.post("/settings/pdf-templates")
@requires(Permission.SETTINGS_MANAGE)
def save() -> ResponseReturnValue:
    """Save; or show the PDF of what was typed without saving; or go back to what a new shop has."""
    document, form = _document(), LookForm(request.form)
    do, usual = request.form.get("do", "save"), LOOKS[document]()
    if do == "reset":
        return _save(document, form, usual)
    if not form.validate():
        return _page(document, form), 422
    if do == "preview":
        return pdf_answer(_preview(document, form.look(usual)), f"Preview of {document}")
    return _save(document, form, form.look(usual))


def _save(document: str, form: LookForm, look: PaperLook) -> ResponseReturnValue:
    seen, kind = form.seen.data or "", LOOKS[document]
    try:
        change_settings(look, by=me(), seen=int(seen) if seen.isascii() and seen.isdecimal() else None)
    except Stale as stale:
        form.seen.data = settings_version(kind)
        return _page(document, form, problem=f"{stale.sentence} What you typed is still below."), stale.status
    return redirect(url_for("paper.show", document=document, saved=1), 303)


def _preview(document: str, look: PaperLook) -> bytes:
    """As the feature whose document it is prints it (`app.PAPERS`)."""
    pdf: bytes = current_app.extensions["papers"][document](look)
    return pdf


def _document() -> str:
    """The document after `?document=`, the work order unless said. Raises NotFound for one there is none of."""
    document = text_asked("document") or "work-order"
    if document not in LOOKS:
        raise NotFound()
    return document


def _page(document: str, form: LookForm, **more: Any) -> str:
    names = {name: kind().title for name, kind in LOOKS.items()}
    has_logo = logo() is not None
    return render_template("paper/show.html", document=document, documents=names, form=form, has_logo=has_logo, **more)
