"""What may hold an item to its job: asked before one is taken off."""

from collections.abc import Callable, Sequence

# Why the item of that id has to stay on its job, in a sentence; None where it need not.
ItemBlock = Callable[[int], str | None]

_blocks: list[ItemBlock] = []


def block_item_removal(blocks: Sequence[ItemBlock]) -> None:
    """Set who may object. The list stands in `reactions.py`."""
    _blocks[:] = blocks


def why_item_stays(item_id: int) -> str | None:
    """The first objection to taking the item off its job."""
    return next((sentence for block in _blocks if (sentence := block(item_id))), None)
