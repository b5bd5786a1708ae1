"""Company Settings: the company, its logo, its hours."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.company import operations, queries
from shopfloor.company.forms import CompanyForm, HoursForm, hours_form
from shopfloor.company.pictures import MOST_BYTES
from shopfloor.company.sections import DueDays, WorkingHours
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.shops.settings import settings, settings_version
from shopfloor.web.bodies import takes_up_to
from shopfloor.web.doors import requires

bp = Blueprint("company", __name__)

AROUND_A_FILE = 64 * 1024
"""Bytes of a form beside the file in it."""


@bp.get("/settings/company")
@requires(Permission.SETTINGS_MANAGE)
def show() -> str:
    now = queries.company()
    fields = {name: getattr(now, name) for name in now.__slots__}
    return _page(CompanyForm(seen=now.edition, **fields))


@bp.post("/settings/company")
@requires(Permission.SETTINGS_MANAGE)
def save() -> ResponseReturnValue:
    form = CompanyForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        operations.change_company(form.company(), by=me(), seen=form.seen.data or None)
    except Stale as stale:
        form.seen.data = queries.company().edition
        return _page(form, problem=f"{stale.sentence} What you typed is still below."), stale.status
    return redirect(url_for("company.show", saved=1), 303)


@bp.post("/settings/company/logo")
@requires(Permission.SETTINGS_MANAGE)
@takes_up_to(MOST_BYTES + AROUND_A_FILE)
def save_logo() -> ResponseReturnValue:
    chosen = request.files.get("logo")
    try:
        operations.set_logo(chosen.read() if chosen else b"", by=me())
    except Invalid as refusal:
        now = queries.company()
        form = CompanyForm(seen=now.edition, **{name: getattr(now, name) for name in now.__slots__})
        return _page(form, logo_problem=refusal.sentence), refusal.status
    return redirect(url_for("company.show", saved=1), 303)


@bp.post("/settings/company/logo/removal")
@requires(Permission.SETTINGS_MANAGE)
def remove_logo() -> ResponseReturnValue:
    operations.remove_logo(by=me())
    return redirect(url_for("company.show", saved=1), 303)


@bp.get("/company/logo/<logo>")
@requires(Permission.JOBS_SEE)
def picture(logo: str) -> Response:
    """The logo, for members of the shop. Its name is new with each upload, so it may be kept."""
    response = Response(queries.logo_called(logo).png, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@bp.get("/settings/hours")
@requires(Permission.SETTINGS_MANAGE)
def hours() -> str:
    return _hours_page(hours_form(settings(WorkingHours), settings(DueDays), _hours_edition()))


@bp.post("/settings/hours")
@requires(Permission.SETTINGS_MANAGE)
def save_hours() -> ResponseReturnValue:
    form = HoursForm(request.form)
    if not form.validate():
        return _hours_page(form), 422
    try:
        operations.change_hours(form.hours(), form.due_days(), by=me(), seen=form.seen.data)
    except Stale as stale:
        form.seen.data = _hours_edition()
        return _hours_page(form, problem=f"{stale.sentence} What you typed is still below."), stale.status
    return redirect(url_for("company.hours", saved=1), 303)


def _hours_edition() -> str:
    return f"{settings_version(WorkingHours)}.{settings_version(DueDays)}"


def _page(form: CompanyForm, **more: Any) -> str:
    return render_template("company/show.html", form=form, logo=queries.logo(), **more)


def _hours_page(form: HoursForm, **more: Any) -> str:
    return render_template("company/hours.html", form=form, **more)
