"""From the form to a quote, and back."""

from typing import Any, Protocol
from uuid import uuid4

from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import Discount, TaxRate
from shopfloor.customers.forms import customer_from
from shopfloor.customers.models import Customer
from shopfloor.db import db, operation
from shopfloor.events import heard_before
from shopfloor.jobs.choices import choices_of
from shopfloor.jobs.draft import planned, plans_by_id, show_items
from shopfloor.jobs.item_page import NOTHING, Behind
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.pricing import lines_of
from shopfloor.kernel.tap import Tap
from shopfloor.quotes import queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.forms import AMOUNT, PERCENT, QuoteForm
from shopfloor.quotes.models import Quote
from shopfloor.quotes.operations import NewQuote, change_quote, write_quote
from shopfloor.quotes.settings import QuoteSettings
from shopfloor.quotes.taxes import NO_TAX, TaxSettings, exemption, usual_rate
from shopfloor.shops.person import Person
from shopfloor.shops.settings import settings
from shopfloor.workflow.trades import Trade

TAX_OF_CUSTOMER = TaxRate("As usual for the customer")


def quote_form(
    trade: Trade, formdata: Any = None, *, kept: TaxRate | None = None, behind: Behind = NOTHING, **filled: Any
) -> QuoteForm:
    """The form with this shop's choices; the rate that was `kept` in the quote stays on offer when the shop drops it,
    and what the items `behind` the form have, too.
    """
    chosen = settings(QuoteSettings)
    begun = {"kind": trade.kinds[0].code, "valid_days": str(chosen.valid_days), "terms": chosen.terms, "key": uuid4().hex}
    form = QuoteForm(formdata, data={**begun, **filled})
    form.offer(trade, choices_of(trade, behind.olds.values()))
    form.offer_taxes(offered_rates(kept, TAX_OF_CUSTOMER))
    if formdata is None:
        form["items"][0].form.kind.data = form.choices.kinds[0][0].value
    return form


def behind_quote(quote: Quote | None, job: Job | None) -> Behind:
    """What the form changes: the quote's items by their place, or those of the job that it is made for by their id."""
    if quote:
        items = queries.body_of(queries.version_of(quote)).items
        return Behind({str(place): plan for place, plan in enumerate(items)}, quote.job_id)
    return Behind(plans_by_id(job), job.id) if job else NOTHING


def offered_rates(kept: TaxRate | None, *first: TaxRate) -> list[TaxRate]:
    offered = [*first, *settings(TaxSettings).rates, NO_TAX]
    return offered if kept is None or kept in offered else [*offered, kept]


def form_of(quote: Quote, trade: Trade) -> QuoteForm:
    """The form as the quote has it."""
    body = queries.body_of(queries.version_of(quote))
    form = quote_form(
        trade,
        kept=body.rate,
        behind=behind_quote(quote, None),
        **money_terms(body),
        kind=quote.kind,
        description=quote.description,
        priority=body.priority,
        valid_days=str(body.valid_days),
        deposit=str(body.deposit),
        edits=str(quote.edits),
        tax=offered_rates(body.rate, TAX_OF_CUSTOMER).index(body.rate),
    )
    show_items(form, body.items, range(len(body.items)))
    form.choose(quote.customer)
    return form


def form_for(job: Job, trade: Trade) -> QuoteForm:
    """The form of a quote for work that is here already."""
    form = quote_form(
        trade,
        behind=behind_quote(None, job),
        job=job.number,
        kind=job.kind,
        description=job.description,
        priority=job.priority,
        customer_po=job.customer_po,
    )
    show_items(form, plans_of(job), [item.id for item in job.items])
    if job.customer:
        form.choose(job.customer)
    return form


class MoneyTerms(Protocol):
    """What a quote and an invoice both say."""

    @property
    def discount(self) -> Discount: ...
    @property
    def customer_po(self) -> str: ...
    @property
    def notes(self) -> str: ...
    @property
    def terms(self) -> str: ...


def money_terms(body: MoneyTerms) -> dict[str, Any]:
    """What fills a `MoneyTermsForm`, but for the tax."""
    in_amount = bool(body.discount.amount)
    number = body.discount.amount if in_amount else body.discount.percent
    return {
        "discount": f"{number.normalize():f}" if number else "",
        "discount_in": AMOUNT if in_amount else PERCENT,
        "customer_po": body.customer_po,
        "notes": body.notes,
        "terms": body.terms,
    }


@operation
def save(form: QuoteForm, trade: Trade, *, quote: Quote | None, job: Job | None, by: Person, tap: Tap) -> Quote:
    """Write or change the quote a valid form describes; a new customer comes in the same transaction.

    Raises Invalid, Stale, NotPermitted.
    """
    if made := heard_before(tap, by=by):
        return db.session.get_one(Quote, made)
    items = tuple(planned(form, by, behind_quote(quote, job).olds))
    customer = customer_from(form, by=by)
    new = NewQuote(customer, form.kind.data, form.description.data, _body(form, trade, customer, items), job)
    if quote is None:
        return write_quote(new, by=by, tap=tap)
    return change_quote(quote.number, new, seen=times_saved(form.edits.data), by=by, tap=tap)


def _body(form: QuoteForm, trade: Trade, customer: Customer, items: tuple[ItemPlan, ...]) -> QuoteBody:
    usual = exemption(customer) if customer.tax_exempt else usual_rate(settings(TaxSettings))
    return QuoteBody(
        items,
        lines_of(items, form.priority.data, customer, trade.code),
        form.typed_discount,
        usual if form.rate is TAX_OF_CUSTOMER else form.rate,
        form.priority.data,
        valid_days=form.valid_days.whole,
        deposit=trade.kind(form.kind.data).deposit if form.deposit.number is None else form.deposit.whole,
        customer_po=form.customer_po.data,
        notes=form.notes.data,
        terms=form.terms.data,
    )


def times_saved(typed: str | None) -> int:
    """How often the thing had been saved when the form was opened; -1 for what is no number."""
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1
