"""Jobs on the floor, as a shop has them: of several customers, with items, coats, prep, people, and what happened so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from shopfloor.catalog.queries import services
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.events import Event, LogHead
from shopfloor.jobs.listing.words import write_words
from shopfloor.jobs.models import Coat, Job, JobItem, JobItemService, JobWorker
from shopfloor.kernel import clock
from shopfloor.sheets.models import Code
from shopfloor.workflow.queries import Stand, workflow
from shopfloor.workflow.routes import route_for

FIRST_ID = 5_000_000  # the past is older and has the lower ids
KEPT_KEYS = 16  # bytes of a tap's key

THINGS = ("18-inch wheel", "Gate half", "Bracket, left", "Bracket, right", "Fork", "Frame", "Railing, 2 m", "Valve cover",
          "Bumper, rear", "Control arm", "Patio chair", "Table base", "Radiator", "Fence panel", "Skid plate")  # fmt: skip
WORDS = ("", "", "", "Mask the bearing seats and all threads", "Customer collects on Friday", "Hang by the rear holes only")
PLACES = ("", "Rack 1", "Rack 7", "Cart 3", "Cart 12", "Oven door")
PREP = (("blasting",), ("blasting", "cleaning"), ("blasting", "masking"), ("blasting", "masking", "cleaning"), ())


@dataclass
class Floor:
    """What live jobs are made of, and the rows of those that were made."""

    members: Sequence[int]
    customers: Sequence[int]
    powders: Sequence[int]
    stages: Sequence[Stand]
    services: dict[str, int]
    seq: int
    now: datetime
    dice: Random = field(default_factory=lambda: Random(7))
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: Any, **values: Any) -> None:
        self.rows[model].append({"shop_id": shop_in_scope(), **values})


def lay_live_jobs(many: int, *, members: Sequence[int], customers: Sequence[int], powders: Sequence[int]) -> None:
    """Insert so many open jobs into the shop in scope, somewhere in the first half of their routes. Commits."""
    heads = table(LogHead)
    head = run(select(heads.c.seq).where(heads.c.shop_id == shop_in_scope())).scalar_one()
    by_code = {service.code: service.id for service in services()}
    floor = Floor(members, customers, powders, workflow(1).of("coating"), by_code, head, clock.now())
    for n in range(many):
        _add_job(floor, FIRST_ID + n)
    for model in (Job, JobItem, JobItemService, Coat, JobWorker, Code, Event):
        if floor.rows[model]:
            run(insert(table(model)), floor.rows[model])
    write_words([row["id"] for row in floor.rows[Job]])
    run(update(heads).where(heads.c.shop_id == shop_in_scope()).values(seq=floor.seq))
    db.session.commit()


def _add_job(floor: Floor, job_id: int) -> None:
    prep, coats = floor.dice.choice(PREP), floor.dice.choice((1, 1, 2))
    route = [list(stop) for stop in route_for(floor.stages, services=set(prep), coats=coats)]
    position = floor.dice.randrange(len(route) // 2)
    since = floor.now - timedelta(minutes=floor.dice.randrange(30, 3000))
    number = f"JOB-2611-{job_id - FIRST_ID + 1001}"
    _add_events(floor, job_id, number, route, position, since)
    floor.add(
        Job, id=job_id, number=number, kind="coating", customer_id=floor.dice.choice(floor.customers),
        description=floor.dice.choice(THINGS), status_id=route[position][0], route=route, position=position, step=position,
        hold_reason=None, status_since=since, lane_since=since, active=True, priority=floor.dice.choice((1, 2, 2, 2, 3, 5)),
        due_on=floor.now.date() + timedelta(days=floor.dice.randrange(-2, 15)), scheduled_on=None,
        location=floor.dice.choice(PLACES), customer_po="", instructions=floor.dice.choice(WORDS),
        created_at=since - timedelta(days=2), closed_at=None, card_seq=floor.seq,
    )  # fmt: skip
    powders = floor.dice.sample(floor.powders, coats)
    for place in range(1, floor.dice.choice((2, 3, 4))):
        _add_item(floor, job_id, place, prep, powders)
    for member in floor.dice.sample(floor.members, floor.dice.choice((1, 1, 2))):
        floor.add(JobWorker, job_id=job_id, member_id=member)
    _add_codes(floor, job_id, powders)


def _add_item(floor: Floor, job_id: int, place: int, prep: Sequence[str], powders: Sequence[int]) -> None:
    item, count = job_id * 10 + place, Decimal(floor.dice.randrange(1, 13))
    what = floor.dice.choice(THINGS)
    floor.add(JobItem, id=item, job_id=job_id, place=place, description=what, quantity=count, area=Decimal(4), unit_price=None)
    for code in prep:
        floor.add(JobItemService, job_item_id=item, service_id=floor.services[code])
    for coat, powder in enumerate(powders, start=1):
        floor.add(Coat, id=item * 10 + coat, job_item_id=item, place=coat, material_id=powder)


def _add_codes(floor: Floor, job_id: int, powders: Sequence[int]) -> None:
    wanted = [("view", None), ("bump", None), *(("powder", powder) for powder in powders)]
    for n, (purpose, powder) in enumerate(wanted):
        code = {"token": f"{floor.dice.getrandbits(88):022x}", "short": f"{job_id % 10_000:04}{n:02}"}
        floor.add(Code, id=job_id * 10 + n, purpose=purpose, job_id=job_id, material_id=powder, revoked_at=None, **code)


def _add_events(floor: Floor, job_id: int, number: str, route: list[list[int]], position: int, since: datetime) -> None:
    """Created, and a move for each place it has left behind."""
    labels = {stand.id: stand.label for stand in floor.stages}
    for place in range(position + 1):
        floor.seq += 1
        back = {"status_id": route[place - 1][0], "position": place - 1, "route": route, "active": True}
        moved = {"was": labels[route[place - 1][0]], "now": labels[route[place][0]], "back": back}
        floor.add(
            Event, seq=floor.seq, kind="job.moved" if place else "job.created", subject_type="job", subject_id=job_id,
            subject_label=number, actor_id=floor.dice.choice(floor.members), source="mobile",
            key=UUID(bytes=floor.dice.randbytes(KEPT_KEYS)).hex, fingerprint=f"{floor.dice.getrandbits(128):032x}",
            payload=moved if place else {"customer": "Harlan Cycle Works", "description": "Wheels"},
            occurred_at=since, recorded_at=since, hash=bytes(32),
        )  # fmt: skip
