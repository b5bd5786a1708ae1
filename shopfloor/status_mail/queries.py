"""What a customer's letter needs to know, looked up in the moment it is asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, desc, select

from shopfloor.customers.models import Customer
from shopfloor.db import run, shop_in_scope, table
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock
from shopfloor.mail.addresses import address
from shopfloor.mail.models import Fate, Letter
from shopfloor.status_mail.models import Announcement

WENT_OUT = (Fate.SENT, Fate.FILED)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A job with the customer whose it is."""

    job_id: int
    number: str
    description: str
    due_on: date | None
    status_id: int
    customer_id: int
    name: str
    email: str
    status_emails: bool

    subject_type = "job"

    @property
    def id(self) -> int:
        return self.job_id

    @property
    def label(self) -> str:
        return self.number

    @property
    def objection(self) -> str | None:
        """Why this customer gets no status mail at all, or None. Nobody's wish overrides it."""
        if not self.status_emails:
            return "The customer wants no e-mails about their jobs."
        if not self.email:
            return "The customer has no e-mail address."
        return None if address(self.email) else f"“{self.email}” is no e-mail address."


def addressee(job_id: int) -> Addressee | None:
    """The job's customer as they are now; None for a job that is nobody's."""
    row = run(_ADDRESSEE, {"shop": shop_in_scope(), "job": job_id}).first()
    return Addressee(**row._mapping) if row else None


def announced(letter_id: int) -> Any:
    """The job and the status that letter tells of."""
    return run(_ANNOUNCED, {"shop": shop_in_scope(), "letter": letter_id}).one()


def told_at(job_id: int, status_id: int, *, but_not: int | None = None) -> datetime | None:
    """When the customer was last told that the job is in that status, or is being told; None when never."""
    whose = {"shop": shop_in_scope(), "job": job_id, "status": status_id, "letter": but_not or 0, "now": clock.now()}
    row = run(_TOLD, whose).first()
    return (row.ended_at or row.run_at) if row else None


_ANNOUNCEMENTS, _LETTERS = table(Announcement), table(Letter)
_JOBS, _CUSTOMERS = table(Job), table(Customer)
_ADDRESSEE = (
    select(
        _JOBS.c.id.label("job_id"), _JOBS.c.number, _JOBS.c.description, _JOBS.c.due_on, _JOBS.c.status_id,
        _CUSTOMERS.c.id.label("customer_id"), _CUSTOMERS.c.name, _CUSTOMERS.c.email, _CUSTOMERS.c.status_emails,
    )
    .select_from(_JOBS)
    .join(_CUSTOMERS, (_CUSTOMERS.c.shop_id == _JOBS.c.shop_id) & (_CUSTOMERS.c.id == _JOBS.c.customer_id))
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
)  # fmt: skip
_ANNOUNCED = select(_ANNOUNCEMENTS.c.job_id, _ANNOUNCEMENTS.c.status_id).where(
    _ANNOUNCEMENTS.c.shop_id == bindparam("shop"), _ANNOUNCEMENTS.c.letter_id == bindparam("letter")
)
_GOING = _LETTERS.c.fate.is_(None) & (_LETTERS.c.leased_until > bindparam("now", type_=_LETTERS.c.run_at.type))
_TOLD = (
    select(_LETTERS.c.ended_at, _LETTERS.c.run_at)
    .select_from(_ANNOUNCEMENTS)
    .join(_LETTERS, (_LETTERS.c.shop_id == _ANNOUNCEMENTS.c.shop_id) & (_LETTERS.c.id == _ANNOUNCEMENTS.c.letter_id))
    .where(
        _ANNOUNCEMENTS.c.shop_id == bindparam("shop"),
        _ANNOUNCEMENTS.c.job_id == bindparam("job"),
        _ANNOUNCEMENTS.c.status_id == bindparam("status"),
        _LETTERS.c.id != bindparam("letter"),
        _LETTERS.c.fate.in_(WENT_OUT) | _GOING,
    )
    .order_by(desc(_LETTERS.c.id))
    .limit(1)
)
