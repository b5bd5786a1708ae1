"""The press: a warm compiler for each template, and texts as paper can take them. It knows nothing of the database."""

import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
import typst

from shopfloor import packaged

FONTS = ("Inter", "DejaVu Sans", "Noto Emoji", "Libertinus Serif")
"""In the order in which a letter is looked for. The last is built into the compiler and always there."""


class Press:
    """A warm compiler for one template. Threads share it and take turns.

    `fonts` is a folder of TTFs. What is missing there is replaced by the compiler's own fonts; the system's are never
    used, so that a sheet looks the same on every machine. Not to be carried over a fork: the compiler has threads.
    """

    def __init__(self, template: Path, fonts: Path) -> None:
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts])
        self._families = [family for family in FONTS if family in found.families()]
        root = packaged.folder("templates")  # templates share the parts in templates/paper
        self._compiler = typst.Compiler(template, root=root, font_paths=found, ignore_system_fonts=True)
        self._turn = Lock()

    def pdf(self, data: dict[str, Any]) -> bytes:
        """The template filled with `data`, which reaches it as JSON and is never read as markup."""
        inputs = {"data": orjson.dumps(data | {"fonts": self._families}).decode()}
        with self._turn:
            pdf = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(pdf, bytes)
        return pdf


@cache
def press(template: str) -> Press:
    """This process's press for a template ("sheets/work_order.typ"), with the fonts that the build has laid in static/dist."""
    return Press(template=packaged.folder("templates") / template, fonts=packaged.folder("static/dist") / "fonts")


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


def colour(swatch: str | None) -> str | None:
    """The colour if it is one that can be printed, `#rrggbb`."""
    return swatch if swatch and re.fullmatch("#[0-9A-Fa-f]{6}", swatch) else None
