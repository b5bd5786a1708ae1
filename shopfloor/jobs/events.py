"""What happens to jobs. Each kind says all that anyone needs to know about it.

Payloads snapshot the words, so renaming a status leaves history alone. A move's `back` holds what undoing it restores.
"""

from typing import Any

from sqlalchemy import bindparam, update

from shopfloor.customers.events import CustomerRenamed, CustomersMerged
from shopfloor.db import run, shop_in_scope, table
from shopfloor.events import also_touches, kind
from shopfloor.jobs import news
from shopfloor.jobs.kinds import MOVES
from shopfloor.jobs.models import Job

__all__ = ["MOVES"]

_JOBS = table(Job)
_TOUCH = update(_JOBS).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
_TOUCH_ALL = update(_JOBS).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.customer_id == bindparam("customer"))


def card_of_job(job_id: int, seq: int) -> None:
    """The job's card looks different from event `seq` on."""
    run(_TOUCH, {"shop": shop_in_scope(), "job": job_id, "card_seq": seq})


def cards_of_customer(customer_id: int, seq: int) -> None:
    """The cards of all their jobs look different: another name stands on them."""
    run(_TOUCH_ALL, {"shop": shop_in_scope(), "customer": customer_id, "card_seq": seq})


also_touches(CustomerRenamed, cards_of_customer)
also_touches(CustomersMerged, cards_of_customer)


@kind("job.created", says="{actor} created {job} for {customer}", touches=card_of_job, tells=news.of_new_job)
class JobCreated:
    customer: str
    description: str


@kind("job.moved", says="{actor} moved {job} from {was} to {now}", touches=card_of_job)
class JobMoved:
    was: str
    now: str
    back: dict[str, Any]


@kind("job.held", says="{actor} put {job} on hold ({was}): {reason}", touches=card_of_job, tells=news.of_hold)
class JobHeld:
    was: str
    now: str
    reason: str
    back: dict[str, Any]


@kind("job.resumed", says="{actor} resumed {job} in {now}", touches=card_of_job)
class JobResumed:
    was: str
    now: str
    back: dict[str, Any]


@kind("job.cancelled", says="{actor} cancelled {job} ({was}): {reason}", touches=card_of_job)
class JobCancelled:
    was: str
    now: str
    reason: str
    back: dict[str, Any]


@kind("job.status_set", says="{actor} set {job} from {was} to {now}: {note}", touches=card_of_job, tells=news.of_status_set)
class StatusSet:
    was: str
    now: str
    note: str
    back: dict[str, Any]


@kind("job.move_undone", says="{actor} took {job} back from {was} to {now}", touches=card_of_job, tells=news.of_move_undone)
class MoveUndone:
    was: str
    now: str


@kind("job.edited", says="{actor} changed {job}: {what}", touches=card_of_job, tells=news.of_edit)
class JobEdited:
    """`what` names each change, old → new; `newly` are the members it was given to by it."""

    what: str
    newly: list[int]


@kind("job.note_added", says="{actor} noted on {job}: {text}", tells=news.of_note)
class NoteAdded:
    text: str


@kind("job.customer_changed", says="{actor} changed the customer of {job} from {was} to {now}{more}", touches=card_of_job)
class JobCustomerChanged:
    was: str
    now: str
    more: str


@kind("job.repriced", says="{actor} priced {job} anew, by the terms of {customer}", touches=card_of_job)
class JobRepriced:
    customer: str


@kind("job.email_wished", says="{actor} asked for {words} to the customer of {job}")
class EmailWished:
    """Stands right before the move that it is about; `words` is "an e-mail" or "no e-mail"."""

    notify: bool
    words: str


@kind("job.assigned", says="{actor} gave {job} to {worker}", touches=card_of_job, tells=news.of_assigned)
class JobAssigned:
    worker: str
    worker_id: int


@kind("job.due_set", says="{actor} set {job} due {due}", touches=card_of_job)
class DueSet:
    due: str
