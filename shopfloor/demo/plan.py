"""What is planned for a job of a demo shop: what the customer brings, and the deeds that will be done."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shopfloor.demo.shape import Powder, Someone, Work
from shopfloor.workflow.queries import Stand


class Verb(StrEnum):
    CREATE = "create"
    ADVANCE = "advance"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    SET = "set"
    UNDO = "undo"
    NOTE = "note"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Use:
    """Powder to be logged, as it is typed."""

    powder: Powder
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it will be ordered."""

    label: str
    count: int
    area: Decimal | None
    price: Decimal | None


@dataclass(slots=True)
class Deed:
    """One thing someone does to a job, `gap` working seconds after the one before and `back` of them before now.

    `hot`: no night may lie in the gap. `late`: seconds that the tap waited for a signal.
    """

    verb: Verb
    by: Someone
    text: str = ""
    gap: int = 0
    back: int = 0
    late: int = 0
    hot: bool = False
    source: str = "desk"
    status: Stand | None = None
    use: Use | None = None


@dataclass(slots=True)
class Plan:
    """A job's life. `hand` does the work when nobody is assigned."""

    work: Work
    services: frozenset[str]
    powders: tuple[Powder, ...]
    quote_first: bool
    items: tuple[Item, ...]
    workers: tuple[Someone, ...]
    hand: Someone
    priority: int
    customer: str | None = None
    customer_po: str = ""
    instructions: str = ""
    location: str = ""
    due_on: date | None = None
    scheduled_on: date | None = None
    deeds: list[Deed] = field(default_factory=list)
