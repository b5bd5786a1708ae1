"""An item as it is planned: on a quote, in a template, in the catalog, and as a job's item. One shape for all of them.

A plan points at powders and services by id and carries every number it was priced with: it reads the same for ever,
whatever becomes of rates and powders. Kept as JSON by `db.documents`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ItemKind(StrEnum):
    CALCULATED = "calculated"
    CATALOG = "catalog"
    FLAT = "flat"
    LABOR = "labor"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class CoatPlan:
    """One coat: mils of film and transfer efficiency in percent where they differ from the powder's own."""

    material_id: int
    film_mils: Decimal | None = None
    efficiency: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PrepPlan:
    """A prep service, with the minutes it takes on one piece where they differ from the service's own."""

    service_id: int
    minutes: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PricePart:
    """A share of the price of one piece, and why it is that: "4.2 sq ft × $3.10"."""

    label: str
    amount: Decimal
    why: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was typed into a shape helper, in its own unit."""

    name: str
    value: Decimal
    unit: str = "in"


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """`area` (sq ft), `minutes` (of labor) and `unit_price` are of one piece; coats in their order."""

    description: str
    kind: ItemKind = ItemKind.FLAT
    quantity: Decimal = Decimal(1)
    area: Decimal | None = None
    shape: str = ""
    measures: tuple[Measure, ...] = ()
    substrate: str = ""
    complexity: Decimal = Decimal(1)
    minutes: Decimal | None = None
    coats: tuple[CoatPlan, ...] = ()
    preps: tuple[PrepPlan, ...] = ()
    product_id: int | None = None
    taxable: bool = True
    unit_price: Decimal | None = None
    price_parts: tuple[PricePart, ...] = ()
