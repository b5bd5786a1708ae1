"""The people of a fixture shop, and what they do through the front door."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopfloor.accounts import operations as accounts
from shopfloor.accounts import passwords
from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.operations import add_material
from shopfloor.catalog.plan import CoatPlan, ItemPlan, PrepPlan
from shopfloor.catalog.queries import services
from shopfloor.customers.models import Customer
from shopfloor.customers.operations import add_customer
from shopfloor.customers.queries import customer_called
from shopfloor.db import everywhere, in_shop
from shopfloor.inventory.operations import open_stock
from shopfloor.jobs import operations, queries
from shopfloor.jobs.operations import NewJob
from shopfloor.shops.models import Member, Shop
from shopfloor.shops.operations import add_member, open_shop
from shopfloor.shops.permissions import Role
from shopfloor.workflow.trades import TRADES

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "a walk in the rain"

PARTS = re.compile(r'data-from="([^"]+)"')

_numbers = count(1)
_hash = passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class JobHandle:
    """A job a test speaks of; `began` is the log's number when the test got it."""

    id: int
    number: str
    began: int

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True)
class SeenCard:
    """What someone sees on a screen: the job, and the step it stood at then."""

    job: JobHandle
    step: int


@dataclass
class Person:
    """A member with a browser. `str(person)` is the name the log uses."""

    app: Flask
    shop_id: int
    member: Member
    email: str
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"10.0.{self.member.id // 250}.{self.member.id % 250}"
        self.signs_in_quietly()

    def __str__(self) -> str:
        return self.member.name

    def signs_in_quietly(self) -> None:
        """Open a session without the sign-in page; that page has tests of its own."""
        with self.app.app_context(), everywhere():
            token = accounts.sign_in(self.member, device="Chrome on Android", address="10.0.0.1")
        self.client.set_cookie("__Host-s", token, domain="localhost")

    def opens(self, address: str, **kwargs: Any) -> TestResponse:
        return self.client.get(address, **kwargs)

    def reads_job(self, job: JobHandle) -> str:
        """The job's page with all its parts, as it is when one has scrolled through it."""
        page = self.opens(f"/jobs/{job}").text
        return page + "".join(self.opens(address, headers={"X-Part": "1"}).text for address in PARTS.findall(page))

    def posts(self, address: str, /, *, json: bool = False, **fields: Any) -> TestResponse:
        """Send a form from one of our pages; `json` as our scripts do."""
        headers = {"Origin": ORIGIN} | ({"Accept": "application/json"} if json else {})
        return self.client.post(address, data=fields, headers=headers)

    def sees(self, job: JobHandle) -> SeenCard:
        with self.app.app_context(), in_shop(self.shop_id):
            return SeenCard(job, queries.job(job.number).step)

    def does(self, verb: str, card: SeenCard, **fields: Any) -> TestResponse:
        """A tap on a card: `verb` is the last part of the address (moves, holds, undos …)."""
        tap = {"key": uuid4().hex, "at": datetime.now(UTC).isoformat(), "view": "mobile", "step": card.step}
        return self.posts(f"/jobs/{card.job.number}/{verb}", json=True, **{**tap, **fields})

    def taps(self, card: SeenCard, **fields: Any) -> TestResponse:
        """Advance."""
        return self.does("moves", card, **fields)


