"""Hands at the real server: people with sessions who tap over HTTP, and send the same tap again until it is answered."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import orjson
from flask import Flask

from shopfloor.accounts import operations as accounts
from shopfloor.app import create_app
from shopfloor.catalog.operations import add_material
from shopfloor.catalog.queries import services
from shopfloor.config import Config
from shopfloor.customers.operations import add_customer
from shopfloor.db import everywhere, in_shop, migrate
from shopfloor.db.session import close_database
from shopfloor.inventory.operations import open_stock
from shopfloor.shops.models import Member
from shopfloor.shops.operations import add_member, open_shop
from shopfloor.shops.permissions import Role
from tests.support.server import Server

ACKNOWLEDGED = {200, 303}
STALE = 409
MAY_PASS = {502, 503, 504}  # trying again is right

_STEP = re.compile(r'name="step" value="(\d+)"')


@dataclass(frozen=True)
class Mate:
    """A supervisor of the shop, signed in on a device."""

    id: int
    name: str
    token: str


@dataclass(frozen=True)
class Floor:
    """A powder-coating shop to hammer at, with all that a job form needs. The database is closed again."""

    database_url: str
    shop_id: int
    crew: list[Mate]
    customer: str
    powders: list[int]
    services: list[int]

    def job_form(self) -> dict[str, Any]:
        """A job with the longest route there is for two coats: fourteen stops."""
        return {
            "customer": self.customer,
            "kind": "coating",
            "description": "Gate, two halves",
            "priority": 2,
            "approved": "y",
            "items-0-description": "Gate half",
            "items-0-quantity": 2,
            "items-0-services": self.services,
            "items-0-coats-0": self.powders[0],
            "items-0-coats-1": self.powders[1],
        }


@contextmanager
def opened(database_url: str) -> Iterator[Flask]:
    """An app at that database for the block, in its context. Nobody has the database open afterwards."""
    app = create_app(Config(database_url=database_url, public_url="http://127.0.0.1:8000"), TESTING=True)
    try:
        with app.app_context():
            yield app
    finally:
        close_database(app)


def lay_out(database_url: str, *, people: int) -> Floor:
    """Migrate an empty database and open a shop in it, with so many supervisors."""
    with opened(database_url):
        migrate.upgrade()
        with everywhere():
            shop = open_shop("Harbor Coating", trade="powder", prefix="HBR", timezone="America/Chicago")
        with in_shop(shop.id):
            crew = [_mate(f"Mate {n}") for n in range(1, people + 1)]
            customer = add_customer("Harlan Cycle Works", by=None)
            powders = [_powder(name) for name in ("Jet black", "Clear gloss")]
            return Floor(database_url, shop.id, crew, customer.name, powders, [service.id for service in services()])


def sabotaged(floor: Floor, how: str) -> Server:
    """That floor's server with one thing put wrong: the name of a function in tests/concurrency/sabotaged.py."""
    return Server(floor.database_url, entry="tests.concurrency.sabotaged:app", environment={"SHOPFLOOR_SABOTAGE": how})


def _mate(name: str) -> Mate:
    user = accounts.create_user(f"{uuid4().hex}@shop.example", "a walk in the rain")
    member: Member = add_member(user.id, name, role=Role.SUPERVISOR, by=None)
    return Mate(member.id, name, accounts.sign_in(member, device="Chrome on Android", address="127.0.0.1"))


def _powder(name: str) -> int:
    powder = add_material(name, by=None, hex="#0e0e10", finish="gloss")
    open_stock(powder, Decimal(100), by=None)
    return powder.id


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    text: str
    location: str

    @property
    def job_number(self) -> str:
        """The number of the job that was made."""
        return self.location.rsplit("/", 1)[1]

    @property
    def card_step(self) -> int | None:
        """The step on the card that came back, or None when the job has left the screen."""
        cards = orjson.loads(self.text)["cards"]
        found = _STEP.search(cards[0]["html"]) if cards else None
        return int(found[1]) if found else None


@dataclass(frozen=True)
class Tap:
    """A tap that was answered: by whom, under which key, after how many sends and seconds.

    `is_shared` where others tap the same job: somebody may have been quicker.
    """

    address: str
    by: int
    key: str
    reply: Reply
    sends: int
    seconds: float
    last_sent: datetime
    is_shared: bool = False

    @property
    def is_acknowledged(self) -> bool:
        return self.reply.status in ACKNOWLEDGED

    @property
    def lost_fairly(self) -> bool:
        """Somebody else was quicker."""
        return self.is_shared and self.reply.status == STALE

    @property
    def deed(self) -> str:
        """The last word of its address: jobs, moves, undos, notes, log."""
        return self.address.partition("?")[0].rsplit("/", 1)[1]

    def __str__(self) -> str:
        return f"{self.address} by member {self.by} ({self.reply.status} after {self.sends} sends, key {self.key[:8]})"


class Unanswered(AssertionError):
    """A tap got no answer for as long as a hand insists."""


@dataclass
class Hand:
    """One person's browser. `through` is where it sends (a proxy perhaps), `origin` where its pages are from.

    `patience` is how long it waits for one answer, `insistence` for any; both in seconds.
    """

    mate: Mate
    origin: str
    through: str = ""
    patience: float = 15.0
    insistence: float = 180.0
    keeps_alive: bool = True
    taps: list[Tap] = field(default_factory=list)

    def __post_init__(self) -> None:
        to = urlsplit(self.through or self.origin)
        self._line = http.client.HTTPConnection(to.hostname or "", to.port, timeout=self.patience)

    def __enter__(self) -> Hand:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def tap(self, address: str, *, is_shared: bool = False, **fields: Any) -> Tap:
        """Send one tap under one key until it is answered. Raises Unanswered."""
        key = uuid4().hex
        body = urlencode({"key": key, "at": datetime.now(UTC).isoformat(), **fields}, doseq=True).encode()
        began, sends = time.monotonic(), 0
        while time.monotonic() < began + self.insistence:
            sends, sent = sends + 1, datetime.now(UTC)
            reply = self._ask("POST", address, body)
            if reply and reply.status not in MAY_PASS:
                took = time.monotonic() - began
                self.taps.append(Tap(address, self.mate.id, key, reply, sends, took, sent, is_shared))
                return self.taps[-1]
            time.sleep(0.03)
        raise Unanswered(f"{address} was sent {sends} times, and no answer came.")

    def make_job(self, floor: Floor) -> Tap:
        """Fill in the job form and send it."""
        return self.tap("/jobs", **floor.job_form())

    def look(self, address: str) -> Reply:
        """Get a page. Raises Unanswered at the first failure."""
        reply = self._ask("GET", address)
        if reply is None:
            raise Unanswered(f"{address} was not answered.")
        return reply

    def _ask(self, method: str, address: str, body: bytes | None = None) -> Reply | None:
        """One try. None when no whole answer came."""
        try:
            self._line.request(method, address, body, self._headers())
            answer = self._line.getresponse()
            return Reply(answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        except (OSError, http.client.HTTPException):
            self._line.close()
            return None

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Connection": "keep-alive" if self.keeps_alive else "close",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-s={self.mate.token}",
            "Origin": self.origin,
        }


def pace(taps: list[Tap], seconds: float) -> str:
    """How fast they were, in words, for whoever reads the run."""
    waits = sorted(tap.seconds * 1000 for tap in taps)
    middle, worst = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    return f"{len(taps)} taps in {seconds:.1f} s: {len(taps) / seconds:.0f}/s, p50 {middle:.1f} ms, p99 {worst:.1f} ms"
