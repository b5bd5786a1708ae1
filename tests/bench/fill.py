"""Shops to measure at: opened through the app's own operations, then filled with jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shopfloor.catalog.models import Material
from shopfloor.catalog.operations import add_material
from shopfloor.catalog.queries import services
from shopfloor.customers.models import Customer
from shopfloor.customers.operations import add_customer
from shopfloor.db import in_shop
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.shops.models import Member
from shopfloor.shops.queries import members
from tests.bench.live import lay_live_jobs
from tests.bench.past import lay_past_jobs
from tests.support.hammer import lay_out, opened
from tests.support.people import planned

PEOPLE = 8
CUSTOMERS = ("Harlan Cycle Works", "Mesa Trailers", "O'Brien & Sons", "Ridgeline Off-Road", "Blue Door Furniture",
             "City of Marlow", "Tallgrass Brewing", "Vance Motorsport", "Ortega Ironwork", "Lindqvist Marine",
             "Northgate Fencing", "Palmer Bicycles")  # fmt: skip
POWDERS = (("RAL 9005", "Jet black"), ("RAL 9016", "Traffic white"), ("RAL 3020", "Traffic red"), ("RAL 5015", "Sky blue"),
           ("RAL 7016", "Anthracite grey"), ("RAL 1023", "Signal yellow"), ("", "Clear gloss"), ("", "Primer"))  # fmt: skip


@dataclass(frozen=True)
class Workshop:
    """A shop in a database of its own: who is signed in (their tokens), and jobs whose sheets carry six codes."""

    database_url: str
    shop_id: int
    live: int
    past: int
    tokens: Sequence[str]
    sheets: Sequence[str]


def lay_workshop(database_url: str, *, live: int, past: int) -> Workshop:
    """A shop with so many jobs on the floor and so many delivered, in that empty database."""
    floor = lay_out(database_url, people=PEOPLE)
    with opened(database_url), in_shop(floor.shop_id):
        people = members()
        customers = [add_customer(name, by=people[0]) for name in CUSTOMERS]
        powders = [add_material(name, by=people[0], code=code, hex="#3a5fcd", finish="gloss") for code, name in POWDERS]
        sheets = [_job_of_six_codes(people[0], customers[0], powders) for _ in range(4)]
    ids = {"customer": customers[0].id, "powder": powders[0].id, "member": people[0].id}
    lay_past_jobs(database_url, past, shop_id=floor.shop_id, **ids)
    parts: dict[str, Sequence[Any]] = {"members": people, "customers": customers, "powders": powders}
    with opened(database_url), in_shop(floor.shop_id):
        lay_live_jobs(live - len(sheets), **{name: [row.id for row in rows] for name, rows in parts.items()})
    return Workshop(database_url, floor.shop_id, live, past, [mate.token for mate in floor.crew], sheets)


def _job_of_six_codes(by: Member, customer: Customer, powders: Sequence[Material]) -> str:
    """View, bump and four powders. Returns its number."""
    item = planned("Gate half", Decimal(2), area=Decimal(18), services=services(), coats=powders[:4])
    return create_job(NewJob("coating", "Gate, two halves", [item], customer=customer), by=by).number