@dataclass
class ShopFixture:
    """A shop with an owner, an office, a supervisor and a worker, a customer and two powders; and one stranger."""

    app: Flask
    shop: Shop
    owner: Person
    office: Person
    supervisor: Person
    worker: Person
    customer: Customer
    powders: list[Material]
    stranger: Person

    @property
    def id(self) -> int:
        return self.shop.id

    def job(self, *, at: str | None = None, **details: Any) -> JobHandle:
        """A job, advanced by the supervisor until it stands at the status called `at`."""
        with self.app.app_context(), in_shop(self.id):
            made = self._made(details)
            while at and (standing := self._standing(made.number)).status.label != at:
                operations.advance(made.number, expected=standing.step, by=self.supervisor.member)
            return JobHandle(made.id, made.number, self.newest_seq())

    def _made(self, details: dict[str, Any]) -> Any:
        wanted = set(details.pop("services", ()))
        coats = self.powders[: details.pop("coats", 1)] if TRADES[self.shop.trade].uses_coats else []
        prep = [service for service in services() if service.code in wanted]
        item = planned(details.pop("item", "18-inch wheel"), Decimal(4), area=Decimal(12), services=prep, coats=coats)
        kind = details.pop("kind", TRADES[self.shop.trade].kinds[0].code)
        customer = customer_called(self.customer.name) if TRADES[self.shop.trade].kind(kind).has_customer else None
        defaults = {"description": "Wheels", "customer": customer, "due_on": date(2026, 12, 1), "quote_first": False}
        return operations.create_job(NewJob(kind=kind, items=[item], **{**defaults, **details}), by=self.supervisor.member)

    @staticmethod
    def _standing(number: str) -> Any:
        from shopfloor.jobs.standing import locked

        return locked(number)

    @staticmethod
    def newest_seq() -> int:
        from shopfloor.db import db, shop_in_scope
        from shopfloor.events import LogHead

        return db.session.get_one(LogHead, shop_in_scope(), populate_existing=True).seq

    def story(self, job: JobHandle) -> list[str]:
        """What has happened to the job since the test got it, as sentences, oldest first."""
        with self.app.app_context(), in_shop(self.id):
            return [line.sentence for line in reversed(queries.history(job.id)) if line.seq > job.began]


def planned(
    description: str,
    quantity: Decimal = Decimal(1),
    *,
    services: Iterable[Service] = (),
    coats: Iterable[Material] = (),
    **more: Any,
) -> ItemPlan:
    """A plan of an item in powders and services that are at hand."""
    preps = tuple(PrepPlan(service.id) for service in services)
    return ItemPlan(description, quantity=quantity, preps=preps, coats=tuple(CoatPlan(coat.id) for coat in coats), **more)


def found_shop(app: Flask, *, trade: str, with_stranger: bool = True) -> ShopFixture:
    """Open a shop through its operations and take its people in."""
    n = next(_numbers)
    with app.app_context():
        with everywhere():
            shop = open_shop(f"Shop {n}", trade=trade, prefix="KKT", timezone="America/Chicago")
        people = {role: _person(app, shop.id, role, n) for role in Role}
        with in_shop(shop.id):
            owner = people[Role.OWNER].member
            customer = add_customer(f"Harlan Cycle Works no{n:04d}", by=owner)
            powders = [_powder(code, name, hex_, owner) for code, name, hex_ in _POWDERS]
    stranger = found_shop(app, trade="powder", with_stranger=False).owner if with_stranger else people[Role.OWNER]
    return ShopFixture(
        app, shop, people[Role.OWNER], people[Role.OFFICE], people[Role.SUPERVISOR], people[Role.WORKER],
        customer, powders, stranger,
    )  # fmt: skip


_NAMES = {Role.OWNER: "Olive Owens", Role.OFFICE: "Otto Frank", Role.SUPERVISOR: "Sue Park", Role.WORKER: "Ana Whitfield"}
_POWDERS = [("RAL 9005", "Jet black", "#0e0e10"), ("", "Clear gloss", "#f4f4f0"), ("RAL 7016", "Anthracite grey", "#383e42")]


def _person(app: Flask, shop_id: int, role: Role, n: int) -> Person:
    email = f"{role.value}-{n}-{uuid4().hex[:8]}@shop.example"
    with everywhere():
        user = _user(email)
    with in_shop(shop_id):
        member = add_member(user, _NAMES[role], role=role, by=None)
    return Person(app, shop_id, member, email)


def _user(email: str) -> int:
    """A user whose password is hashed once for the whole run."""
    from shopfloor.accounts.models import User
    from shopfloor.db import db
    from shopfloor.kernel import clock

    user = User(email=email, password_hash=_hash, active=True, created_at=clock.now())
    db.session.add(user)
    db.session.commit()
    return user.id


def _powder(code: str, name: str, hex_: str, by: Member) -> Material:
    powder = add_material(name, by=by, code=code, hex=hex_, finish="gloss", cure_fahrenheit=400, cure_minutes=15)
    open_stock(powder, Decimal(20), by=by)
    return powder
