"""The shop's logo as letters carry it: small, and inside the letter, so that nobody is asked for it when one is opened."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from shopfloor.company.queries import logo

SHOWN = (240, 80)
DRAWN = (480, 160)
"""Twice what is shown at most, for fine screens."""


class LetterLogo(NamedTuple):
    """`width` and `height` are as it is shown."""

    png: bytes
    width: int
    height: int


def letter_logo() -> LetterLogo | None:
    """Of the shop in scope."""
    found = logo()
    return _small(found.png) if found else None


@lru_cache(maxsize=32)
def _small(png: bytes) -> LetterLogo:
    with Image.open(BytesIO(png), formats=("PNG",)) as drawn:
        scale = min(1, *(most / side for most, side in zip(SHOWN, drawn.size, strict=True)))
        width, height = (max(1, round(side * scale)) for side in drawn.size)
        small = drawn.convert("RGBA")
    small.thumbnail(DRAWN)
    written = BytesIO()
    small.save(written, "PNG", optimize=True)
    return LetterLogo(written.getvalue(), width, height)
