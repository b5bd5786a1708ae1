"""Printing a document of the shop in scope: its own data, between the shop's letterhead and footer."""

from dataclasses import asdict
from typing import Any, NamedTuple

from shopfloor.company.queries import Company, logo_drawing, masthead
from shopfloor.paper.look import COMPANY, FONT_POINTS, LOOKS, MOST_BLANK_ROWS, PaperLook, whole
from shopfloor.paper.press import colour, press, printable

BLACK, WHITE = "#000000", "#ffffff"


class Dress(NamedTuple):
    """What stands around a document's own data; `logo` is a drawing."""

    look: PaperLook
    company: Company
    logo: str | None


def dress_of(document: str) -> Dress:
    """The document's dress in the shop in scope."""
    at = masthead(LOOKS[document])
    return Dress(whole(at.chosen), at.company, logo_drawing(at.logo) if at.logo else None)


def print_document(document: str, template: str, data: dict[str, Any], *, look: PaperLook | None = None) -> bytes:
    """The PDF of a document ("quote") by its template ("quotes/quote.typ"), in the look the shop chose, or in `look`.

    `data` is made of texts, numbers, lists and dicts, never of markup; the template finds it as `data` (see
    templates/paper/_parts.typ).
    """
    dress = dress_of(document)
    return press(template).pdf({"data": printable(data), **dressed(look or dress.look, dress.company, dress.logo)})


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
