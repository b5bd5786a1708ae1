"""The settings page of taxes: rates by name, one of them the usual one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.kernel.errors import Stale
from shopfloor.quotes.draft import times_saved
from shopfloor.quotes.forms import TaxForm
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.permissions import Permission
from shopfloor.shops.settings import change_settings, settings, settings_version
from shopfloor.web.doors import requires

bp = Blueprint("taxes", __name__)


@bp.get("/settings/taxes")
@requires(Permission.SETTINGS_MANAGE)
def show() -> str:
    chosen = settings(TaxSettings)
    rows = [{"name": rate.name, "percent": f"{rate.percent.normalize():f}"} for rate in chosen.rates]
    form = TaxForm(data={"rates": rows, "usual": chosen.usual, "seen": str(settings_version(TaxSettings))})
    return _page(form.offer(), saved="saved" in request.args)


@bp.post("/settings/taxes")
@requires(Permission.SETTINGS_MANAGE)
def save() -> ResponseReturnValue:
    form = TaxForm(request.form).offer()
    if not form.validate():
        return _page(form), 422
    try:
        change_settings(form.chosen, seen=times_saved(form.seen.data), by=me())
    except Stale as stale:
        return _page(form, problem=stale.sentence), stale.status
    return redirect(url_for("taxes.show", saved=""), 303)


def _page(form: TaxForm, **more: object) -> str:
    return render_template("quotes/taxes.html", form=form, **more)
