"""Quotes, looked up."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, desc, func, or_, select
from sqlalchemy.orm import joinedload

from shopfloor.customers.models import Customer
from shopfloor.db import db, everywhere, glance, shop_in_scope, table
from shopfloor.db.documents import from_document
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.models import Quote, QuoteConversion, QuoteVersion
from shopfloor.quotes.states import QuoteState, state_on


@dataclass(frozen=True, slots=True)
class Opened:
    """What a customer's link opens: whose quote it is, and which version."""

    shop_id: int
    quote_id: int
    version: int


def quote(number: str, *, lock: bool = False) -> Quote:
    """The quote of that number. Raises NotFound."""
    return _one(select(Quote).where(Quote.number == number), lock=lock)


def quote_by_id(quote_id: int, *, lock: bool = False) -> Quote:
    return _one(select(Quote).where(Quote.id == quote_id), lock=lock)


def _one(found: Any, *, lock: bool) -> Quote:
    if lock:
        found = found.with_for_update(of=Quote, key_share=True).execution_options(populate_existing=True)
    row: Quote | None = db.session.scalars(found).first()
    if row is None:
        raise NotFound()
    return row


def version_of(quote: Quote, version: int | None = None) -> QuoteVersion:
    """What it says now, or said in that version. Raises NotFound."""
    which = (QuoteVersion.quote_id == quote.id, QuoteVersion.version == (version or quote.version))
    row = db.session.scalars(select(QuoteVersion).where(*which)).first()
    if row is None:
        raise NotFound()
    return row


def versions_of(quote: Quote) -> list[QuoteVersion]:
    """All it has said, newest first."""
    rows = select(QuoteVersion).where(QuoteVersion.quote_id == quote.id).order_by(desc(QuoteVersion.version))
    return list(db.session.scalars(rows))


def body_of(version: QuoteVersion) -> QuoteBody:
    return from_document(QuoteBody, version.body)


def opened_by(token: str) -> Opened:
    """What that token opens, in whichever shop. Raises NotFound."""
    with everywhere():
        row = glance(_OPENED, {"token_hash": hash_of(token)})
    if row is None:
        raise NotFound("This link opens nothing. Ask the shop that sent it for a new one.")
    return Opened(row.shop_id, row.quote_id, row.version)


def hash_of(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()


def job_made_of(quote: Quote) -> Job | None:
    """The job that the quote became."""
    made = select(QuoteConversion.job_id).where(QuoteConversion.shop_id == quote.shop_id, QuoteConversion.quote_id == quote.id)
    return db.session.scalars(select(Job).where(Job.id.in_(made))).first()


def quote_behind(job_id: int) -> Quote | None:
    """The quote that the job was made of, or that was accepted for it: its prices are the job's."""
    made = select(QuoteConversion.quote_id).where(QuoteConversion.shop_id == shop_in_scope(), QuoteConversion.job_id == job_id)
    return db.session.scalars(select(Quote).where(Quote.id.in_(made))).first()


def quotes_of_job(job_id: int) -> list[Quote]:
    """Those made for the job and the one it was made of, newest first."""
    made = select(QuoteConversion.quote_id).where(QuoteConversion.shop_id == shop_in_scope(), QuoteConversion.job_id == job_id)
    rows = select(Quote).where(or_(Quote.job_id == job_id, Quote.id.in_(made))).order_by(desc(Quote.id))
    return list(db.session.scalars(rows))


def newest_quotes_of(customer_id: int, size: int) -> list[Quote]:
    rows = select(Quote).where(Quote.customer_id == customer_id).order_by(desc(Quote.id)).limit(size)
    return list(db.session.scalars(rows))


def page_of_quotes(state: QuoteState | None, search: str, today: date, *, before: int | None, size: int) -> list[Quote]:
    """One page, newest first, older than id `before`. `search` is part of a number or the start of a customer's name."""
    page = select(Quote).options(joinedload(Quote.customer)).order_by(desc(Quote.id)).limit(size)
    if state is QuoteState.EXPIRED:
        page = page.where(Quote.status == QuoteState.SENT, Quote.valid_until < today)
    elif state is QuoteState.SENT:
        page = page.where(Quote.status == QuoteState.SENT, Quote.valid_until >= today)
    elif state:
        page = page.where(Quote.status == state)
    if before is not None:
        page = page.where(Quote.id < before)
    if search:
        start = func.lower(Customer.name).startswith(search.lower(), autoescape=True)
        of_customer = select(Customer.id).where(Customer.shop_id == shop_in_scope(), start)
        number = Quote.number.contains(search.upper(), autoescape=True)
        page = page.where(or_(number, Quote.customer_id.in_(of_customer)))
    return list(db.session.scalars(page))


def state_of(quote: Quote, today: date) -> QuoteState:
    return state_on(quote.status, quote.valid_until, today)


_VERSIONS = table(QuoteVersion)
_OPENED = select(_VERSIONS.c.shop_id, _VERSIONS.c.quote_id, _VERSIONS.c.version).where(
    _VERSIONS.c.token_hash == bindparam("token_hash")
)
