"""What is done behind people's backs: the log is told, messages go out, stuck jobs are noticed, old things tidied away.

Any number of workers may run at once; the database deals the work out. The one inside the server takes a lease first, so
that of many processes one does it. Letters have a worker of their own, the postman: a mail server that is slow or away
must not keep the news waiting.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from uuid import uuid4

from flask import Flask

from shopfloor.db import db, everywhere, in_shop
from shopfloor.mail import operations as mail
from shopfloor.mail.channels import Later, Line, Never, Way
from shopfloor.mail.models import Fate
from shopfloor.mail.setup import post
from shopfloor.notifications import operations
from shopfloor.notifications.channels import Message
from shopfloor.notifications.setup import push_settings
from shopfloor.photos.strays import sweep_pictures
from shopfloor.shops.queries import shops
from shopfloor.status_mail import operations as status_mail

log = logging.getLogger(__name__)

POLL = 0.5  # seconds
PATIENCE = 2.0  # seconds that the end of the process waits for the round under way
LEASE = timedelta(seconds=30)
POST_ROUND = 300.0  # seconds: half of a letter's lease
# In seconds: how often these are done.
RENEWED, STUCK_LOOKED_FOR, TIDIED, SWEPT = 10, 60, 3600, 86_400


class Worker:
    """One worker. `alone` has it work only while it holds the install's lease."""

    turn_of = "worker"

    def __init__(self, app: Flask, *, alone: bool = False) -> None:
        self._app, self._alone, self._name = app, alone, uuid4().hex
        self._due: dict[str, float] = {}
        self._has_turn = not alone

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set. What goes wrong is logged, and tried again the next time round."""
        while not stop.is_set():
            if not self.turn():
                stop.wait(POLL)
        if self._alone:
            with self._app.app_context():
                _safely(self._give_up_lease)

    def turn(self) -> bool:
        """One round. True when a full batch went out, so that there is likely more."""
        with self._app.app_context():
            if self._alone and self._every("lease", RENEWED):
                self._has_turn = bool(_safely(self._hold_lease))
            if not self._has_turn:
                return False
            return self._work()

    def _work(self) -> bool:
        _safely(tell_all)
        if self._every("stuck", STUCK_LOOKED_FOR):
            _safely(look_for_stuck_jobs)
        if self._every("tidy", TIDIED):
            _safely(_tidy_up)
        if self._every("sweep", SWEPT):
            _safely(sweep)
        return bool(_safely(send_batch))

    def _every(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = now + seconds
        return True

    def _hold_lease(self) -> bool:
        with everywhere():
            return operations.hold_lease(self.turn_of, self._name, LEASE)

    def _give_up_lease(self) -> None:
        """So that who starts next need not wait until it has run out."""
        with everywhere():
            operations.give_up_lease(self.turn_of, self._name)


class Postman(Worker):
    """The worker that writes to customers what the log tells, and sends letters."""

    turn_of = "post"

    def _work(self) -> bool:
        _safely(announce_all)
        return bool(_safely(send_letters))


def tell_all() -> None:
    """Have all that is new in the shops' logs told."""
    with everywhere():
        behind = operations.shops_behind()
        db.session.rollback()  # a reader's transaction, let go
    _in_each(behind, operations.tell_news)


def look_for_stuck_jobs() -> None:
    """In every shop."""
    with everywhere():
        ids = [shop.id for shop in shops()]
        db.session.rollback()
    _in_each(ids, operations.tell_of_stuck_jobs)


def _in_each(shop_ids: Iterable[int], deed: Callable[[], object]) -> None:
    """One shop's trouble is not the next one's."""
    for shop_id in shop_ids:
        with in_shop(shop_id):
            _safely(deed)


def send_batch() -> bool:
    """Send what is due, side by side; the database waits for none of it. True when it was a full batch."""
    channel = push_settings().channel
    with everywhere():
        if channel is None or not operations.is_due():
            return False
        batch = operations.claim(push_settings().base)
        fates = side_by_side(channel.deliver, [taken.message for taken in batch])
        operations.settle_all(zip(batch, fates, strict=True))
    return len(batch) == operations.BATCH


def side_by_side(deliver: Callable[[Message], None], messages: Sequence[Message]) -> list[Exception | None]:
    """What became of each: None for sent. As long as the slowest takes; no thread of these holds up the end of the process."""
    fates: list[Exception | None] = [TimeoutError()] * len(messages)

    def send(place: int) -> None:
        try:
            deliver(messages[place])
            fates[place] = None
        except Exception as error:  # whatever it is, it becomes the delivery's fate
            fates[place] = error

    senders = [threading.Thread(target=send, args=(place,), name="push", daemon=True) for place in range(len(messages))]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return fates


def announce_all() -> None:
    """Queue what customers are to be told of all that is new in the shops' logs."""
    with everywhere():
        behind = status_mail.shops_behind()
        db.session.rollback()
    _in_each(behind, status_mail.announce_moves)


def send_letters() -> bool:
    """Send the letters that are due, one after the other over one line. True when it was a full batch."""
    with everywhere():
        if not mail.is_due():
            return False
        batch = mail.claim_letters()
        way = post().way
        line, until = way.open(), time.monotonic() + POST_ROUND
        try:
            for taken in batch:
                if time.monotonic() < until:  # the rest is taken up again when its lease is over
                    mail.settle_letter(taken, _outcome(way, line, taken))
        finally:
            line.close()
    return len(batch) == mail.BATCH


def _outcome(way: Way, line: Line, taken: mail.Taken) -> Fate | Later | Never:
    try:
        line.send(taken.envelope)
    except (Later, Never) as trouble:
        return trouble
    except Exception as fault:  # the next letter must not wait for a fault of ours
        log.exception("Letter %s of shop %s can't be sent.", taken.id, taken.shop_id)
        return Later(f"Something broke on our side: {type(fault).__name__}.")
    return way.fate


def sweep() -> None:
    """In every shop: pictures that nobody speaks of."""
    with everywhere():
        ids = [shop.id for shop in shops()]
        db.session.rollback()
    _in_each(ids, _sweep)


def _sweep() -> None:
    if gone := sweep_pictures():
        log.info("Swept %s picture files that nothing stands for.", gone)


def _tidy_up() -> None:
    with everywhere():
        operations.tidy_up()


def _safely(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except Exception:
        db.session.rollback()
        log.exception("The worker stumbled in %s; it goes on.", getattr(deed, "__name__", deed))
        return None


class Embedded:
    """The workers inside a server's process, which take turns with those of the others; threads beside the server."""

    def __init__(self, app: Flask) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=one(app, alone=True).run, args=(self._stop,), name=one.turn_of, daemon=True)
            for one in (Worker, Postman)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """At first only says so; said again, it waits a moment for the round under way."""
        if self._stop.is_set():
            for thread in self._threads:
                thread.join(PATIENCE)
        self._stop.set()
