"""Templates: saved from a job, edited, and the jobs that begin with one."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog.plan import ItemPlan
from shopfloor.job_templates import operations, queries
from shopfloor.job_templates.forms import TemplateForm, TitleForm
from shopfloor.job_templates.models import JobTemplate, Pattern
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.choices import choices_of
from shopfloor.jobs.draft import create_from, field_of, job_form, planned, show_items
from shopfloor.jobs.item_page import SAVE, Behind, Shown, asked_to, shown, typed_anew
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("job_templates", __name__)


@bp.get("/job-templates")
@requires(Permission.JOBS_CREATE)
def index() -> str:
    return render_template("job_templates/index.html", templates=queries.templates())


@bp.get("/jobs/<number>/template")
@requires(Permission.JOBS_EDIT)
def new(number: str) -> str:
    """Save as template: what shall it be called?"""
    job = jobs.job(number)
    return render_template("job_templates/new.html", job=job, form=TitleForm(key=uuid4().hex, name=job.description[:80]))


@bp.post("/jobs/<number>/template")
@requires(Permission.JOBS_EDIT)
def create(number: str) -> ResponseReturnValue:
    job, form = jobs.job(number), TitleForm(request.form)
    if not form.validate():
        return render_template("job_templates/new.html", job=job, form=form), 422
    operations.save_as_template(
        job,
        form.title(),
        keep_prices=form.keep_prices.data and me().may(Permission.PRICES_SEE),
        by=me(),
        tap=tap_from_request(),
    )
    return redirect(url_for("job_templates.index"), 303)


@bp.get("/job-templates/<int:template_id>")
@requires(Permission.JOBS_EDIT)
def show(template_id: int) -> str:
    template = queries.template(template_id)
    form = _form(template)
    form.show(template)
    plans = template.pattern.items
    show_items(form, plans, range(len(plans)))
    form.key.data = uuid4().hex
    return _page(form, template, shown(form, _behind(template)))


@bp.post("/job-templates/<int:template_id>")
@requires(Permission.JOBS_EDIT)
def change(template_id: int) -> ResponseReturnValue:
    template = queries.template(template_id)
    if asked_to() != SAVE:
        form, now = typed_anew(lambda typed: _form(template, typed), _behind(template))
        return _page(form, template, now)
    form = _form(template, request.form)
    if not form.validate():
        return _page(form, template, shown(form, _behind(template))), 422
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data) < 10 else 0
    try:
        operations.change_template(
            template_id, form.title(), _pattern(form, template), seen=seen, by=me(), tap=tap_from_request()
        )
    except Stale as theirs:
        form.seen.data = str(template.version)
        return _page(form, template, shown(form, _behind(template)), theirs=theirs.sentence), 409
    return redirect(url_for("job_templates.index"), 303)


@bp.post("/job-templates/<int:template_id>/archiving")
@requires(Permission.JOBS_EDIT)
def archive(template_id: int) -> ResponseReturnValue:
    operations.archive_template(template_id, by=me())
    return redirect(url_for("job_templates.index"), 303)


@bp.get("/job-templates/<int:template_id>/job")
@requires(Permission.JOBS_CREATE)
def use(template_id: int) -> str:
    """A new job that begins with the template; prices are of today, or the template's where it keeps them."""
    template = queries.template(template_id)
    pattern, form = template.pattern, job_form(TRADES[me().trade], kept=template.pattern.items)
    for name in ("kind", "description", "priority", "instructions"):
        form[name].data = getattr(pattern, name)
    show_items(form, pattern.items, range(len(pattern.items)))
    form.key.data = uuid4().hex
    return _job_page(form, template, shown(form, _behind(template)))


@bp.post("/job-templates/<int:template_id>/job")
@requires(Permission.JOBS_CREATE)
def create_job(template_id: int) -> ResponseReturnValue:
    template, trade = queries.template(template_id), TRADES[me().trade]
    kept = template.pattern.items
    if asked_to() != SAVE:
        form, now = typed_anew(lambda typed: job_form(trade, typed, kept), _behind(template))
        return _job_page(form, template, now)
    form = job_form(trade, request.form, kept)
    if form.validate():
        try:
            job = create_from(form, trade, by=me(), tap=tap_from_request(), olds=_olds(template))
            return redirect(url_for("jobs.show", number=job.number), 303)
        except Invalid as error:
            field = field_of(form, error)
            field.errors = [*field.errors, error.sentence]
    return _job_page(form, template, shown(form, _behind(template))), 422


def _olds(template: JobTemplate) -> dict[str, ItemPlan]:
    """Its items as the form names them. Only kept prices count: without one an item is priced by today's rules."""
    return {str(place): plan for place, plan in enumerate(template.pattern.items)}


def _behind(template: JobTemplate) -> Behind:
    return Behind(_olds(template))


def _form(template: JobTemplate, typed: object = None) -> TemplateForm:
    form, trade = TemplateForm(typed), TRADES[me().trade]
    form.offer(trade, choices_of(trade, template.pattern.items))
    return form


def _pattern(form: TemplateForm, template: JobTemplate) -> Pattern:
    """What a valid form says. Who may not see prices leaves them as they are."""
    may_price = me().may(Permission.PRICES_SEE)
    keeps = form.keep_prices.data if may_price else template.pattern.keeps_prices
    plans = planned(form, me(), _olds(template))
    items = tuple(plan if keeps else replace(plan, unit_price=None, price_parts=()) for plan in plans)
    return Pattern(form.kind.data, form.description.data, items, form.priority.data, form.instructions.data, keeps)


def _page(form: TemplateForm, template: JobTemplate, now: Shown, theirs: str = "") -> str:
    return render_template("job_templates/form.html", form=form, template=template, theirs=theirs, **now.context)


def _job_page(form: object, template: JobTemplate, now: Shown) -> str:
    action = url_for("job_templates.create_job", template_id=template.id)
    return render_template("jobs/form.html", form=form, action=action, template=template, **now.context)
