"""The server is killed again and again in the middle of its work, as by a pulled plug, while people tap on."""

import random
import time
from functools import partial

import pytest

from tests.support.hammer import Floor, Hand, pace
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


def kill_at_tap(server: Server, hands: list[Hand], *, number: int) -> None:
    """As soon as so many taps are answered, and the others are under way. It is up again at the end."""
    until = time.monotonic() + 30
    while sum(len(hand.taps) for hand in hands) < number:
        assert time.monotonic() < until, "Nobody taps."
        time.sleep(0.005)
    server.kill()
    server.start()


@pytest.mark.parametrize(
    ("kills", "seed"),
    [pytest.param(3, 7, id="short"), *(pytest.param(10, seed, id=f"long-{seed}", marks=pytest.mark.soak) for seed in (1, 2))],
)
def test_what_was_acknowledged_is_there_once_after_any_number_of_kills(floor: Floor, kills: int, seed: int) -> None:
    began = time.monotonic()
    with Server(floor.database_url, workers=2) as server:
        hands = [Hand(mate, server.url) for mate in floor.crew]
        kill = partial(kill_again_and_again, server, kills=kills, seed=seed)
        taps = work_together(floor, hands, seed=seed, meanwhile=kill)
    took, book = time.monotonic() - began, read_book(floor)
    acknowledged, again = sum(tap.is_acknowledged for tap in taps), sum(tap.sends > 1 for tap in taps)
    unheard = done_unheard(book, taps)
    print(f"Kill loop: {kills} kills, {pace(taps, took)}; {acknowledged} acknowledged, {again} resent, {unheard} done unheard")
    assert faults(book, taps) == []
    assert acknowledged >= 25 * kills
    assert again >= 3 * kills
    assert {tap.deed for tap in taps if tap.is_acknowledged} == {"jobs", "moves", "undos", "notes", "log"}


@pytest.mark.parametrize(
    ("sabotage", "taps_before", "seen"),
    [("forget_keys", 14, "Done, but refused|Key .* 2 times"), ("commit_late", 4, "Lost")],
)
def test_a_server_that_breaks_its_word_is_found_out(floor: Floor, sabotage: str, taps_before: int, seen: str) -> None:
    with Server(floor.database_url, entry=SABOTAGED, environment={"SHOPFLOOR_SABOTAGE": sabotage}) as server:
        hands = [Hand(mate, server.url) for mate in floor.crew]
        kill = partial(kill_at_tap, server, hands, number=taps_before)
        taps = work_together(floor, hands, seed=3, meanwhile=kill)
    with pytest.raises(AssertionError, match=seen):
        assert "\n".join(faults(read_book(floor), taps)) == ""
