"""The sheet as a PDF: what is printed on it, in words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from shopfloor.company.queries import Company
from shopfloor.paper.look import PaperLook, WorkOrderLook
from shopfloor.paper.press import colour, press, printable
from shopfloor.paper.printing import dressed
from shopfloor.sheets.qr import qr_svg, side_mm

TEMPLATE = "sheets/work_order.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCode:
    """A QR code: where it leads (`url`), what it does in words (`says`), and what to type instead (`typed`, `7K3-M9Q`).

    `swatch` is the hex colour of the powder it logs, as in `SheetCoat`.
    """

    url: str
    says: str
    typed: str
    swatch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCoat:
    """One coat; its place among the item's coats is its number.

    `film` and `cure` are words with their units: "2.0–3.0 mil", "15 min at 400 °F part temperature".
    `swatch` is `#rrggbb`; without one, or with anything else, the box stays empty.
    """

    powder: str
    ral: str = ""
    swatch: str | None = None
    film: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """One line of the work: `quantity` and `area` (of each piece) as words with units, `prep` and `coats` in order.

    Each step of `prep` gets a box to tick, whatever the trade: blasting, sizing a ring, replacing a filter.
    `masking` says what to mask; empty means nothing.
    """

    quantity: str
    description: str
    area: str = ""
    prep: tuple[str, ...] = ()
    masking: str = ""
    coats: tuple[SheetCoat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetData:
    """All that stands on one sheet. Dates are words in the shop's zone and language; empty fields are left out.

    `rank` is the priority from 5 (rush) to 1 (low): 5 prints as a black band with a bolt, 4 and 3 are marked too.
    `view` opens the job, `bump` moves it to its next stage, `powders` log one powder each.
    There is no field for a price, and none may be added: the sheet lies open on the floor.
    """

    paper: Literal["us-letter", "a4"]
    shop: str
    number: str
    customer: str
    printed_at: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    title: str = "Work order"
    po: str = ""
    priority: str = ""
    rank: int = 2
    due: str = ""
    scheduled: str = ""
    received: str = ""
    location: str = ""
    workers: tuple[str, ...] = ()
    masking: bool = False
    instructions: str = ""
    items: tuple[SheetItem, ...] = ()
    view: SheetCode | None = None
    bump: SheetCode | None = None
    powders: tuple[SheetCode, ...] = ()


def work_order_pdf(sheets: Sequence[SheetData], look: PaperLook | None = None, logo: str | None = None) -> bytes:
    """The sheets that travel with the parts, as one PDF; `logo` is a drawing as `paper.printing` makes it.

    All are of one shop, on one paper. Raises ValueError when the address of a code is too long to be one.
    """
    return press(TEMPLATE).pdf(sheet_fields(sheets, look, logo))


def warm_press() -> None:
    """Print a sheet for nobody, so that the first one somebody waits for finds fonts and template read."""
    code = SheetCode(url="https://shopfloor.invalid/q/warm", says="Open job", typed="WRM-UP0")
    coat = SheetCoat(powder="Clear", swatch="#ffffff")
    item = SheetItem(quantity="1", description="Gate", prep=("Sandblasting",), coats=(coat,))
    blank = SheetData(
        paper="us-letter", shop="Shop", number="JOB-0", customer="Nobody", printed_at="", items=(item,), bump=code
    )
    work_order_pdf([blank])


def sheet_fields(sheets: Sequence[SheetData], look: PaperLook | None = None, logo: str | None = None) -> dict[str, Any]:
    """What the template reads: texts that can be printed, colours that are colours, codes as drawings with their size."""
    look, one = look or WorkOrderLook(), sheets[0]
    of = Company(one.shop, one.address, one.phone, one.email, one.website, one.paper)
    fields = [_fields(sheet, look) for sheet in sheets]
    return {"data": {"sheets": fields}, **dressed(replace(look, paper=one.paper), of, logo)}


def _fields(sheet: SheetData, look: PaperLook) -> dict[str, Any]:
    fields: dict[str, Any] = printable(asdict(sheet))
    for coat in (coat for item in fields["items"] for coat in item["coats"]):
        coat["swatch"] = colour(coat["swatch"])
    if not look.codes:
        fields |= {"view": None, "bump": None, "powders": []}
    for code in (fields["view"], fields["bump"], *fields["powders"]):
        if code is not None:
            code |= {"svg": qr_svg(code["url"]), "side": side_mm(code["url"]), "swatch": colour(code["swatch"])}
    return fields
