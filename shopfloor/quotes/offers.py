"""The customer's own page of a quote. Whoever has its link may look and answer: the link is what they know, so it is public."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts import throttle
from shopfloor.db import db, in_shop
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.paper.answers import pdf_answer
from shopfloor.quotes import operations, queries
from shopfloor.quotes.models import QuoteVersion
from shopfloor.quotes.paper import long_day, quote_words
from shopfloor.quotes.printing import quote_pdf
from shopfloor.quotes.states import QuoteState
from shopfloor.shops.queries import shop
from shopfloor.web.doors import public

bp = Blueprint("offers", __name__)

MISSES, ANSWERS = 30, 20
MINUTE = timedelta(minutes=1)


@bp.get("/your-quote/<offer>")
@public
def show(offer: str) -> ResponseReturnValue:
    return _page(_opened(offer))


@bp.get("/your-quote/<offer>/quote.pdf")
@public
def pdf(offer: str) -> Response:
    opened = _opened(offer)
    with in_shop(opened.shop_id):
        quote = queries.quote_by_id(opened.quote_id)
        return _private(pdf_answer(quote_pdf(quote, queries.version_of(quote, opened.version), shop()), quote.number))


@bp.post("/your-quote/<offer>/answers")
@public
def create_answer(offer: str) -> ResponseReturnValue:
    """Approve or decline, once."""
    opened = _opened(offer)
    throttle.take({f"answers:{request.remote_addr}": ANSWERS}, window=MINUTE)
    name, remark, answer = (request.form.get(field, "") for field in ("name", "remark", "answer"))
    try:
        if answer not in {"approve", "decline"}:
            raise Invalid("Choose whether you approve or decline.")
        with in_shop(opened.shop_id):
            operations.answer_quote(opened, answer == "approve", name, remark)
    except Invalid as error:
        return _page(opened, error)
    return redirect(url_for("offers.show", offer=offer), 303)


def _opened(offer: str) -> queries.Opened:
    """What the link opens; who tries many that open nothing is slowed down. Raises NotFound, Slowed."""
    misses = f"offers:{request.remote_addr}"
    throttle.check(misses, limit=MISSES, window=MINUTE)
    try:
        return queries.opened_by(offer)
    except NotFound:
        throttle.count(misses, window=MINUTE)
        raise
    finally:
        db.session.commit()  # the next transaction is the shop's: PostgreSQL shows its rows to no other


def _page(opened: queries.Opened, error: Invalid | None = None) -> Response:
    with in_shop(opened.shop_id):
        quote, at = queries.quote_by_id(opened.quote_id), shop()
        version = queries.version_of(quote, opened.version)
        state = queries.state_of(quote, clock.today(at.timezone))
        page = render_template(
            "quotes/offer.html",
            offer=version.token,
            shop=at,
            words=quote_words(quote, version, at),
            standing=_standing(version, state, newest=quote.version),
            decided_by=quote.decided_by,
            decided=long_day(clock.local(quote.decided_at, at.timezone).date()) if quote.decided_at else "",
            error=error,
            typed=request.form,
        )
    return _private(Response(page, error.status if error else 200))


def _standing(version: QuoteVersion, state: QuoteState, *, newest: int) -> str:
    """What the customer can do: answer (`open`), or read why not."""
    if version.version != newest or state is QuoteState.DRAFT:
        return "superseded"
    return {QuoteState.SENT: "open", QuoteState.CONVERTED: "approved"}.get(state, state.value)


def _private(response: Response) -> Response:
    """Nobody keeps it, and no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
