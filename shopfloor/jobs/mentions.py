"""Names with an @ before them in a note: whom they mean, and where they stand. Pure."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

_AT = re.compile(r"(?<![\w@.])@(?=\w)")


class Somebody(NamedTuple):
    id: int
    name: str


class Mention(NamedTuple):
    """`start` and `end` hold the @ and the name as it was written."""

    start: int
    end: int
    ids: frozenset[int]


def mentions(text: str, people: Collection[Somebody]) -> Iterator[Mention]:
    """Every @Ana or @Ana Whitfield in a text. A first name means all who have it; the longest name that fits is meant."""
    for at in _AT.finditer(text):
        found = [(name, ids) for name, ids in _called(people).items() if _stands(name, text, at.end())]
        if found:
            length = max(len(name) for name, _ in found)
            meant = frozenset(id_ for name, ids in found if len(name) == length for id_ in ids)
            yield Mention(at.start(), at.end() + length, meant)


def _called(people: Collection[Somebody]) -> dict[str, set[int]]:
    """By full name and by first name."""
    names: dict[str, set[int]] = {}
    for one in people:
        for name in {one.name, one.name.split()[0] if one.name.split() else one.name}:
            names.setdefault(name, set()).add(one.id)
    return names


def _stands(name: str, text: str, start: int) -> bool:
    """Whether the text goes on with that name, in letters of any case, and the name is over then."""
    end = start + len(name)
    return text[start:end].lower() == name.lower() and not text[end : end + 1].isalnum()
