"""The receipt for what was handed over: what stands on it, gathered and printed. Nothing of prices stands on it."""

from datetime import datetime
from typing import Any

from shopfloor.customers.words import customer_words
from shopfloor.intake.queries import Version
from shopfloor.intake.record import Counted
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock, quantity
from shopfloor.paper.look import PaperLook
from shopfloor.paper.printing import print_document
from shopfloor.paper.samples import CUSTOMER, TAKEN_IN
from shopfloor.shops.models import Shop

TEMPLATE = "intake/receipt.typ"
_SIGNATURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200"><path d="{}" fill="none" '
    'stroke="#000" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def receipt_pdf(job: Job, intake: Version, shop: Shop, look: PaperLook | None = None) -> bytes:
    """The intake as a PDF for the customer, in the look the shop chose or in that one."""
    return print_document("receipt", TEMPLATE, _words(job, intake, shop), look=look)


def sample_receipt(look: PaperLook) -> bytes:
    """A receipt of nobody's, to see how receipts will look."""
    words = {
        "number": "JOB-2608-0007",
        "customer": CUSTOMER,
        "about": "Wheels and a frame",
        "facts": [("Substrate", "Aluminum"), ("Tags", "2")],
        "rows": TAKEN_IN,
        "in_all": _in_all("4", "5", 3),
        "notes": "",
        "signature": "",
        "signed_by": "",
        "unattended": "Night drop",
        "received": "Worker\nMon 10 Aug 2026, 07:40",
    }
    return print_document("receipt", TEMPLATE, words, look=look)


def _words(job: Job, intake: Version, shop: Shop) -> dict[str, Any]:
    taken = intake.taken
    po = job.customer_po
    return {
        "number": job.number,
        "customer": customer_words(job.customer, po) if job.customer else {"name": "Stock", "po": po},
        "about": job.description,
        "facts": _facts(intake),
        "rows": [_row(item) for item in taken.items],
        "in_all": _in_all(quantity.words(taken.actual), quantity.words(taken.expected), intake.photos),
        "notes": taken.notes,
        "signature": _SIGNATURE.format(taken.signature) if taken.signature else "",
        "signed_by": taken.customer_name,
        "unattended": taken.unattended,
        "received": f"{intake.who}\n{_moment(intake.at, shop)}",
    }


def _in_all(counted: str, expected: str, photos: int) -> str:
    """What stands under the table."""
    taken = f", {photos} {'photo' if photos == 1 else 'photos'} taken" if photos else ""
    return f"{counted} of {expected} pieces in all{taken}"


def _moment(at: datetime, shop: Shop) -> str:
    """With its year: a receipt is kept for long."""
    return f"{clock.local(at, shop.timezone):%a %d %b %Y, %H:%M}"


def _facts(intake: Version) -> list[tuple[str, str]]:
    """Label and words of what is known about all of it."""
    taken = intake.taken
    said = [(fact.label, fact.answer) for fact in taken.facts]
    said += [("Location", taken.location), ("Tags", "" if taken.tags is None else str(taken.tags))]
    return [*said, ("Delivered by", taken.delivered_by)]


def _row(item: Counted) -> dict[str, Any]:
    return {
        "part": item.label,
        "expected": quantity.words(item.expected),
        "counted": quantity.words(item.actual),
        "off": item.actual != item.expected,
        "condition": ", ".join(item.conditions),
        "notes": item.note,
    }
