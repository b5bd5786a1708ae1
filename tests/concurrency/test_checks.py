"""The checks of the hammers find each kind of damage, and nothing in a whole book."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support.hammer import Hand, lay_out
from tests.support.hammer_log import MOVES, Book, Row, Rows, faults, read_book
from tests.support.hammer_shift import work_together
from tests.support.server import Server


@pytest.fixture(scope="module")
def book(new_database: Callable[[], str]) -> Book:
    """The book of one person's morning."""
    floor = lay_out(new_database(), people=1)
    with Server(floor.database_url) as server:
        taps = work_together(floor, [Hand(floor.crew[0], server.url)], seed=1, most=30)
    book = read_book(floor)
    assert faults(book, taps) == []
    return book


def last(rows: Rows, **changes: object) -> Rows:
    """The rows, the last one of them changed."""
    return [*rows[:-1], {**rows[-1], **changes}]


def first_tap(book: Book) -> Row:
    return next(event for event in book.events if event["key"])


DAMAGES: dict[str, Callable[[Book], Book]] = {
    "The log has gaps": lambda book: replace(book, events=[*book.events[:5], *book.events[6:]]),
    "The head stands at": lambda book: replace(book, head={**book.head, "seq": book.head["seq"] + 1}),
    "The head's hash": lambda book: replace(book, head={**book.head, "hash": bytes(32)}),
    "Key": lambda book: replace(book, events=last(book.events, key=first_tap(book)["key"])),
    "The chain breaks": lambda book: replace(book, events=last(book.events, subject_label="JOB-0000-0000")),
    "JOB-.* stood at": lambda book: replace(book, events=[e for e in book.events if e is not book.happened(MOVES)[0]]),
    "JOB-.* moves to": lambda book: replace(book, jobs=last(book.jobs, step=99)),
    "JOB-.* its card": lambda book: replace(book, jobs=last(book.jobs, card_seq=1)),
    "JOB-.* were dealt": lambda book: replace(book, jobs=last(book.jobs, number=book.jobs[0]["number"])),
    "There are .* jobs": lambda book: replace(book, jobs=[*book.jobs, book.jobs[-1]]),
    "There are .* notes": lambda book: replace(book, notes=[*book.notes, book.notes[-1]]),
    "There are .* usages": lambda book: replace(book, movements=[*book.movements, book.movements[-1]]),
    "Movement": lambda book: replace(book, movements=last(book.movements, on_hand_after=Decimal(1))),
    ".* by the ledger": lambda book: replace(book, materials=last(book.materials, on_hand=Decimal(1))),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_each_damage_is_named(book: Book, sentence: str) -> None:
    with pytest.raises(AssertionError, match=sentence):
        assert "\n".join(faults(DAMAGES[sentence](book))) == ""
