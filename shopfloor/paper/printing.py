"""Printing a document of the shop in scope: its own data, between the shop's letterhead and footer."""

from dataclasses import asdict
from typing import Any

from shopfloor.company.queries import Company, company, logo, logo_drawing
from shopfloor.paper.look import COMPANY, FONT_POINTS, MOST_BLANK_ROWS, PaperLook, look_of
from shopfloor.paper.press import colour, press, printable

BLACK, WHITE = "#000000", "#ffffff"


def print_document(document: str, template: str, data: dict[str, Any], *, look: PaperLook | None = None) -> bytes:
    """The PDF of a document ("quote") by its template ("quotes/quote.typ"), in the look the shop chose, or in `look`.

    `data` is made of texts, numbers, lists and dicts, never of markup; the template finds it as `data` (see
    templates/paper/_parts.typ).
    """
    chosen = look or look_of(document)
    return press(template).pdf({"data": printable(data), **dressed(chosen, company(), drawing())})


def drawing() -> str | None:
    """The shop's logo for paper, if it has one."""
    found = logo()
    return logo_drawing(found) if found else None


def dressed(look: PaperLook, of: Company, drawn: str | None = None) -> dict[str, Any]:
    """What `_parts.typ` reads: the look made safe, and of the company what the look shows."""
    accent = colour(look.accent) or PaperLook().accent
    shown = {name: getattr(of, name) if name in look.company else "" for name in COMPANY}
    asked = look.paper or of.paper
    return {
        "look": printable(asdict(look))
        | {
            "accent": accent,
            "on_accent": BLACK if _brightness(accent) > 140 else WHITE,
            "logo": drawn if look.logo else None,
            "columns": [{"code": c.code, "label": c.label} for c in look.columns if c.shown],
            "paper": asked if asked in ("us-letter", "a4") else "us-letter",
            "blank_rows": min(max(look.blank_rows, 1), MOST_BLANK_ROWS),
            "font_points": min(max(look.font_points, FONT_POINTS[0]), FONT_POINTS[1]),
        },
        "company": printable(shown),
    }


def _brightness(accent: str) -> int:
    """How bright a colour is to the eye, from 0 to 255."""
    red, green, blue = (int(accent[i : i + 2], 16) for i in (1, 3, 5))
    return (299 * red + 587 * green + 114 * blue) // 1000
