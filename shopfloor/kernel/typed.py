"""Numbers as people type them, here and elsewhere: 1,250.5 and 12,50 are both read as they were meant."""

import re
from decimal import ROUND_HALF_UP, Decimal

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_COMMA = re.compile(r"[+-]?\d*,\d+")


def number(text: str) -> Decimal | None:
    """The number, or None for what is none or could be two: a comma before three digits groups, before others it divides.

    Space between digits groups as well.
    """
    plain = "".join(text.split())
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _COMMA.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    return None


def within(value: Decimal, largest: Decimal, step: Decimal) -> Decimal:
    """The value in whole steps, halves up. Raises ValueError in a sentence when it is larger than can be counted."""
    if abs(value) > largest:
        raise ValueError(f"That is more than this app can count: at most {largest:,}.")
    return value.quantize(step, ROUND_HALF_UP)


def count(text: str | None) -> int:
    """The whole number that a page's form carries along, as "12"; -1 for what can't be one."""
    said = text or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else -1
