"""What is written down when things come in, in the words of the screen, so that it reads the same in ten years."""

from dataclasses import dataclass
from decimal import Decimal

from shopfloor.kernel import quantity


@dataclass(frozen=True, slots=True)
class Counted:
    """One item of the job: how many were expected, how many came, and how they look."""

    item_id: int
    label: str
    expected: Decimal
    actual: Decimal
    conditions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A whole intake. `signature` is the path of an SVG in a box of 600 × 200; without one, `unattended` says why."""

    items: tuple[Counted, ...]
    facts: tuple[Fact, ...] = ()
    location: str = ""
    tags: int | None = None
    delivered_by: str = ""
    notes: str = ""
    customer_name: str = ""
    signature: str = ""
    unattended: str = ""

    @property
    def expected(self) -> Decimal:
        return sum((item.expected for item in self.items), Decimal(0))

    @property
    def actual(self) -> Decimal:
        return sum((item.actual for item in self.items), Decimal(0))

    @property
    def is_off(self) -> bool:
        """Whether the count of any item is not the expected one: two wrongs may add up to a right sum."""
        return any(item.actual != item.expected for item in self.items)

    @property
    def count_words(self) -> str:
        """ "7 of 8", and of several items which are off when their sum is right."""
        return f"{quantity.words(self.actual)} of {quantity.words(self.expected)}"

    @property
    def conditions(self) -> set[str]:
        return {condition for item in self.items for condition in item.conditions}
