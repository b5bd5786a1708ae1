"""The table: what was measured, what the machine gives at most, whether the target is met."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Row:
    """One line, in words. `verdict` is ok, short, or empty where nothing was promised."""

    what: str
    measured: str
    limit: str = ""
    ratio: str = ""
    target: str = ""
    verdict: str = ""


def at_most(what: str, value: float, target: float | None, unit: str) -> Row:
    """A figure that should be small."""
    if target is None:
        return Row(what, f"{figure(value)} {unit}".rstrip())
    return Row(
        what, f"{figure(value)} {unit}".rstrip(), target=f"≤ {target:g} {unit}".rstrip(), verdict=_verdict(value <= target)
    )


def at_least(what: str, value: float, target: float, unit: str) -> Row:
    """A figure that should be large."""
    return Row(
        what, f"{figure(value)} {unit}".rstrip(), target=f"≥ {target:g} {unit}".rstrip(), verdict=_verdict(value >= target)
    )


def part_of(what: str, measured: str, limit: str, ratio: float, target: float) -> Row:
    """A part of what the machine gives at most: the larger the better."""
    return Row(what, measured, limit, f"{ratio:.2f}", f"≥ {target:.2f}", _verdict(ratio >= target))


def growth_of(what: str, measured: str, limit: str, ratio: float, target: float) -> Row:
    """How many times as much it became: the smaller the better."""
    return Row(what, measured, limit, f"{ratio:.2f}", f"≤ {target:g}", _verdict(ratio <= target))


def figure(value: float) -> str:
    """Three digits that mean something: 1,234 and 56.7 and 0.123."""
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}"


def as_text(rows: list[Row]) -> str:
    """Columns as wide as what stands in them."""
    lines = [tuple(HEADINGS[field.name] for field in fields(Row)), *(astuple(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADINGS))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in ruled)


HEADINGS = {
    "what": "what",
    "measured": "measured",
    "limit": "limit in the same run",
    "ratio": "ratio",
    "target": "target",
    "verdict": "",
}


def _verdict(is_met: bool) -> str:
    return "ok" if is_met else "short"
