"""The printed sheet, and the pages its codes open."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts import throttle
from shopfloor.accounts.current import me
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import card_called, card_of
from shopfloor.jobs.fragments import CardView
from shopfloor.kernel.errors import NotFound
from shopfloor.sheets import operations, queries
from shopfloor.sheets.document import work_order_pdf
from shopfloor.sheets.gather import Paper, sheet_of
from shopfloor.sheets.models import Purpose
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import shop
from shopfloor.web.doors import requires

bp = Blueprint("sheets", __name__)

BUMP = CardView("bump", "sheets/_bump.html", root="bump", keeps_closed=True)

MISSES = 60
MINUTE = timedelta(minutes=1)


@bp.get("/jobs/<number>/sheet.pdf")
@requires(Permission.JOBS_SEE)
def work_order(number: str) -> Response:
    """The work order as a PDF, on the shop's paper or the one asked for."""
    job, at = jobs.job(number), shop()
    papers: dict[str | None, Paper] = {"letter": "us-letter", "a4": "a4"}
    paper = papers.get(request.args.get("paper"), "a4" if at.paper == "a4" else "us-letter")
    base = current_app.config["PUBLIC_URL"]
    sheet = sheet_of(job, card_of(job.id), at, queries.codes_of(job.id), base=base, paper=paper)
    response = Response(work_order_pdf(sheet), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{job.number}.pdf"'
    return response


@bp.post("/jobs/<number>/codes")
@requires(Permission.JOBS_SET_STATUS)
def create_codes(number: str) -> ResponseReturnValue:
    """New codes; the old ones stop working."""
    operations.replace_codes(jobs.job(number), by=me())
    return redirect(url_for("jobs.show", number=number), 303)


@bp.get("/q/<token>")
@requires(Permission.JOBS_SEE)
def scanned(token: str) -> ResponseReturnValue:
    """What a phone's camera lands on."""
    return _opened(queries.opened_by, token)


@bp.get("/scan")
@requires(Permission.JOBS_SEE)
def enter_code() -> str:
    return render_template("sheets/enter_code.html")


@bp.post("/scan")
@requires(Permission.JOBS_SEE)
def open_code() -> ResponseReturnValue:
    """A short code typed by hand, however it is written; a job's number does as well."""
    typed = request.form.get("code", "").strip()[:40]
    try:
        if "-" in typed and any(part.isdecimal() and len(part) >= 4 for part in typed.split("-")[1:]):
            return redirect(url_for("jobs.show", number=jobs.number_like(typed)), 303)
        return _opened(queries.opened_by_typing, re.sub(r"[^A-Z0-9]", "", typed.upper()))
    except NotFound as nothing:
        return render_template("sheets/enter_code.html", code=typed, problem=nothing.sentence), 404


def _opened(look_up: Callable[[str], Any], value: str) -> ResponseReturnValue:
    misses = f"codes:{request.remote_addr}"
    throttle.check(misses, limit=MISSES, window=MINUTE)
    try:
        purpose, number, material_id = look_up(value)
    except NotFound:
        throttle.count(misses, window=MINUTE)
        raise
    if purpose == Purpose.POWDER:
        return redirect(url_for("inventory.log", material_id=material_id, job=number), 303)
    return redirect(url_for("sheets.bump" if purpose == Purpose.BUMP else "jobs.show", number=number), 303)


@bp.get("/jobs/<number>/bump")
@requires(Permission.JOBS_MOVE)
def bump(number: str) -> str:
    """One screen: the job, where it stands, the big button."""
    card = card_called(number)
    return render_template("sheets/bump.html", card=card)
