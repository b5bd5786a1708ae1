"""The settings page of quotes and invoices."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.billing.forms import MoneyChoicesForm
from shopfloor.billing.settings import BillingSettings
from shopfloor.db import operation
from shopfloor.kernel.errors import Stale
from shopfloor.quotes.draft import times_saved
from shopfloor.quotes.settings import QuoteSettings
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.settings import change_settings, settings, settings_version
from shopfloor.web.doors import requires
from shopfloor.workflow.trades import TRADES

bp = Blueprint("money_choices", __name__)


@bp.get("/settings/quotes-and-invoices")
@requires(Permission.SETTINGS_MANAGE)
def show() -> str:
    quotes, billing = settings(QuoteSettings), settings(BillingSettings)
    habit = TRADES[me().trade].invoices_when_ready
    form = MoneyChoicesForm(
        seen_quotes=str(settings_version(QuoteSettings)),
        seen_billing=str(settings_version(BillingSettings)),
        valid_days=str(quotes.valid_days),
        quote_terms=quotes.terms,
        company_days=str(billing.company_days),
        counter_days=str(billing.counter_days),
        invoice_terms=billing.terms,
        draft_when_ready=habit if billing.draft_when_ready is None else billing.draft_when_ready,
    )
    return render_template("billing/choices.html", form=form, saved="saved" in request.args)


@bp.post("/settings/quotes-and-invoices")
@requires(Permission.SETTINGS_MANAGE)
def save() -> ResponseReturnValue:
    form, problem, status = MoneyChoicesForm(request.form), None, 422
    if form.validate():
        try:
            save_choices(form, by=me())
            return redirect(url_for("money_choices.show", saved=""), 303)
        except Stale as stale:
            problem, status = stale.sentence, stale.status
    return render_template("billing/choices.html", form=form, problem=problem), status


@operation
def save_choices(form: MoneyChoicesForm, *, by: Person) -> None:
    """Both sections or neither. Raises Stale, NotPermitted."""
    quotes = QuoteSettings(form.valid_days.whole, form.quote_terms.data)
    ready, terms = form.draft_when_ready.data, form.invoice_terms.data
    billing = BillingSettings(form.company_days.whole, form.counter_days.whole, ready, terms)
    change_settings(quotes, seen=times_saved(form.seen_quotes.data), by=by)
    change_settings(billing, seen=times_saved(form.seen_billing.data), by=by)
