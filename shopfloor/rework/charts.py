"""Bars, drawn by the server: plain SVG, each a way to the records behind it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100  # of the longest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """`length` is its share of the longest one, of 100; `chosen` when it is what is looked at already."""

    label: str
    count: int
    url: str
    length: int
    chosen: bool = False


def bars(counted: Sequence[tuple[str, int, str, bool]]) -> list[Bar]:
    """Bars of (label, count, address, chosen), the longest as long as can be, what is there never without length."""
    longest = max((count for _, count, _, _ in counted), default=0) or 1
    return [
        Bar(label, count, url, max(count * WIDTH // longest, 2 if count else 0), chosen)
        for label, count, url, chosen in counted
    ]
