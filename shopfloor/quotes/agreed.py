"""What a quoted job comes to: as it was agreed, until somebody changes its work.

From then on its lines are its own. An item that nobody touched keeps the price it was agreed at, the others cost what they say
now, and what the shop's rules add is counted anew. Discount and tax stay as they were agreed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select

from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import Discount, sum_of
from shopfloor.db import run, shop_in_scope, table
from shopfloor.db.documents import to_document
from shopfloor.events import Actor, Event, Subject
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.kinds import EDITED
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.pricing import lines_of
from shopfloor.quotes import queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.models import Quote


def agreed_for(job: Job) -> QuoteBody | None:
    """What the job comes to by its quote; None for a job that was not quoted."""
    quote = queries.quote_behind(job.id)
    if quote is None:
        return None
    body = queries.body_of(queries.version_of(quote))
    return _since_changed(body, job) if _was_edited(job, quote) else body


def keep_agreement(_event: object, about: Subject, _by: Actor | None) -> None:
    """A quoted job's price is what was agreed, with what was changed since (a reaction: it joins the change)."""
    quote = queries.quote_behind(about.id)
    if quote:
        job = jobs.job(about.label)
        now = _since_changed(queries.body_of(queries.version_of(quote)), job)
        job.price = now.price if now.lines else None


def agree(job: Job, body: QuoteBody) -> None:
    """The job costs what its quote says, and so does each of its items that the quote names, in their order."""
    job.price, left = body.price, list(body.items)
    for item in job.items:
        if plan := next((plan for plan in left if plan.description == item.description), None):
            left.remove(plan)
            item.unit_price, item.taxable = plan.unit_price, plan.taxable
            item.price_parts = to_document(plan.price_parts) or None


def _since_changed(body: QuoteBody, job: Job) -> QuoteBody:
    """What the quote would say of the job as it is now."""
    plans = plans_of(job)
    same_work = _priced_by(plans) == _priced_by(body.items)
    if same_work and (job.priority == body.priority or job.price == body.price):
        return body
    now = replace(body, items=tuple(plans), lines=lines_of(plans, job.priority, job.customer))
    return now if now.price >= 0 else replace(now, discount=Discount(amount=sum_of(now.lines)))


def _priced_by(plans: Iterable[ItemPlan]) -> list[tuple[Any, ...]]:
    """All of them that lines are made of."""
    return [
        (plan.description, plan.quantity, plan.unit_price, plan.taxable, plan.kind, {coat.material_id for coat in plan.coats})
        for plan in plans
    ]


def _was_edited(job: Job, quote: Quote) -> bool:
    return run(_EDITED, {"shop": shop_in_scope(), "job": job.id, "quote": quote.id}).first() is not None


_EVENTS = table(Event)
_AGREED = (
    select(func.max(_EVENTS.c.seq))
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == Quote.subject_type,
        _EVENTS.c.subject_id == bindparam("quote"),
        _EVENTS.c.kind == "quote.converted",
    )
    .scalar_subquery()
)
_EDITED = (
    select(_EVENTS.c.seq)
    .where(
        _EVENTS.c.shop_id == bindparam("shop"),
        _EVENTS.c.subject_type == Job.subject_type,
        _EVENTS.c.subject_id == bindparam("job"),
        _EVENTS.c.kind == EDITED,
        _EVENTS.c.seq > _AGREED,
    )
    .limit(1)
)
