"""Many thumbs on the same cards at once: one wins each step, the others see the card as it is."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from threading import Barrier, Event

import orjson
import pytest

from tests.support.hammer import Floor, Hand, Mate, Tap, lay_out, pace, sabotaged
from tests.support.hammer_log import Book, faults, read_book
from tests.support.server import Server


@dataclass(frozen=True)
class Strike:
    """One thumb on one step of a job."""

    number: str
    step: int
    tap: Tap


def strike_together(server: Server, floor: Floor, numbers: Sequence[str], *, steps: int) -> list[Strike]:
    """Everybody taps every step of every job, all at the same moment."""
    signal = Barrier(len(floor.crew), timeout=60)

    def strike(hand: Hand) -> list[Strike]:
        made = []
        for step in range(steps):
            for number in numbers:
                signal.wait()
                tap = hand.tap(f"/jobs/{number}/moves", is_shared=True, step=step, view="mobile")
                made.append(Strike(number, step, tap))
        return made

    with ExitStack() as stack, ThreadPoolExecutor(len(floor.crew)) as people:
        hands = [stack.enter_context(Hand(mate, server.url)) for mate in floor.crew]
        return [made for strikes in people.map(strike, hands) for made in strikes]


def make_jobs(server: Server, floor: Floor, many: int) -> list[Tap]:
    """All at the same moment, each by a browser of its own."""
    signal = Barrier(many, timeout=60)

    def make(n: int) -> Tap:
        with Hand(floor.crew[n % len(floor.crew)], server.url) as hand:
            signal.wait()
            return hand.make_job(floor)

    with ThreadPoolExecutor(many) as people:
        return list(people.map(make, range(many)))


def follow_the_feed(server: Server, mate: Mate, *, ends: Event) -> set[str]:
    """The numbers of the jobs on a screen that asks again and again what is new, and once more at the end."""
    shown: set[str] = set()
    since, is_last = 0, False
    with Hand(mate, server.url) as hand:
        while not is_last:
            is_last = ends.is_set()
            news = orjson.loads(hand.look(f"/feed?since={since}&view=mobile").text)
            assert news["seq"] >= since
            since = news["seq"]
            shown |= {number for card in news["cards"] for number in re.findall(r"/jobs/([\w-]+)/moves", card["html"])}
    return shown


def faults_of(strikes: Sequence[Strike], book: Book) -> list[str]:
    """Whatever is not: one winner for each step, who is in the log; everyone else is refused and shown what is true."""
    found = []
    by_step: dict[tuple[str, int], list[Strike]] = defaultdict(list)
    for strike in strikes:
        by_step[strike.number, strike.step].append(strike)
    moved_by = {job["number"]: [move["actor_id"] for move in book.moves()[job["id"]]] for job in book.jobs}
    for (number, step), thumbs in by_step.items():
        statuses = Counter(strike.tap.reply.status for strike in thumbs)
        if statuses != {200: 1, 409: len(thumbs) - 1}:
            found.append(f"Step {step} of {number} was answered {dict(statuses)}")
        winners = [strike.tap.by for strike in thumbs if strike.tap.is_acknowledged]
        if winners != moved_by[number][step : step + 1]:
            found.append(f"Step {step} of {number} was won by {winners}, the log says {moved_by[number][step : step + 1]}")
        found += [f"{strike.tap} shows an old card" for strike in thumbs if not _shows_what_is_true(strike)]
        found += [f"{strike.tap} was turned away at first" for strike in thumbs if strike.tap.sends > 1]
    return found


def _shows_what_is_true(strike: Strike) -> bool:
    shown = strike.tap.reply.card_step
    return strike.tap.reply.status not in {200, 409} or (shown is not None and shown > strike.step)


@pytest.fixture(scope="module")
def shop_floor(new_database: Callable[[], str]) -> Iterator[tuple[Floor, Server]]:
    """A shop of eight supervisors, and its server of two processes."""
    floor = lay_out(new_database(), people=8)
    with Server(floor.database_url, workers=2) as server:
        yield floor, server


def test_jobs_made_at_once_have_numbers_in_a_row(shop_floor: tuple[Floor, Server]) -> None:
    floor, server = shop_floor
    made = make_jobs(server, floor, 50)
    dealt = sorted(int(tap.reply.job_number[-4:]) for tap in made)
    assert dealt == list(range(dealt[0], dealt[0] + 50))
    assert faults(read_book(floor), made) == []


def test_a_screen_that_follows_the_feed_sees_every_job_that_is_made(shop_floor: tuple[Floor, Server]) -> None:
    floor, server = shop_floor
    ends = Event()
    with ThreadPoolExecutor(2) as screens:
        follow = partial(follow_the_feed, server, ends=ends)
        seen = [screens.submit(follow, mate) for mate in floor.crew[:2]]
        try:
            made = make_jobs(server, floor, 50)
        finally:
            ends.set()
    for screen in seen:
        assert {tap.reply.job_number for tap in made} <= screen.result()


def test_one_thumb_wins_each_step_and_nobody_is_turned_away(shop_floor: tuple[Floor, Server]) -> None:
    floor, server = shop_floor
    made = make_jobs(server, floor, 20)
    began = time.monotonic()
    strikes = strike_together(server, floor, [tap.reply.job_number for tap in made], steps=10)
    took = time.monotonic() - began
    book, taps = read_book(floor), [strike.tap for strike in strikes]
    print(f"Many thumbs: {pace(taps, took)}")
    assert len(taps) == 8 * 200
    assert faults(book, [*made, *taps]) == []
    assert faults_of(strikes, book) == []


def test_a_server_whose_writers_take_no_turns_is_found_out(floor: Floor) -> None:
    with sabotaged(floor, "take_no_turns") as server:
        with Hand(floor.crew[0], server.url) as hand:
            numbers = [hand.make_job(floor).reply.job_number for _ in range(2)]
        strikes = strike_together(server, floor, numbers, steps=5)
    book = read_book(floor)
    assert faults_of(strikes, book) or faults(book)
