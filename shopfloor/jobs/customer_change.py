"""Change customer: a page of its own, reached from the job's."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from shopfloor.accounts.current import me
from shopfloor.customers.forms import CustomerChoice, customer_from
from shopfloor.db import operation
from shopfloor.events import heard_before
from shopfloor.jobs import operations, queries
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.tap import Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request

bp = Blueprint("customer_change", __name__)


class ChangeForm(CustomerChoice):
    """`seen` is the customer whom the page showed."""

    key = HiddenField()
    seen = HiddenField()
    customer_po = StringField("Customer PO", filters=[lambda text: one_line(text or "")], validators=[Length(max=60)])
    note = StringField("Why (goes into the history)", filters=[lambda text: one_line(text or "")], validators=[Length(max=200)])


@bp.get("/jobs/<number>/customer")
@requires(Permission.JOBS_EDIT)
def ask(number: str) -> str:
    job = queries.job(number)
    return _page(job, ChangeForm(key=uuid4().hex, seen=str(job.customer_id or ""), customer_po=job.customer_po))


@bp.post("/jobs/<number>/customer")
@requires(Permission.JOBS_EDIT)
def change(number: str) -> ResponseReturnValue:
    """Give the job to whom the form means. What can't be done is said beside the field, and what was typed stays."""
    job, form = queries.job(number), ChangeForm(request.form)
    if not form.validate():
        return _page(job, form), 422
    try:
        _change(number, form, by=me(), tap=tap_from_request())
    except Invalid as error:
        if error.field is None:
            return _page(job, form, problem=error.sentence), error.status
        form[error.field].errors = [error.sentence]
        return _page(job, form), error.status
    except Stale as stale:
        job = queries.job(number)
        form.seen.data = str(job.customer_id or "")
        return _page(job, form, problem=stale.sentence), stale.status
    return redirect(url_for("jobs.show", number=number), 303)


@operation
def _change(number: str, form: ChangeForm, *, by: Person, tap: Tap) -> None:
    """A new customer comes with the change or not at all."""
    if heard_before(tap, by=by) is not None:
        return
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data) < 10 else None
    chosen = customer_from(form, by=by)
    operations.change_customer(number, chosen, seen=seen, by=by, po=form.customer_po.data, note=form.note.data, tap=tap)


def _page(job: Job, form: ChangeForm, **more: Any) -> str:
    stays = operations.why_customer_stays(job.id)
    return render_template("jobs/change_customer.html", job=job, form=form, stays=stays, **more)
