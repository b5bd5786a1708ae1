"""The sheet as a PDF: what is printed on it, in words, and the press that prints it."""

import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import orjson
import typst

from shopfloor import packaged
from shopfloor.sheets.qr import qr_svg, side_mm

FONTS = ("Inter", "DejaVu Sans", "Noto Emoji", "Libertinus Serif")
"""In the order in which a letter is looked for. The last is built into the compiler and always there."""


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


class Press:
    """A warm compiler for one template. Threads share it and take turns.

    `fonts` is a folder of TTFs. What is missing there is replaced by the compiler's own fonts; the system's are never
    used, so that a sheet looks the same on every machine. Not to be carried over a fork: the compiler has threads.
    """

    def __init__(self, template: Path, fonts: Path) -> None:
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts])
        self._families = [family for family in FONTS if family in found.families()]
        self._compiler = typst.Compiler(template, root=template.parent, font_paths=found, ignore_system_fonts=True)
        self._turn = Lock()

    def pdf(self, data: dict[str, Any]) -> bytes:
        """The template filled with `data`, which reaches it as JSON and is never read as markup."""
        inputs = {"data": orjson.dumps(data | {"fonts": self._families}).decode()}
        with self._turn:
            pdf = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(pdf, bytes)
        return pdf


@cache
def press() -> Press:
    """The press of this process, with the fonts that the build has laid in static/dist."""
    return Press(
        template=packaged.folder("templates") / "sheets" / "work_order.typ",
        fonts=packaged.folder("static/dist") / "fonts",
    )


def work_order_pdf(sheet: SheetData) -> bytes:
    """The sheet that travels with the parts, as a PDF on `sheet.paper`.

    Raises ValueError when the address of a code is too long to be one.
    """
    return press().pdf(sheet_fields(sheet))


def warm_press() -> None:
    """Print a sheet for nobody, so that the first one somebody waits for finds fonts and template read."""
    code = SheetCode(url="https://shopfloor.invalid/q/warm", says="Open job", typed="WRM-UP0")
    coat = SheetCoat(powder="Clear", swatch="#ffffff")
    item = SheetItem(quantity="1", description="Gate", prep=("Sandblasting",), coats=(coat,))
    blank = SheetData(
        paper="us-letter", shop="Shop", number="JOB-0", customer="Nobody", printed_at="", items=(item,), bump=code
    )
    work_order_pdf(blank)


def sheet_fields(sheet: SheetData) -> dict[str, Any]:
    """What the template reads: texts that can be printed, colours that are colours, codes as drawings with their size."""
    fields: dict[str, Any] = printable(asdict(sheet))
    for coat in (coat for item in fields["items"] for coat in item["coats"]):
        coat["swatch"] = _colour(coat["swatch"])
    for code in (fields["view"], fields["bump"], *fields["powders"]):
        if code is not None:
            code |= {"svg": qr_svg(code["url"]), "side": side_mm(code["url"]), "swatch": _colour(code["swatch"])}
    return fields


# Control characters, which no font can draw; the marks that turn the rest of a line around; halves of a character.
UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")
HALVES = re.compile("[\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MANY_LINE_ENDS = re.compile("\n{3,}")


def printable(value: Any) -> Any:
    """The same value with every text in it as paper can take it: nothing invisible left, at most one empty line in a row."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, dict):
        return {key: printable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [printable(entry) for entry in value]
    return value


def _printable_text(text: str) -> str:
    lines = LINE_ENDS.sub("\n", text).replace("\t", " ")
    return MANY_LINE_ENDS.sub("\n\n", HALVES.sub("\N{REPLACEMENT CHARACTER}", UNPRINTABLE.sub("", lines))).strip()


def _colour(swatch: str | None) -> str | None:
    return swatch if swatch and re.fullmatch("#[0-9A-Fa-f]{6}", swatch) else None
