"""Quotes and invoices as PDF, under the shop's letterhead."""

from functools import cache
from threading import Lock
from typing import Any

import orjson
import typst

from shopfloor import packaged
from shopfloor.kernel.text import clean
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.quotes.paper import quote_words
from shopfloor.shops.models import Shop

_FONTS = ("Inter", "DejaVu Sans", "Noto Emoji", "Libertinus Serif")


def quote_pdf(quote: Quote, version: QuoteVersion, shop: Shop) -> bytes:
    return print_document("Quote", "quotes/quote.typ", quote_words(quote, version, shop), shop)


def print_document(title: str, template: str, data: dict[str, Any], shop: Shop) -> bytes:
    """The template filled with data, which reaches it as JSON and is never read as markup."""
    company = {"name": shop.name, "address": shop.address, "phone": shop.phone}
    paper = "a4" if shop.paper == "a4" else "us-letter"
    return _press(template).pdf({"data": data, "company": company, "paper": paper, "title": title})


class _Press:
    """A warm compiler for one template. Threads share it and take turns."""

    def __init__(self, template: str) -> None:
        root = packaged.folder("templates")
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[packaged.folder("static/dist") / "fonts"]
        )
        self._families = [family for family in _FONTS if family in found.families()]
        self._compiler = typst.Compiler(root / template, root=root, font_paths=found, ignore_system_fonts=True)
        self._turn = Lock()

    def pdf(self, given: dict[str, Any]) -> bytes:
        inputs = {"given": orjson.dumps(_printable(given | {"fonts": self._families})).decode()}
        with self._turn:
            pdf = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(pdf, bytes)
        return pdf


_press = cache(_Press)


def _printable(value: Any) -> Any:
    """The same with every text in it as paper can take it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _printable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(entry) for entry in value]
    return value
