"""Declaring a kind of event."""

from dataclasses import FrozenInstanceError
from importlib import import_module
from typing import Any

import pytest

from shopfloor.events import kind, kind_of, kinds
from shopfloor.events.kinds import payload_of


@pytest.fixture(autouse=True)
def a_book_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds declared here are gone afterwards: the log's own are counted elsewhere."""
    book = import_module("shopfloor.events.kinds")
    monkeypatch.setattr(book, "_kinds", {})
    monkeypatch.setattr(book, "_names", {})


def washed() -> Any:
    """A kind of event, declared as features do it."""

    @kind("part.washed", says="{actor} washed {part} at {degrees} °F")
    class PartWashed:
        degrees: str

    return PartWashed


def test_a_kind_is_found_by_its_name_and_by_its_events() -> None:
    declared = washed()
    event = declared(degrees="140")
    assert kind_of("part.washed") is kind_of(event)
    assert kind_of(event).payload is declared
    assert [one.name for one in kinds()] == ["part.washed"]


def test_an_event_reads_as_its_sentence() -> None:
    event = washed()(degrees="140")
    assert kind_of(event).sentence("Ana", "part", "P-7", payload_of(event)) == "Ana washed P-7 at 140 °F"
    assert kind_of(event).words == {"actor", "part", "degrees"}


@pytest.mark.parametrize("typed", ["{actor}", "{0}", "{degrees.__class__}", "{", "}{", "%s", "<b>"])
def test_what_people_typed_is_never_read_as_a_sentence_of_ours(typed: str) -> None:
    event = washed()(degrees=typed)
    assert kind_of(event).sentence(typed, "part", typed, payload_of(event)) == f"{typed} washed {typed} at {typed} °F"


def test_an_event_is_never_changed() -> None:
    event = washed()(degrees="140")
    with pytest.raises(FrozenInstanceError):
        event.degrees = "200"


def test_a_name_is_declared_once() -> None:
    washed()
    with pytest.raises(ValueError, match=r"Two kinds are called 'part\.washed'"):
        washed()


def test_a_name_nobody_declared_is_no_kind() -> None:
    with pytest.raises(KeyError):
        kind_of("part.lost")


def test_kinds_are_told_in_the_order_of_their_names() -> None:
    for name in ("b.second", "c.third", "a.first"):
        kind(name, says="{actor}")(type("Some", (), {}))
    assert [one.name for one in kinds()] == ["a.first", "b.second", "c.third"]
