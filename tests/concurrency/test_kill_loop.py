"""The server is killed again and again in the middle of its work, as by a pulled plug, while people tap on."""

import random
import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.support.hammer import Floor, Hand, Tap, lay_out, pace
from tests.support.hammer_log import done_unheard, faults, read_book
from tests.support.hammer_shift import work_together
from tests.support.server import Server

SABOTAGED = "tests.concurrency.sabotaged:app"


def kill_again_and_again(server: Server, *, kills: int, seed: int) -> None:
    """Each time at a random moment of the first second and a half in which it answers. It is up for a second at the end."""
    dice = random.Random(seed)
    for _ in range(kills):
        time.sleep(dice.uniform(0.05, 1.5))
        server.kill()
        server.start()
    time.sleep(1)


def hammer(floor: Floor, server: Server, *, kills: int, seed: int) -> list[Tap]:
    """All taps of a day on which the server was killed so often."""
    hands = [Hand(mate, server.url) for mate in floor.crew]
    with server:
        return work_together(floor, hands, seed=seed, meanwhile=partial(kill_again_and_again, server, kills=kills, seed=seed))


@pytest.mark.parametrize(
    ("kills", "seed"),
    [pytest.param(3, 7, id="short"), *(pytest.param(10, seed, id=f"long-{seed}", marks=pytest.mark.soak) for seed in (1, 2))],
)
def test_what_was_acknowledged_is_there_once_after_any_number_of_kills(floor: Floor, kills: int, seed: int) -> None:
    began = time.monotonic()
    taps = hammer(floor, Server(floor.database_url, workers=2), kills=kills, seed=seed)
    took, book = time.monotonic() - began, read_book(floor)
    acknowledged, again = sum(tap.is_acknowledged for tap in taps), sum(tap.sends > 1 for tap in taps)
    unheard = done_unheard(book, taps)
    print(
        f"Kill loop: {kills} kills, {pace(taps, took)}; {acknowledged} acknowledged, {again} sent again, {unheard} done unheard"
    )
    assert faults(book, taps) == []
    assert acknowledged >= 25 * kills
    assert again >= 3 * kills
    assert {tap.deed for tap in taps if tap.is_acknowledged} == {"jobs", "moves", "undos", "notes", "log"}


@pytest.mark.parametrize(("sabotage", "seen"), [("forget_keys", "Done, but refused"), ("commit_late", "Lost")])
def test_a_server_that_breaks_its_word_is_found_out(new_database: Callable[[], str], sabotage: str, seen: str) -> None:
    floor = lay_out(new_database(), people=8)
    server = Server(floor.database_url, entry=SABOTAGED, environment={"SHOPFLOOR_SABOTAGE": sabotage})
    taps = hammer(floor, server, kills=1, seed=2)  # after about a second and a half of work
    found = faults(read_book(floor), taps)
    assert any(fault.startswith(seen) for fault in found)
