"""The page of one quote, with the panels that higher features hang on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import current_app, render_template, url_for

from shopfloor.accounts.current import me
from shopfloor.kernel import clock
from shopfloor.quotes import queries
from shopfloor.quotes.models import Quote
from shopfloor.quotes.paper import quote_words
from shopfloor.quotes.states import QuoteState, may_become
from shopfloor.shops.history import history_of
from shopfloor.shops.queries import shop
from shopfloor.workflow.trades import TRADES


@dataclass(frozen=True, slots=True)
class QuotePanel:
    """A part of the page that a higher feature makes."""

    code: str
    title: str
    template: str
    context: dict[str, Any]


def quote_page(quote: Quote, *, problem: str | None = None, typed: Mapping[str, Any] | None = None) -> str:
    """The page, with a sentence on it when something was refused, and with what was typed then."""
    state = queries.state_of(quote, clock.today(me().timezone))
    versions = queries.versions_of(quote)
    return render_template(
        "quotes/show.html",
        quote=quote,
        state=state,
        kind=TRADES[me().trade].kind(quote.kind).label,
        words=quote_words(quote, versions[0], shop()),
        versions=versions,
        link=_link(versions[0].token) if state is not QuoteState.DRAFT else None,
        job=queries.job_made_of(quote),
        may={name: may_become(state, name) for name in QuoteState},
        history=history_of(quote),
        panels=[panel(quote, typed or {}) for panel in current_app.extensions["quote_panels"]],
        problem=problem,
        typed=typed or {},
        key=uuid4().hex,
    )


def _link(token: str | None) -> str | None:
    """What the customer opens, at the address phones reach."""
    return current_app.config["PUBLIC_URL"] + url_for("offers.show", offer=token) if token else None
