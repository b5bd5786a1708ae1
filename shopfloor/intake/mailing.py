"""The receipt by e-mail: to the job's customer, if they want to be written to."""

from typing import Any

from shopfloor.db import operation
from shopfloor.events import heard_before, record
from shopfloor.intake.events import ReceiptMailed
from shopfloor.intake.queries import newest_version
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.models import Job
from shopfloor.jobs.standing import locked
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.mail.addresses import address
from shopfloor.mail.checks import before_sending
from shopfloor.mail.operations import Attachment, NewLetter, queue_letter
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

RECEIPT = "receipt"


@operation
def mail_receipt(number: str, pdf: bytes, *, by: Person, tap: Tap = UNKEYED) -> None:
    """Have the receipt sent to the job's customer; the same tap sends it once.

    Raises NotFound, NotPermitted, and Invalid where there is nobody to write to, or they don't want it.
    """
    if not by.may(Permission.INTAKE_RECORD):
        raise NotPermitted("Receipts are sent by those who take things in.")
    standing = locked(number)
    if heard_before(tap, by=by) is not None:
        return
    reach = jobs.reach_of(standing.id)
    if not reach.can_be_told:
        raise Invalid(reach.why_not)
    queue_letter(_letter(jobs.job(number), reach, pdf, tap), by=by)
    record(ReceiptMailed(), about=standing, by=by, tap=tap)


def _letter(job: Job, to: jobs.Reach, pdf: bytes, tap: Tap) -> NewLetter:
    about = f" for {job.description}" if job.description else ""
    return NewLetter(
        to=to.email,
        to_name=to.name,
        subject=f"Receipt for {job.number}",
        text=f"Hello {to.name},\n\nattached is the receipt of what you left with us{about}. We know it as {job.number}.",
        about=job,
        customer_id=job.customer_id,
        kind=RECEIPT,
        key=f"receipt-{job.id}-{tap.key or f'v{newest_version(job.id)}'}",
        attachments=(Attachment(f"{job.number}-receipt.pdf", "application/pdf", pdf),),
    )


@before_sending(RECEIPT)
def may_still_be_sent(letter: Any) -> str | None:
    """The customer must want e-mail still, and be found where it is addressed: the job may be another's by now."""
    reach = jobs.reach_of(letter.about_id)
    if not reach.can_be_told:
        return reach.why_not
    same = address(reach.email) == letter.to_address
    return None if same else "The customer or their address has changed since: send the receipt again."
