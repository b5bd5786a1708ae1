"""Surface of simple shapes, for those who have a tape and no table. Pure: lengths in, square feet of one piece out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shopfloor.catalog.plan import Measure
from shopfloor.kernel.units import convert

PI = Decimal("3.14159265358979")
UNITS = ("in", "ft", "mm", "cm", "m")
_FEET = {"in": Decimal(1) / 12, "ft": Decimal(1), **{unit: convert(Decimal(1), "m", "ft") / n for unit, n in
         (("m", 1), ("cm", 100), ("mm", 1000))}}  # fmt: skip
Lengths = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Shape:
    """`asks` names the measures it needs; all but `counts` are lengths."""

    code: str
    name: str
    asks: tuple[str, ...]
    surface: Callable[[Lengths], Decimal]
    counts: tuple[str, ...] = ()


def _box(m: Lengths) -> Decimal:
    length, width, height = m["length"], m["width"], m["height"]
    return 2 * (length * width + length * height + width * height)


def _cylinder(m: Lengths) -> Decimal:
    """Closed at both ends."""
    return PI * m["diameter"] * (m["diameter"] / 2 + m["length"])


def _tube(m: Lengths) -> Decimal:
    """Open: the outside alone is coated."""
    return PI * m["diameter"] * m["length"]


def _sheet(m: Lengths) -> Decimal:
    """Both faces; the edge is too thin to count."""
    return 2 * m["length"] * m["width"]


def _frame(m: Lengths) -> Decimal:
    """A rectangle of square bar: four faces along its outline, and along each bar between."""
    outline = 2 * (m["length"] + m["width"])
    return 4 * m["bar"] * (outline + m["bars"] * m["width"])


def _wheel(m: Lengths) -> Decimal:
    """Barrel inside and out, and both sides of the face: for an 18 × 8 inch wheel about 10 sq ft."""
    return PI * m["diameter"] * (2 * m["width"] + m["diameter"] / 2)


SHAPES = {
    shape.code: shape
    for shape in (
        Shape("box", "Box", ("length", "width", "height"), _box),
        Shape("cylinder", "Cylinder", ("diameter", "length"), _cylinder),
        Shape("tube", "Tube", ("diameter", "length"), _tube),
        Shape("sheet", "Sheet", ("length", "width"), _sheet),
        Shape("frame", "Frame", ("length", "width", "bar", "bars"), _frame, counts=("bars",)),
        Shape("wheel", "Wheel", ("diameter", "width"), _wheel),
    )
}


def area_of(shape: str, measures: Mapping[str, Measure]) -> Decimal:
    """Square feet of one piece, to the thousandth. Raises ValueError, in a sentence, for a measure that is missing."""
    made = SHAPES[shape]
    lengths = {name: _feet(made, name, measures.get(name)) for name in made.asks}
    return made.surface(lengths).quantize(Decimal("0.001"))


def _feet(shape: Shape, name: str, measure: Measure | None) -> Decimal:
    if name in shape.counts:
        return measure.value if measure else Decimal(0)
    if measure is None or measure.value <= 0:
        raise ValueError(f"A {shape.name.lower()} needs its {name}.")
    return measure.value * _FEET[measure.unit]
