"""The printed sheet, and the pages its codes open."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts import throttle
from shopfloor.accounts.current import me
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.answers import card_called
from shopfloor.jobs.cards import cards
from shopfloor.jobs.fragments import CardView
from shopfloor.jobs.listing import bulk
from shopfloor.jobs.models import Job
from shopfloor.jobs.setting import setting_of
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.paper.answers import pdf_answer
from shopfloor.paper.printing import dress_of
from shopfloor.sheets import operations, queries
from shopfloor.sheets.blank import blank_pdf
from shopfloor.sheets.document import work_order_pdf
from shopfloor.sheets.gather import Paper, sheet_of
from shopfloor.sheets.models import Purpose
from shopfloor.shops.permissions import Permission
from shopfloor.timekeeping.running import my_timer
from shopfloor.web import headers
from shopfloor.web.doors import requires

bp = Blueprint("sheets", __name__)

BUMP = CardView("bump", "sheets/_bump.html", root="bump", keeps_closed=True)

MOST_SHEETS = 50
"""Printed at once: about two seconds, for which other papers wait."""

MISSES = 60
MINUTE = timedelta(minutes=1)

LONGEST = 200
"""Characters of what is typed: the address of a code, under a long name of the host."""
LONGEST_SHORT = 12
_NUMBER = re.compile(r"[A-Za-z]+(-[0-9]+)*-[0-9]{4,}")
_ADDRESS = re.compile(r"/q/([\w-]{8,32})/?$", re.ASCII)
_TOKEN = re.compile(r"[\w-]{8,32}", re.ASCII)


@bp.get("/jobs/<number>/sheet.pdf")
@requires(Permission.JOBS_SEE)
def work_order(number: str) -> Response:
    """The work order as a PDF, on the shop's paper or the one asked for."""
    return pdf_answer(_printed([jobs.job(number)]), number)


@bp.get("/jobs/sheets.pdf")
@requires(Permission.JOBS_SEE)
def work_orders() -> Response:
    """The work orders of the jobs that were ticked in the list, as one PDF in that order."""
    numbers = [ticked.number for ticked in bulk.read(request.args.getlist("job"))]
    if not numbers:
        raise Invalid("Tick the jobs first: then their sheets come as one PDF.")
    if len(numbers) > MOST_SHEETS:
        raise Invalid(f"At most {MOST_SHEETS} sheets are printed at once. Untick some, or print page by page.")
    return pdf_answer(_printed(jobs.jobs_called(numbers)), "Work orders")


def _printed(found: list[Job]) -> bytes:
    """Their work orders. Printing writes nothing down."""
    dress, base = dress_of("work-order"), current_app.config["PUBLIC_URL"]
    look, ids = dress.look, [job.id for job in found]
    paper = _paper_asked() or ("a4" if (look.paper or dress.company.paper) == "a4" else "us-letter")
    codes = queries.codes_of(ids) if look.codes else {}
    shown = {card.id: card for card in cards(ids, setting_of(me()))}
    sheets = [sheet_of(job, shown[job.id], dress.company, codes.get(job.id, []), base=base, paper=paper) for job in found]
    return work_order_pdf(sheets, look, dress.logo)


@bp.get("/WorkOrder/Blank")
@requires(Permission.JOBS_SEE)
def blank() -> Response:
    """A work order to fill with a pen, as the product's help addresses it. Nothing is written down."""
    return pdf_answer(blank_pdf(paper=_paper_asked()), "Blank work order")


def _paper_asked() -> Paper | None:
    papers: dict[str | None, Paper] = {"letter": "us-letter", "a4": "a4"}
    return papers.get(request.args.get("paper"))


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
    return redirect(_address(*_counted(queries.opened_by, token)), 303)


@bp.get("/scan")
@requires(Permission.JOBS_SEE)
def enter_code() -> Response:
    return _scan_page()


@bp.post("/scan")
@requires(Permission.JOBS_SEE)
def open_code() -> ResponseReturnValue:
    """What was typed by hand, or by a scanner that types: a short code, a job's number, a code's whole address."""
    typed = request.form.get("code", "").strip()[:LONGEST]
    try:
        return redirect(_address(*_meant(typed)), 303)
    except NotFound as nothing:
        return _scan_page(404, code=typed, problem=nothing.sentence)


@bp.get("/scan/<token>")
@requires(Permission.JOBS_SEE)
def read_code(token: str) -> Response:
    """What that code stands for, in a card's words; `opens` is the page it leads to. For the scanner of the app."""
    purpose, number, material_id = _meant(token[:LONGEST])
    card = card_called(number)
    return jsonify(
        id=card.id,
        number=card.number,
        customer=card.customer,
        standing=card.status.label,
        step=card.step,
        next=None if purpose == Purpose.POWDER else card.next_label,
        url=card.url,
        opens=_address(purpose, number, material_id),
    )


def _scan_page(status: int = 200, **more: Any) -> Response:
    """Reading codes in the page needs WebAssembly where the browser has no reader of its own."""
    page = render_template("sheets/scan.html", public_url=current_app.config["PUBLIC_URL"], **more)
    return Response(page, status, headers={"Content-Security-Policy": headers.WASM_CSP})


def _meant(typed: str) -> tuple[str, str, int | None]:
    """(purpose, number, material_id) of what was typed. Raises NotFound."""
    if number := _NUMBER.fullmatch(typed.strip()):
        return Purpose.VIEW, jobs.number_like(number[0]), None
    if address := _ADDRESS.search(typed):
        return _counted(queries.opened_by, address[1])
    if len(typed) > LONGEST_SHORT and _TOKEN.fullmatch(typed):
        return _counted(queries.opened_by, typed)
    return _counted(queries.opened_by_typing, re.sub(r"[^A-Z0-9]", "", typed.upper()))


def _counted(look_up: Callable[[str], Any], value: str) -> tuple[str, str, int | None]:
    """The same, with guesses counted. Raises NotFound, and Slowed for who guesses too much."""
    misses = f"codes:{request.remote_addr}"
    throttle.check(misses, limit=MISSES, window=MINUTE)
    try:
        purpose, number, material_id = look_up(value)
    except NotFound:
        throttle.count(misses, window=MINUTE)
        raise
    return purpose, number, material_id


def _address(purpose: str, number: str, material_id: int | None) -> str:
    if purpose == Purpose.POWDER:
        return url_for("inventory.log", material_id=material_id, job=number)
    return url_for("sheets.bump" if purpose == Purpose.BUMP else "jobs.show", number=number)


@bp.get("/jobs/<number>/bump")
@requires(Permission.JOBS_MOVE)
def bump(number: str) -> str:
    """One screen: the job, where it stands, the big button."""
    card, timer = card_called(number), my_timer()
    running = timer if timer and timer.number == number else None
    return render_template("sheets/bump.html", card=card, running=running)
