"""A day's work at random, the same for the same seed: jobs made, advanced, taken back, noted on, powder logged."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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
        """Take in the card that came back with an answer to a move."""
        self.can_undo = bool(orjson.loads(reply.text).get("undo"))
        if reply.card_step is None:
            self.is_open = False
        else:
            self.step = reply.card_step


@dataclass
class Shift:
    """What one person does: on a job of their own, which they make anew when it is delivered, and on everyone's."""

    hand: Hand
    floor: Floor
    everyones: Seen
    dice: random.Random
    own: Seen | None = None

    def work(self, goes_on: Callable[[], bool]) -> list[Tap]:
        """Tap for as long as it goes on. Returns the taps, each of them answered."""
        with self.hand:
            while goes_on():
                self._do_something()
        return self.hand.taps

    def _do_something(self) -> None:
        if self.own is None or not self.own.is_open:
            self.own = Seen(self.hand.makes_job(self.floor))
            return
        deeds = (self._advance, self._take_back, self._note, self._log_powder, self._advance_everyones)
        self.dice.choices(deeds, (50, 15, 12, 12, 11))[0](self.own)

    def _advance(self, job: Seen) -> None:
        self._move("moves", job)

    def _take_back(self, job: Seen) -> None:
        self._move("undos" if job.can_undo else "moves", job)

    def _advance_everyones(self, _own: Seen) -> None:
        if self.everyones.is_open:
            self._move("moves", self.everyones, may_be_refused=True)

    def _move(self, verb: str, job: Seen, *, may_be_refused: bool = False) -> None:
        tap = self.hand.taps_once(
            f"/jobs/{job.number}/{verb}", step=job.step, view="mobile", may_be_refused=may_be_refused
        )
        if tap.reply.status in {200, 409}:
            job.learn(tap.reply)

    def _note(self, job: Seen) -> None:
        self.hand.taps_once(f"/jobs/{job.number}/notes", text=f"Rolled {self.dice.randrange(10**9)}")

    def _log_powder(self, job: Seen) -> None:
        powder, pounds = self.dice.choice(self.floor.powders), self.dice.randrange(1, 3000)
        self.hand.taps_once(f"/materials/{powder}/log?job={job.number}", quantity=f"0.{pounds:04}", unit="lb")
