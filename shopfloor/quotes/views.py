"""The office's pages of quotes."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.draft import field_of
from shopfloor.jobs.item_page import SAVE, Shown, asked_to, shown, typed_anew
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.text import one_line
from shopfloor.quotes import operations, queries
from shopfloor.quotes.draft import behind_quote, form_for, form_of, quote_form, save
from shopfloor.quotes.forms import ConvertForm, QuoteForm
from shopfloor.quotes.models import Quote
from shopfloor.quotes.page import quote_page
from shopfloor.quotes.paper import quote_words
from shopfloor.quotes.printing import quote_pdf
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members, shop
from shopfloor.web.asked import number_asked, text_asked
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("quotes", __name__)

PAGE = 50
FILTERS = (QuoteState.DRAFT, QuoteState.SENT, QuoteState.APPROVED, QuoteState.EXPIRED)


@bp.get("/quotes")
@requires(Permission.QUOTES_MANAGE)
def index() -> str:
    """The list, newest first."""
    search, asked = text_asked("q", 80), request.args.get("filter", "all")
    state = next((state for state in FILTERS if state.value == asked), None)
    today = clock.today(me().timezone)
    found = queries.page_of_quotes(state, search, today, before=number_asked("before"), size=PAGE + 1)
    rows = [(quote, queries.state_of(quote, today)) for quote in found[:PAGE]]
    chosen = state.value if state else "all"
    older = url_for("quotes.index", filter=chosen, q=search or None, before=rows[-1][0].id) if len(found) > PAGE else None
    return render_template("quotes/index.html", rows=rows, filters=FILTERS, filter=chosen, q=search, next_url=older)


@bp.get("/quotes/new")
@requires(Permission.QUOTES_MANAGE)
def new() -> str:
    """An empty quote, or one for the job that is asked for."""
    job = _job(text_asked("job", 30))
    trade = TRADES[me().trade]
    return _form(form_for(job, trade) if job else quote_form(trade), job=job)


@bp.post("/quotes")
@requires(Permission.QUOTES_MANAGE)
def create() -> ResponseReturnValue:
    return _saved(None, _job(one_line(request.form.get("job", ""))[:30]))


@bp.get("/quotes/<quote>")
@requires(Permission.QUOTES_MANAGE)
def show(quote: str) -> str:
    return quote_page(queries.quote(quote))


@bp.get("/quotes/<quote>/edit")
@requires(Permission.QUOTES_MANAGE)
def edit(quote: str) -> str:
    found = queries.quote(quote)
    return _form(form_of(found, TRADES[me().trade]), quote=found)


@bp.post("/quotes/<quote>")
@requires(Permission.QUOTES_MANAGE)
def update(quote: str) -> ResponseReturnValue:
    return _saved(queries.quote(quote), None)


def _saved(quote: Quote | None, job: Job | None) -> ResponseReturnValue:
    """Save it; or do what another button of the form says and show it again."""
    trade, behind = TRADES[me().trade], behind_quote(quote, job)
    kept = queries.body_of(queries.version_of(quote)).rate if quote else None
    if asked_to() != SAVE:
        form, now = typed_anew(lambda typed: quote_form(trade, typed, kept=kept, behind=behind), behind)
        return _page(form, now, quote=quote, job=job)
    form, problem = quote_form(trade, request.form, kept=kept, behind=behind), None
    if form.validate():
        try:
            saved = save(form, trade, quote=quote, job=job, by=me(), tap=tap_from_request())
            return redirect(url_for("quotes.show", quote=saved.number), 303)
        except Stale as stale:
            return _beside_theirs(form, queries.quote(quote.number) if quote else None, stale)
        except Invalid as error:
            if error.field is None:
                problem = error.sentence
            else:
                field_of(form, error).errors = [error.sentence]
    return _form(form, quote=quote, job=job, problem=problem), 422


def _beside_theirs(form: QuoteForm, quote: Quote | None, stale: Stale) -> ResponseReturnValue:
    """What was typed, below what someone else has saved. Saved again, it goes over theirs."""
    assert quote is not None, "only what is there can be overtaken"
    form.edits.data = str(quote.edits)
    words = quote_words(quote, queries.version_of(quote), shop())
    return _form(form, quote=quote, problem=stale.sentence, theirs=words), stale.status


def _form(form: QuoteForm, *, quote: Quote | None = None, job: Job | None = None, **more: Any) -> str:
    return _page(form, shown(form, behind_quote(quote, job)), quote=quote, job=job, **more)


def _page(form: QuoteForm, now: Shown, **more: Any) -> str:
    return render_template("quotes/form.html", form=form, **now.context, **more)


def _job(number: str) -> Job | None:
    return jobs.job(number) if number else None


@bp.get("/quotes/<quote>/quote.pdf")
@requires(Permission.QUOTES_MANAGE)
def pdf(quote: str) -> Response:
    """On paper: the newest version, or the one asked for."""
    found = queries.quote(quote)
    version = queries.version_of(found, number_asked("version"))
    response = Response(quote_pdf(found, version, shop()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@bp.post("/quotes/<quote>/sendings")
@requires(Permission.QUOTES_MANAGE)
def create_sending(quote: str) -> ResponseReturnValue:
    """Send it by mail, or make its link."""
    found, seen = queries.quote(quote), request.form.get("edits", type=int)
    mail = _mail(found) if request.form.get("how") == "mail" else None
    return _done(found, lambda: operations.send_quote(found.number, mail=mail, seen=seen, by=me(), tap=tap_from_request()))


def _mail(quote: Quote) -> operations.ByMail:
    """The paper is printed before the operation: nobody else waits for it."""
    to = one_line(request.form.get("to", ""))[:254]
    return operations.ByMail(to, quote_pdf(quote, queries.version_of(quote), shop()))


@bp.post("/quotes/<quote>/approvals")
@requires(Permission.QUOTES_MANAGE)
def create_approval(quote: str) -> ResponseReturnValue:
    """The customer said yes to somebody."""
    found, name, note = queries.quote(quote), request.form.get("name", ""), request.form.get("note", "")
    return _done(found, lambda: operations.approve_by_word(found.number, name, note, by=me(), tap=tap_from_request()))


@bp.post("/quotes/<quote>/refusals")
@requires(Permission.QUOTES_MANAGE)
def create_refusal(quote: str) -> ResponseReturnValue:
    """The customer said no to somebody."""
    found, reason = queries.quote(quote), request.form.get("reason", "")
    return _done(found, lambda: operations.decline_quote(found.number, reason, by=me(), tap=tap_from_request()))


def _done(quote: Quote, deed: Any) -> ResponseReturnValue:
    try:
        deed()
    except (Invalid, Stale) as error:
        return quote_page(quote, problem=error.sentence, typed=request.form), error.status
    return redirect(url_for("quotes.show", quote=quote.number), 303)


@bp.get("/quotes/<quote>/job")
@requires(Permission.QUOTES_MANAGE)
def convert(quote: str) -> ResponseReturnValue:
    """What the job needs beside the quote; where there is a job already, that."""
    found = queries.quote(quote)
    if made := queries.job_made_of(found):
        return redirect(url_for("jobs.show", number=made.number), 303)
    body = queries.body_of(queries.version_of(found))
    form = ConvertForm(priority=body.priority, instructions=body.notes, key=uuid4().hex)
    return _convert_page(found, form)


@bp.post("/quotes/<quote>/job")
@requires(Permission.QUOTES_MANAGE)
def create_job(quote: str) -> ResponseReturnValue:
    """Convert to Job. A second click opens the job of the first."""
    found, form = queries.quote(quote), ConvertForm(request.form)
    form.offer(TRADES[me().trade], members())
    if not form.validate():
        return _convert_page(found, form), 422
    workers = [member for member in members() if member.id in form.workers.data]
    chosen = operations.Conversion(
        form.priority.data, form.due_on.data, form.scheduled_on.data, workers, form.instructions.data
    )
    try:
        job = operations.convert_quote(found.number, chosen, by=me(), tap=tap_from_request())
    except Invalid as error:
        return quote_page(found, problem=error.sentence), error.status
    return redirect(url_for("jobs.show", number=job.number), 303)


def _convert_page(quote: Quote, form: ConvertForm) -> str:
    form.offer(TRADES[me().trade], members())
    return render_template("quotes/convert.html", quote=quote, form=form)
