"""The page where things are taken in, and its versions."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.intake.forms import IntakeForm, form_for
from shopfloor.intake.mailing import RECEIPT, mail_receipt
from shopfloor.intake.operations import Unproven, take_in
from shopfloor.intake.panel import Receipt, receipt_of
from shopfloor.intake.queries import newest_version, photos_before, versions_of
from shopfloor.intake.receipt import receipt_pdf
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import done
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import job_page
from shopfloor.kernel.errors import Invalid, NotFound, Stale
from shopfloor.mail.queries import letters_about
from shopfloor.paper.answers import pdf_answer
from shopfloor.photos.models import PhotoKind
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import shop
from shopfloor.web.doors import requires
from shopfloor.web.errors import wants_json
from shopfloor.web.places import safe_next
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES, Trade

bp = Blueprint("intake", __name__)

MOST_ON_THEIR_WAY = 200
_PLACES = {"signature": "signing"}
"""Where what is said of a field stands, where the field itself can't be seen."""


class Problem(NamedTuple):
    """What is wrong, and the id of what it is wrong with."""

    at: str
    about: str
    sentence: str


@bp.get("/jobs/<number>/intake")
@requires(Permission.INTAKE_RECORD)
def edit(number: str) -> str:
    """Empty for a job that has none, else with what was written down last."""
    job, trade = jobs.job(number), _trade()
    versions = versions_of(job.id)
    form = form_for(trade.take_in)(key=uuid4().hex, seen=versions[0].version if versions else 0, location=job.location)
    form.offer(job.items, trade.take_in)
    if versions:
        form.fill(versions[0].taken)
    return _page(job, form)


@bp.post("/jobs/<number>/intake")
@requires(Permission.INTAKE_RECORD)
def save(number: str) -> ResponseReturnValue:
    job, trade = jobs.job(number), _trade()
    form = form_for(trade.take_in)(request.form)
    form.offer(job.items, trade.take_in)
    try:
        if not form.validate():
            raise Invalid(_first_problem(form, job))
        taken = form.taken(job.items)
        on_their_way = min(_number(form.on_their_way.data), MOST_ON_THEIR_WAY)
        seen, tap = _number(form.seen.data), tap_from_request()
        take_in(number, taken, trade=trade, seen=seen, by=me(), on_their_way=on_their_way, tap=tap)
    except (Invalid, Stale) as refusal:
        problems = list(_problems(form, job, refusal))
        if not wants_json():
            return _page(job, form, refusal, problems), refusal.status
        # 422 of a Stale, too: a card to show as it is now is no help here.
        return jsonify(error=refusal.sentence, beside=[{"at": each.at, "says": each.sentence} for each in problems]), 422
    here = url_for("jobs.show", number=number, _anchor="intake")
    return done(f"Intake saved: {taken.count_words} arrived", here) if wants_json() else redirect(here, 303)


@bp.get("/jobs/<number>/intake/versions")
@requires(Permission.JOBS_SEE)
def versions(number: str) -> str:
    """All that was ever saved, the newest first."""
    job = jobs.job(number)
    return render_template("intake/versions.html", job=job, versions=versions_of(job.id))


@bp.get("/jobs/<number>/intake/receipt.pdf")
@requires(Permission.JOBS_SEE)
def receipt(number: str) -> Response:
    """What the customer takes home of what they brought. Raises NotFound before anything was taken in."""
    job = jobs.job(number)
    return pdf_answer(_receipt(job), f"{job.number}-receipt")


@bp.post("/jobs/<number>/intake/receipts")
@requires(Permission.INTAKE_RECORD)
def create_receipt_mail(number: str) -> ResponseReturnValue:
    """E-mail the receipt to the customer. It is printed before the operation: nobody else waits for it."""
    job = jobs.job(number)
    try:
        mail_receipt(number, _receipt(job), by=me(), tap=tap_from_request())
    except Invalid as refusal:
        return job_page(number, problem=refusal.sentence), refusal.status
    return redirect(safe_next(request.form.get("back") or url_for("jobs.show", number=number, _anchor="part-emails")), 303)


def _receipt(job: Job) -> bytes:
    versions = versions_of(job.id)
    if not versions:
        raise NotFound("Nothing is written down yet of how these parts came in.")
    return receipt_pdf(job, versions[0], shop())


def _trade() -> Trade:
    return TRADES[me().trade]


def _page(job: Job, form: IntakeForm, refusal: Invalid | Stale | None = None, problems: list[Problem] | None = None) -> str:
    """The page; what is wrong stands at the top, and beside its fields."""
    return render_template(
        "intake/edit.html",
        job=job,
        form=form,
        counts=list(zip(form["items"], job.items, strict=True)),
        kinds=[PhotoKind.BEFORE],
        photos=photos_before(job.id),
        refusal=refusal,
        problems=problems or [],
        receipt=_receipt_here(job) if newest_version(job.id) else None,
    )


def _receipt_here(job: Job) -> Receipt:
    """Sent from this page, whose draft must not be left."""
    return receipt_of(job, url_for("intake.edit", number=job.number, _anchor="receipt"), letters_about("job", job.id, RECEIPT))


def _problems(form: IntakeForm, job: Job, refusal: Invalid | Stale | None = None) -> Iterator[Problem]:
    """All that is wrong, from the top of the page to its end. What `refusal` says of a field becomes that field's error."""
    for missing in refusal.missing if isinstance(refusal, Unproven) else ():
        if missing.field in form:
            form[missing.field].errors = [*form[missing.field].errors, missing.sentence]
        else:
            yield Problem("photos", "Photos", missing.sentence)
    for entry, item in zip(form["items"], job.items, strict=True):
        yield from _said_of(entry.form, item.description)
    yield from _said_of(form)


def _said_of(form: Any, about: str = "") -> Iterator[Problem]:
    for field in form:
        if field.errors and field.name != "items":
            yield Problem(_PLACES.get(field.name, field.id), about or field.label.text, _text_of(field.errors))


def _first_problem(form: IntakeForm, job: Job) -> str:
    """In one sentence for who has no page to show it on, with the item it is about."""
    first = next(_problems(form, job), None)
    return f"{first.about}: {first.sentence}" if first else "Something in the form can't be taken as it is."


def _text_of(errors: Any) -> str:
    """The first sentence among errors, which of fields within fields lie within each other."""
    while not isinstance(errors, str):
        errors = next(iter(errors.values() if isinstance(errors, dict) else (error for error in errors if error)))
    return errors


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
