"""The server is killed again and again in the middle of its work, as by a pulled plug, while people tap on."""

import random
import time
from functools import partial

import pytest

from tests.support.hammer import Floor, Hand, pace, sabotaged
from tests.support.hammer_log import done_unheard, faults, read_book
from tests.support.hammer_shift import work_together
from tests.support.server import Server

TAPS_A_KILL = 50


def kill_again_and_again(server: Server, hands: list[Hand], *, kills: int, seed: int) -> None:
    """Each time at a random moment of the first second and a half in which it answers. Then they work on."""
    dice = random.Random(seed)
    for _ in range(kills):
        time.sleep(dice.uniform(0.05, 1.5))
        server.kill()
        server.start()
    wait_for_taps(hands, kills * TAPS_A_KILL)


def kill_at_tap(server: Server, hands: list[Hand], *, number: int) -> None:
    """As soon as so many taps are answered, and others are under way."""
    wait_for_taps(hands, number)
    server.kill()
    server.start()


def wait_for_taps(hands: list[Hand], number: int) -> None:
    """Until so many are answered. Raises AssertionError after a minute."""
    until = time.monotonic() + 60
    while sum(len(hand.taps) for hand in hands) < number:
        assert time.monotonic() < until, "Nobody taps."
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("kills", "workers", "seed"),
    [
        pytest.param(3, 1, 7, id="short"),
        pytest.param(10, 1, 1, id="long", marks=pytest.mark.soak),
        pytest.param(10, 2, 2, id="long, two processes", marks=pytest.mark.soak),
    ],
)
def test_what_was_acknowledged_is_there_once_after_any_number_of_kills(
    floor: Floor, kills: int, workers: int, seed: int
) -> None:
    began = time.monotonic()
    with Server(floor.database_url, workers=workers) as server:
        hands = [Hand(mate, server.url) for mate in floor.crew]
        kill = partial(kill_again_and_again, server, hands, kills=kills, seed=seed)
        taps = work_together(floor, hands, seed=seed, meanwhile=kill)
    took, book = time.monotonic() - began, read_book(floor)
    acknowledged, again = sum(tap.is_acknowledged for tap in taps), sum(tap.sends > 1 for tap in taps)
    unheard = done_unheard(book, taps)
    print(f"Kill loop: {kills} kills, {pace(taps, took)}; {acknowledged} acknowledged, {again} resent, {unheard} done unheard")
    assert faults(book, taps) == []
    assert acknowledged >= kills * TAPS_A_KILL * 0.8  # somebody else was quicker at the others
    assert again >= 3 * kills
    assert {tap.deed for tap in taps if tap.is_acknowledged} == {"jobs", "moves", "undos", "notes", "log"}


@pytest.mark.parametrize(
    ("sabotage", "taps_before", "seen"),
    [("forget_keys", 14, "Done, but refused|Key .* 2 times"), ("commit_late", 4, "Lost")],
)
def test_a_server_that_breaks_its_word_is_found_out(floor: Floor, sabotage: str, taps_before: int, seen: str) -> None:
    with sabotaged(floor, sabotage) as server:
        hands = [Hand(mate, server.url) for mate in floor.crew]
        kill = partial(kill_at_tap, server, hands, number=taps_before)
        taps = work_together(floor, hands, seed=3, meanwhile=kill)
    with pytest.raises(AssertionError, match=seen):
        assert "\n".join(faults(read_book(floor), taps)) == ""
