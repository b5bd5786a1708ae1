"""The page a powder's code opens."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog.models import Material
from shopfloor.catalog.queries import material
from shopfloor.db import db
from shopfloor.inventory.forms import LogForm
from shopfloor.inventory.operations import log_material
from shopfloor.jobs.answers import card_called
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request

bp = Blueprint("inventory", __name__)


@bp.get("/materials/<int:material_id>/log")
@requires(Permission.MATERIALS_LOG)
def log(material_id: int) -> str:
    """Pre-filled with the powder, and with the job whose sheet was scanned."""
    return _page(material(material_id), LogForm(key=uuid4().hex))


@bp.post("/materials/<int:material_id>/log")
@requires(Permission.MATERIALS_LOG)
def create_log(material_id: int) -> ResponseReturnValue:
    used, form = material(material_id), LogForm(request.form)
    if not form.validate():
        return _page(used, form), 422
    try:
        amount, unit, note = form.quantity.number or Decimal(0), form.unit.data, form.note.data
        logged = log_material(used, amount, unit, job=_job(), by=me(), note=note, tap=tap_from_request())
    except Invalid as error:
        form[error.field or "quantity"].errors = [error.sentence]
        return _page(used, form), 422
    db.session.refresh(used)
    return _page(used, LogForm(key=uuid4().hex, unit=unit), logged=logged, heard=logged is None)


def _job() -> Standing | None:
    number = request.args.get("job")
    return locked(number) if number else None


def _page(used: Material, form: LogForm, **more: Any) -> str:
    number = request.args.get("job")
    card = card_called(number) if number else None
    return render_template("inventory/log.html", material=used, card=card, form=form, **more)
