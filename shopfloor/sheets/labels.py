"""Labels for things and boxes of a job: small papers that stick, each with a code."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shopfloor.jobs import words
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.kernel import quantity
from shopfloor.paper.printing import print_document
from shopfloor.sheets.document import SheetCode
from shopfloor.sheets.qr import MODULE_MM, SMALLEST_MODULE_MM, qr_svg, side_mm, side_modules

TEMPLATE = "sheets/labels.typ"
MOST = 200
ROOM = 28.0
"""Millimetres that a code may take beside the words, if it can be read at that size."""


@dataclass(frozen=True, slots=True)
class Medium:
    """What they are printed on, in millimetres: a page, where its first label begins, how large they are, how far apart."""

    name: str
    page: tuple[float, float]
    label: tuple[float, float]
    across: int = 1
    left: float = 0
    top: float = 0
    apart: float = 0


MEDIA = {
    "roll": Medium("Label printer, 4 × 2 in", (101.6, 50.8), (101.6, 50.8)),
    "letter": Medium("Letter sheet, 10 labels of 4 × 2 in", (215.9, 279.4), (101.6, 50.8), 2, 3.97, 12.7, 4.76),
    "a4": Medium("A4 sheet, 14 labels of 99.1 × 38.1 mm", (210, 297), (99.1, 38.1), 2, 4.65, 15.15, 2.5),
}


def labels_pdf(job: Job, card: Card, code: SheetCode, counts: Mapping[int, int], boxes: int, medium: Medium) -> bytes:
    """So many labels for each item, by its id, and for boxes. Nothing of prices stands on them."""
    module = min(MODULE_MM, max(SMALLEST_MODULE_MM, ROOM / side_modules(code.url)))
    data = {
        "number": job.number,
        "customer": card.customer,
        "po": job.customer_po,
        "due": f"Due {words.day(job.due_on)}" if job.due_on else "",
        "rush": card.priority.label if card.priority.rank >= 5 else "",
        "code": {"svg": qr_svg(code.url), "side": side_mm(code.url, module), "typed": code.typed, "says": code.says},
        "labels": list(_labels(job, counts, boxes)),
        "medium": asdict(medium),
    }
    return print_document("work-order", TEMPLATE, data)


def _labels(job: Job, counts: Mapping[int, int], boxes: int) -> Iterator[dict[str, Any]]:
    for item in job.items:
        count = counts.get(item.id, 0)
        for n in range(count):
            yield {"what": f"{quantity.words(item.quantity)} × {item.description}", "which": _which(n, count)}
    for n in range(boxes):
        yield {"what": job.description, "which": f"Box {_which(n, boxes) or 1}"}


def _which(n: int, of: int) -> str:
    """2 of 3; nothing for the only one."""
    return f"{n + 1} of {of}" if of > 1 else ""
