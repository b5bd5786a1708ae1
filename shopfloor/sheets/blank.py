"""The blank work order: a sheet to fill with a pen at drop-off. Printing it writes nothing down."""

from dataclasses import replace

from shopfloor.catalog.queries import services
from shopfloor.paper.look import PaperLook, look_of
from shopfloor.paper.printing import print_document
from shopfloor.paper.samples import CONDITIONS
from shopfloor.shops.queries import shop

MOST_PREP = 24


def blank_pdf(look: PaperLook | None = None, *, paper: str | None = None) -> bytes:
    """The shop's blank work order, in its own look or in that one, on its own paper or on that one."""
    chosen = look or look_of("work-order")
    names = [service.name for service in services() if service.archived_at is None]
    data = {"prep": names[:MOST_PREP], "condition": CONDITIONS[shop().trade]}
    return print_document("work-order", "sheets/blank.typ", data, look=replace(chosen, paper=paper or chosen.paper))
