"""How a shop wants its papers to look: the same shape for each document, each with what it starts from."""

from dataclasses import dataclass, replace

from shopfloor.shops.settings import section, settings

COMPANY = {"name": "Name", "address": "Address", "phone": "Phone", "email": "E-mail", "website": "Website"}
CUSTOMER = {"name": "Name", "address": "Address", "phone": "Phone", "email": "E-mail", "po": "PO number"}
SIZES = {"small": "Small", "medium": "Medium", "large": "Large"}
PLACES = {"left": "Left", "center": "Center", "right": "Right"}
PAPERS = {"": "As in Company", "us-letter": "Letter", "a4": "A4"}
LONGEST_TERMS = 10_000
MOST_BLANK_ROWS = 40
FONT_POINTS = (9, 14)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a document's table: `code` is what the code calls it, `label` what the shop does."""

    code: str
    label: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class PaperLook:
    """How one document looks. `company` and `customer` name the fields that are printed; `paper` "" is the shop's own.

    `condition` and `prep` are lists of boxes to tick, `blank_rows` are of a blank sheet, `codes` and
    `filled_terms` of the work order that travels with the parts: it has little room for what the customer signs.
    """

    title: str = ""
    accent: str = "#1f3a4d"
    logo: bool = True
    logo_size: str = "medium"
    logo_place: str = "left"
    company: tuple[str, ...] = tuple(COMPANY)
    customer: tuple[str, ...] = tuple(CUSTOMER)
    columns: tuple[Column, ...] = ()
    blank_rows: int = 10
    condition: bool = True
    prep: bool = True
    terms: str = ""
    signatures: tuple[str, ...] = ("Customer", "Date")
    footer: str = ""
    paper: str = ""
    font_points: int = 11
    codes: bool = True
    filled_terms: bool = False


_MONEY_COLUMNS = (
    Column("description", "Description"),
    Column("details", "Coats and prep"),
    Column("quantity", "Qty"),
    Column("unit_price", "Price"),
    Column("amount", "Amount"),
)


@section("paper: work order")
class WorkOrderLook(PaperLook):
    title: str = "Work order"
    columns: tuple[Column, ...] = (
        Column("quantity", "Quantity"),
        Column("part", "Work"),
        Column("colour", "Color / finish"),
        Column("prep", "Prep"),
        Column("condition", "Condition"),
    )
    signatures: tuple[str, ...] = ("Signed", "Date")
    terms: str = (
        "Parts are taken in the condition noted above. We do not answer for damage that was there before, "
        "nor for what stays hidden until the work has begun. "
        "What is not collected within 30 days of our notice may be charged for storage."
    )


@section("paper: quote")
class QuoteLook(PaperLook):
    title: str = "Quote"
    columns: tuple[Column, ...] = _MONEY_COLUMNS
    condition: bool = False
    prep: bool = False
    signatures: tuple[str, ...] = ("Accepted by", "Date")


@section("paper: invoice")
class InvoiceLook(PaperLook):
    title: str = "Invoice"
    columns: tuple[Column, ...] = _MONEY_COLUMNS
    condition: bool = False
    prep: bool = False
    signatures: tuple[str, ...] = ()


@section("paper: intake receipt")
class ReceiptLook(PaperLook):
    title: str = "Intake receipt"
    columns: tuple[Column, ...] = (
        Column("part", "Part"),
        Column("expected", "Expected"),
        Column("counted", "Counted"),
        Column("condition", "Condition"),
        Column("notes", "Notes"),
    )
    prep: bool = False


LOOKS: dict[str, type[PaperLook]] = {
    "work-order": WorkOrderLook,
    "quote": QuoteLook,
    "invoice": InvoiceLook,
    "receipt": ReceiptLook,
}
"""By the document's name, as its settings page is addressed."""


def look_of(document: str) -> PaperLook:
    """How the shop in scope wants that document to look."""
    return whole(settings(LOOKS[document]))


def whole(chosen: PaperLook) -> PaperLook:
    """The look with all columns there are: later ones stand at the end, ones that are gone are left out."""
    usual = type(chosen)().columns
    kept = tuple(column for column in chosen.columns if column.code in {known.code for known in usual})
    late = tuple(column for column in usual if column.code not in {known.code for known in kept})
    return replace(chosen, columns=(*kept, *late))
