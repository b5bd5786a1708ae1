"""Chance, always the same from the same seed."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from shopfloor.demo.shape import Range

T = TypeVar("T")


class Dice(Random):
    """Random, with the throws that the demo needs."""

    def percent(self, chance: int) -> bool:
        """True so many times in a hundred."""
        return self.random() * 100 < chance

    def within(self, of: Range) -> int:
        return self.randint(*of)

    def popular(self, things: Sequence[T]) -> T:
        """One of them; the first come more often than the last."""
        return self.choices(things, [1 / (i + 4) for i in range(len(things))])[0]
