"""The receipt for what was handed over: what stands on it, gathered and printed."""

from datetime import datetime
from typing import Any

from shopfloor.intake.queries import Version
from shopfloor.intake.record import Counted
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock, quantity
from shopfloor.paper.press import press, printable
from shopfloor.sheets.gather import Paper
from shopfloor.shops.models import Shop

_SIGNATURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200"><path d="{}" fill="none" '
    'stroke="#000" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def receipt_pdf(job: Job, intake: Version, shop: Shop, *, paper: Paper) -> bytes:
    """The intake as a PDF for the customer. Nothing of prices stands on it."""
    taken = intake.taken
    fields: dict[str, Any] = printable(
        {
            "paper": paper,
            "shop": shop.name,
            "address": shop.address,
            "phone": shop.phone,
            "number": job.number,
            "customer": job.customer.name if job.customer else "Stock",
            "about": job.description,
            "facts": _facts(job, intake),
            "items": [_item(item) for item in taken.items],
            "expected": quantity.words(taken.expected),
            "actual": quantity.words(taken.actual),
            "photos": f"{intake.photos} {'photo' if intake.photos == 1 else 'photos'} taken" if intake.photos else "",
            "notes": taken.notes,
            "signed_by": taken.customer_name,
            "unattended": taken.unattended,
            "received_by": intake.who,
            "received_at": _moment(intake.at, shop),
            "printed_at": _moment(clock.now(), shop),
        }
    )
    return press("sheets/intake_receipt.typ").pdf(
        fields | {"signature": _SIGNATURE.format(taken.signature) if taken.signature else None}
    )


def _moment(at: datetime, shop: Shop) -> str:
    """With its year: a receipt is kept for long."""
    return f"{clock.local(at, shop.timezone):%a %d %b %Y, %H:%M}"


def _facts(job: Job, intake: Version) -> list[tuple[str, str]]:
    """Label and words of what is known about all of it."""
    taken = intake.taken
    said = [(fact.label, fact.answer) for fact in taken.facts]
    said += [("Location", taken.location), ("Tags", "" if taken.tags is None else str(taken.tags))]
    said += [("Delivered by", taken.delivered_by), ("Your PO", job.customer_po)]
    return [(label, answer) for label, answer in said if answer]


def _item(item: Counted) -> dict[str, Any]:
    return {
        "label": item.label,
        "expected": quantity.words(item.expected),
        "actual": quantity.words(item.actual),
        "off": item.actual != item.expected,
        "conditions": ", ".join(item.conditions),
        "note": item.note,
    }
