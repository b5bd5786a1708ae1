"""A day's work at random, the same for the same seed: jobs made, advanced, taken back, noted on, powder logged."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import orjson

from tests.support.hammer import Floor, Hand, Reply, Tap


@dataclass
class Seen:
    """A job as someone saw it last."""

    number: str
    step: int = 0
    can_undo: bool = False
    is_open: bool = True

    def learn(self, reply: Reply) -> None:
        """Take in the card that came back with the answer to a move."""
        self.can_undo = bool(orjson.loads(reply.text).get("undo"))
        if reply.card_step is None:
            self.is_open = False
        else:
            self.step = reply.card_step


@dataclass
class Shift:
    """What one person does: on a job of their own, which is followed by another when it is delivered, and on everyone's."""

    hand: Hand
    floor: Floor
    everyones: Seen
    dice: random.Random
    own: Seen | None = None

    def work(self, ends: Event, most: int) -> list[Tap]:
        """Tap until it ends, at most so many times. Returns the taps, each of them answered."""
        with self.hand:
            while len(self.hand.taps) < most and not ends.is_set():
                self._do_something()
        return self.hand.taps

    def _do_something(self) -> None:
        if self.own is None or not self.own.is_open:
            made = self.hand.make_job(self.floor)
            self.own = Seen(made.reply.job_number) if made.is_acknowledged else None
            return
        deeds = (self._advance, self._take_back, self._note, self._log_powder, self._move_everyones)
        self.dice.choices(deeds, (50, 15, 12, 12, 11))[0](self.own)

    def _advance(self, job: Seen) -> None:
        self._move("moves", job)

    def _take_back(self, job: Seen) -> None:
        self._move("undos" if job.can_undo else "moves", job)

    def _move_everyones(self, _own: Seen) -> None:
        """To and fro between its first two statuses, so that all can tap at it all day."""
        self._move("undos" if self.everyones.step % 2 else "moves", self.everyones, is_shared=True)

    def _move(self, verb: str, job: Seen, *, is_shared: bool = False) -> None:
        address = f"/jobs/{job.number}/{verb}"
        tap = self.hand.tap(address, is_shared=is_shared, step=job.step, view="mobile")
        if tap.reply.status in {200, 409}:
            job.learn(tap.reply)

    def _note(self, job: Seen) -> None:
        self.hand.tap(f"/jobs/{job.number}/notes", text=f"Rolled {self.dice.randrange(10**9)}")

    def _log_powder(self, job: Seen) -> None:
        powder, thousandths = self.dice.choice(self.floor.powders), self.dice.randrange(1, 1000)
        self.hand.tap(f"/materials/{powder}/log?job={job.number}", quantity=f"0.{thousandths:03}", unit="lb")


def work_together(
    floor: Floor, hands: Sequence[Hand], *, seed: int, most: int = 10**9, meanwhile: Callable[[], None] | None = None
) -> list[Tap]:
    """Everybody works until `meanwhile` is over, or until each has tapped `most` times. Returns all taps, each answered.

    Raises Unanswered when somebody gave up.
    """
    ends = Event()
    number = hands[0].make_job(floor).reply.job_number
    shifts = [Shift(hand, floor, Seen(number), random.Random(seed + n)) for n, hand in enumerate(hands)]
    with ThreadPoolExecutor(len(shifts)) as people:
        days = [people.submit(shift.work, ends, most) for shift in shifts]
        if meanwhile:
            try:
                meanwhile()
            finally:
                ends.set()
    return [tap for day in days for tap in day.result()]
