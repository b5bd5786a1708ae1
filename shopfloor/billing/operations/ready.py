"""Invoices that follow the floor: drafted when a job is ready, taken back when it is not any more.

Reactions: each joins the move it answers to.
"""

from shopfloor.billing import queries
from shopfloor.billing.events import InvoiceDraftedByMove
from shopfloor.billing.operations.invoices import draft, make_void
from shopfloor.billing.settings import BillingSettings
from shopfloor.events import Actor, record
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.events import JobCancelled, MoveUndone, StatusSet
from shopfloor.jobs.standing import Standing
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.trades import TRADES


def draft_when_ready(_event: object, job: Standing, by: Actor | None) -> None:
    """A job that is ready has its invoice drafted, where the shop wants that."""
    if job.status.kind is not StatusKind.READY or not _wants_draft() or queries.invoice_of_job(job.id):
        return
    row = jobs.job(job.number)
    if row.customer_id is not None:
        record(InvoiceDraftedByMove(job.number, job.status.label), about=draft(row), by=by)


def withdraw_when_not_ready(event: StatusSet | MoveUndone | JobCancelled, job: Standing, by: Actor | None) -> None:
    """The draft that a move made goes with the move, unless somebody has worked on it: then the pages say so.

    It becomes void, and so keeps its number: numbers have no gaps.
    """
    if job.status.kind in queries.AFTER_WORK or not _had_been_ready(event, job):
        return
    invoice = queries.invoice_of_job(job.id, lock=True)
    if invoice and not invoice.was_touched and queries.is_drafted_by_move(invoice):
        make_void(invoice, f"{job.number} went back to {job.status.label} before anybody worked on it", by=by)


def _had_been_ready(event: StatusSet | MoveUndone | JobCancelled, job: Standing) -> bool:
    """Whether the job had been ready: the others, most of all, don't ask for an invoice. The log knows its status by name."""
    return any(stand.label == event.was and stand.kind in queries.AFTER_WORK for stand in job.workflow.of(job.kind))


def _wants_draft() -> bool:
    chosen = settings(BillingSettings).draft_when_ready
    return TRADES[shop().trade].invoices_when_ready if chosen is None else chosen
