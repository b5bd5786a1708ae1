"""The job form as a page: for a new job, and for one that is there."""

from flask import render_template, url_for

from shopfloor.jobs.draft import plans_by_id
from shopfloor.jobs.forms import JobForm
from shopfloor.jobs.item_page import Behind, Shown
from shopfloor.jobs.models import Job
from shopfloor.jobs.pricing import tier_of


def new_page(form: JobForm, now: Shown) -> str:
    return render_template("jobs/form.html", form=form, action=url_for("jobs.create"), **now.context)


def edit_page(form: JobForm, job: Job, now: Shown, theirs: str = "") -> str:
    """`theirs` is what someone changed meanwhile; what was typed is still in the form."""
    action = url_for("jobs.create_edit", number=job.number)
    return render_template("jobs/form.html", form=form, action=action, job=job, theirs=theirs, **now.context)


def behind(job: Job) -> Behind:
    return Behind(plans_by_id(job), job.id, tier_of(job.customer))
