"""What hangs on a customer in features above: each tells it in words. The list stands in `reactions.py`."""

from collections.abc import Callable, Sequence

Holding = Callable[[int], str | None]

_holdings: list[Holding] = []


def count_holdings(tellers: Sequence[Holding]) -> None:
    """Set who tells: each gives something like "12 jobs" for a customer's id, or None."""
    _holdings[:] = tellers


def holdings(customer_id: int) -> list[str]:
    """What would move with the customer."""
    return [words for teller in _holdings if (words := teller(customer_id))]
