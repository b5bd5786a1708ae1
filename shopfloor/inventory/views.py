"""The page a powder's code opens."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog.models import Material
from shopfloor.catalog.queries import material
from shopfloor.inventory.forms import LogForm
from shopfloor.inventory.operations import log_material
from shopfloor.inventory.queries import movement
from shopfloor.jobs.answers import card_called, done
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel import quantity
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.taps import tap_from_request

bp = Blueprint("inventory", __name__)


@bp.get("/materials/<int:material_id>/log")
@requires(Permission.MATERIALS_LOG)
def log(material_id: int) -> str:
    """Pre-filled with the powder, and with the job whose sheet was scanned; after saving, with what was saved."""
    used = material(material_id)
    saved = movement(used.id, number_asked("saved"))
    form = LogForm(key=uuid4().hex, unit=saved.entered_unit if saved else used.unit)
    return _page(used, form, saved=saved, heard="saved" in request.args and saved is None)


@bp.post("/materials/<int:material_id>/log")
@requires(Permission.MATERIALS_LOG)
def create_log(material_id: int) -> ResponseReturnValue:
    used, form = material(material_id), LogForm(request.form)
    if not form.validate():
        if wants_json():
            raise Invalid(next(error for errors in form.errors.values() for error in errors))
        return _page(used, form), 422
    try:
        amount, unit, note = form.quantity.number or Decimal(0), form.unit.data, form.note.data
        row = log_material(used, amount, unit, job=_job(), by=me(), note=note, tap=tap_from_request())
    except Invalid as error:
        if wants_json():
            raise
        form[error.field or "quantity"].errors = [error.sentence]
        return _page(used, form), 422
    saved = row.id if row else "before"
    here = url_for("inventory.log", material_id=used.id, job=text_asked("job") or None, saved=saved)
    return done(f"{quantity.words(amount)} {unit} of {used.label} logged", here) if wants_json() else redirect(here, 303)


def _job() -> Standing | None:
    number = text_asked("job")
    return locked(number) if number else None


def _page(used: Material, form: LogForm, **more: Any) -> str:
    number = text_asked("job")
    card = card_called(number) if number else None
    return render_template("inventory/log.html", material=used, card=card, form=form, **more)
