"""A bad line: requests and answers are lost, torn, doubled and late. Every tap counts once."""

import time

import pytest

from tests.support.hammer import Floor, Hand, Tap, pace, sabotaged
from tests.support.hammer_log import faults, read_book
from tests.support.hammer_proxy import BadLine, Fate, bad_line
from tests.support.hammer_shift import work_together
from tests.support.server import Server


def tap_on_a_bad_line(floor: Floor, server: Server, *, each: int, seed: int) -> tuple[list[Tap], BadLine]:
    """So many taps of each person, through a bad line. Returns when the last late request has arrived."""
    with server, bad_line(server.port, seed=seed) as line:
        hands = [Hand(mate, server.url, through=line.url, keeps_alive=False) for mate in floor.crew]
        return work_together(floor, hands, seed=seed, most=each), line


@pytest.mark.parametrize("each", [38, pytest.param(375, marks=pytest.mark.soak)])
def test_nothing_is_lost_and_nothing_counts_twice_on_a_bad_line(floor: Floor, each: int) -> None:
    began = time.monotonic()
    taps, line = tap_on_a_bad_line(floor, Server(floor.database_url), each=each, seed=11)
    took = time.monotonic() - began
    print(f"Bad line: {pace(taps, took)}; {', '.join(f'{n} {fate}' for fate, n in line.fates.most_common())}")
    assert faults(read_book(floor), taps) == []
    assert len(taps) == 8 * each
    assert all(line.fates[fate] >= each // 4 for fate in Fate)


def test_a_server_that_forgets_keys_is_found_out(floor: Floor) -> None:
    server = sabotaged(floor, "forget_keys")
    taps, _ = tap_on_a_bad_line(floor, server, each=6, seed=5)
    found = faults(read_book(floor), taps)
    assert any(fault.startswith("Done, but refused") for fault in found)
    assert any(fault.endswith("times") for fault in found)
