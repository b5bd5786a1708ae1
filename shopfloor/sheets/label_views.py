"""Labels of a job: how many of which, and their PDF."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import card_of
from shopfloor.jobs.models import Job
from shopfloor.kernel import quantity
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.paper.answers import pdf_answer
from shopfloor.sheets.forms import LabelForm, label_form
from shopfloor.sheets.gather import code_for
from shopfloor.sheets.labels import MEDIA, MOST, labels_pdf
from shopfloor.sheets.queries import codes_of
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires

bp = Blueprint("labels", __name__)


@bp.get("/jobs/<number>/labels")
@requires(Permission.JOBS_SEE)
def choose(number: str) -> str:
    job = jobs.job(number)
    return _page(job, label_form(job.items))


@bp.get("/jobs/<number>/labels.pdf")
@requires(Permission.JOBS_SEE)
def pdf(number: str) -> ResponseReturnValue:
    """The labels that are asked for. Printing writes nothing down."""
    job, form = jobs.job(number), LabelForm(request.args)
    if not form.validate():
        return _page(job, form), 422
    if form.counts.keys() - {item.id for item in job.items}:
        raise Invalid("The items of this job were changed meanwhile. Open its labels again.")
    code = code_for(form.opens.data, codes_of([job.id])[job.id], base=current_app.config["PUBLIC_URL"])
    if code is None:
        raise NotFound(f"{number} has no codes. Make new ones on its page, then print the labels.")
    printed = labels_pdf(job, card_of(job.id), code, form.counts, form.boxes.data, MEDIA[form.medium.data])
    return pdf_answer(printed, f"{number}-labels")


def _page(job: Job, form: LabelForm) -> str:
    """Each count is called as its item; of a form that was sent, those whose items are the job's."""
    names = {str(item.id): f"{quantity.words(item.quantity)} × {item.description}" for item in job.items}
    entries = [entry.form for entry in form["items"] if entry.form.item_id.data in names]
    for entry in entries:
        entry.count.label.text = names[entry.item_id.data]
    return render_template("sheets/labels.html", job=job, form=form, entries=entries, most=MOST)
