"""Settings of what the shop charges by: pricing rules and services."""

from decimal import Decimal
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog import operations, queries
from shopfloor.catalog.forms import PricingForm, ServiceForm
from shopfloor.catalog.rules import PricingRules, pricing_rules
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.shops.settings import change_settings, settings_version
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("catalog", __name__)


@bp.get("/settings/pricing")
@requires(Permission.SETTINGS_MANAGE)
def pricing() -> str:
    form = PricingForm()
    form.show(pricing_rules(), settings_version(PricingRules))
    return _pricing_page(form)


@bp.post("/settings/pricing")
@requires(Permission.SETTINGS_MANAGE)
def change_pricing() -> ResponseReturnValue:
    form = PricingForm(request.form)
    if not form.validate():
        return _pricing_page(form), 422
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data) < 10 else 0
    try:
        change_settings(form.rules(), by=me(), seen=seen)
    except Stale as theirs:
        form.seen.data = str(settings_version(PricingRules))
        return _pricing_page(form, theirs.sentence), 409
    return redirect(url_for("settings.index"), 303)


@bp.get("/settings/services")
@requires(Permission.SETTINGS_MANAGE)
def services() -> str:
    return _services_page()


@bp.post("/settings/services")
@requires(Permission.SETTINGS_MANAGE)
def create_service() -> ResponseReturnValue:
    return _saved(None)


@bp.post("/settings/services/<int:service_id>")
@requires(Permission.SETTINGS_MANAGE)
def change_service(service_id: int) -> ResponseReturnValue:
    queries.service(service_id)
    return _saved(service_id)


@bp.post("/settings/services/<int:service_id>/archiving")
@requires(Permission.SETTINGS_MANAGE)
def archive_service(service_id: int) -> ResponseReturnValue:
    """Offer it no more; or, with `back`, again."""
    operations.keep_service(service_id, in_use="back" in request.form, by=me())
    return redirect(url_for("catalog.services"), 303)


def _saved(service_id: int | None) -> ResponseReturnValue:
    form = ServiceForm(request.form)
    if not form.validate():
        return _services_page(service_id, form), 422
    hourly, minutes = form.hourly.number, form.minutes.number or Decimal(0)
    try:
        operations.save_service(service_id, form.name.data, hourly=hourly, minutes=minutes, by=me(), tap=tap_from_request())
    except Invalid as error:
        form.name.errors = [error.sentence]
        return _services_page(service_id, form), 422
    return redirect(url_for("catalog.services"), 303)


def _pricing_page(form: PricingForm, theirs: str = "") -> str:
    if form.errors or theirs:
        form.make_room()
    return render_template("catalog/pricing.html", form=form, theirs=theirs, uses_coats=TRADES[me().trade].uses_coats)


def _services_page(typed_id: int | None = None, typed: ServiceForm | None = None) -> str:
    """All services, each in its form; `typed` is the one that came back, of that service or of a new one."""
    rows = []
    for service in queries.all_services():
        form = typed if typed and typed_id == service.id else ServiceForm(prefix="", key=uuid4().hex)
        if form is not typed:
            form.show(service)
        rows.append((service, form))
    new = typed if typed and typed_id is None else ServiceForm(key=uuid4().hex)
    return render_template("catalog/services.html", rows=rows, new=new, labor_rate=pricing_rules().labor_rate)
