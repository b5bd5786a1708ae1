"""Whose job it is: given to another customer, or following theirs when two customers become one."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from sqlalchemy import bindparam, func, select, update

from shopfloor.customers.events import CustomersMerged
from shopfloor.customers.models import Customer
from shopfloor.db import db, operation, run, shop_in_scope, table
from shopfloor.events import Actor, heard_before, record
from shopfloor.jobs.events import JobCustomerChanged, JobRepriced
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.pricing import price_of
from shopfloor.jobs.queries import job as job_called
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

# Why the job of that id has to stay with its customer, in a sentence; None where it need not.
Block = Callable[[int], str | None]

LONGEST_NOTE = 200
LONGEST_PO = 60
_blocks: list[Block] = []


def block_customer_change(blocks: Sequence[Block]) -> None:
    """Set who may object. The list stands in `reactions.py`."""
    _blocks[:] = blocks


def why_customer_stays(job_id: int) -> str | None:
    """The first objection to giving the job to another customer."""
    return next((sentence for block in _blocks if (sentence := block(job_id))), None)


@operation
def change_customer(
    number: str, customer: Customer, *, seen: int | None, by: Person, po: str | None = None, note: str = "", tap: Tap = UNKEYED
) -> Standing:
    """Give the job to another customer; `po` is the new purchase order, None to leave it. `seen` is the customer of before.

    Terms, tax, price tier and e-mail wishes are the customer's own and looked up when they are needed, so they follow; so
    does the job's price, unless it was agreed elsewhere.
    Raises NotFound, NotPermitted, Stale, and Invalid for an archived customer or when something holds the job to its own.
    """
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Jobs are changed by supervisors and the office.")
    job = locked(number)
    if heard_before(tap, by=by) is not None:
        return job
    was = run(_WHOSE, {"shop": shop_in_scope(), "job": job.id}).one()
    if was.customer_id != seen:
        raise Stale(f"Someone has given {number} to {was.name or 'stock'} meanwhile. Look again whether that is right.", job)
    _check(job, customer, note, po)
    now_po = was.customer_po if po is None else one_line(po)
    if (was.customer_id, was.customer_po) == (customer.id, now_po):
        return job
    whole = job_called(number)
    is_agreed = whole.price != _price(whole, whole.customer)
    run(_GIVE, {"shop": shop_in_scope(), "job": job.id, "customer": customer.id, "po": now_po})
    if not is_agreed:
        run(_PRICE, {"shop": shop_in_scope(), "job": job.id, "price": _price(whole, customer)})
    db.session.expire(whole, ["customer_id", "customer", "customer_po", "price"])
    more = _more(was.customer_po, now_po, one_line(note))
    record(JobCustomerChanged(was.name or "stock", customer.name, more), about=job, by=by, tap=tap)
    return job


def _check(job: Standing, customer: Customer, note: str, po: str | None) -> None:
    if sentence := why_customer_stays(job.id):
        raise Invalid(sentence)
    if customer.archived_at:
        raise Invalid(f"{customer.name} was archived meanwhile. Choose another customer.", "customer")
    if len(one_line(note)) > LONGEST_NOTE:
        raise Invalid(f"At most {LONGEST_NOTE} characters; shorten it a little.", "note")
    if po and len(one_line(po)) > LONGEST_PO:
        raise Invalid(f"At most {LONGEST_PO} characters; shorten it a little.", "customer_po")


def _more(was_po: str, now_po: str, note: str) -> str:
    """What else is said of it: ", PO from “A” to “B”: note"."""
    po = "" if was_po == now_po else f", PO from “{was_po or 'none'}” to “{now_po or 'none'}”"
    return f"{po}: {note}" if note else po


def _price(job: Job, customer: Customer | None) -> Decimal | None:
    """What the job's items come to for that customer."""
    return price_of(plans_of(job), job.priority, customer)


@operation
def reprice_job(job: Job, price: Decimal | None, *, by: Person) -> None:
    """The job comes to that now, by its customer's terms."""
    job.price = price
    record(JobRepriced(job.customer.name if job.customer else "stock"), about=job, by=by)


def follow_merge(event: CustomersMerged, kept: Customer, _by: Actor | None) -> None:
    """The jobs of a customer who was merged away are those of the one that stays (a reaction: it joins that operation)."""
    run(_FOLLOW, {"shop": shop_in_scope(), "gone": event.gone_id, "kept": kept.id})


def jobs_in_words(customer_id: int) -> str | None:
    """What a merge would move: "12 jobs (3 open)"."""
    count = run(_COUNT, {"shop": shop_in_scope(), "customer": customer_id}).one()
    if not count.all:
        return None
    words = "1 job" if count.all == 1 else f"{count.all} jobs"
    return f"{words} ({count.open} open)" if count.open else words


_JOBS, _CUSTOMERS = table(Job), table(Customer)
_WHOSE = (
    select(_JOBS.c.customer_id, _JOBS.c.customer_po, _CUSTOMERS.c.name)
    .select_from(_JOBS)
    .outerjoin(_CUSTOMERS, (_CUSTOMERS.c.shop_id == _JOBS.c.shop_id) & (_CUSTOMERS.c.id == _JOBS.c.customer_id))
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
)
_GIVE = (
    update(_JOBS)
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
    .values(customer_id=bindparam("customer"), customer_po=bindparam("po"))
)
_PRICE = (
    update(_JOBS).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job")).values(price=bindparam("price"))
)
_FOLLOW = (
    update(_JOBS)
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.customer_id == bindparam("gone"))
    .values(customer_id=bindparam("kept"))
)
_COUNT = select(func.count().label("all"), func.count().filter(_JOBS.c.active).label("open")).where(
    _JOBS.c.shop_id == bindparam("shop"), _JOBS.c.customer_id == bindparam("customer")
)
