"""A job as its card shows it. One statement reads any number of them, with items, coats, services and people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
from sqlalchemy import bindparam, select

from shopfloor.catalog.models import Material, Service
from shopfloor.customers.models import Customer
from shopfloor.db import run, shop_in_scope, table
from shopfloor.db.json_rows import json_rows
from shopfloor.jobs import words
from shopfloor.jobs.models import Coat, Job, JobItem, JobItemService, JobWorker
from shopfloor.kernel import clock, quantity
from shopfloor.shops.models import Member
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand, Workflow
from shopfloor.workflow.trades import PrioritySeed, Trade


@dataclass(frozen=True, slots=True)
class CardCoat:
    """One coat: `state` is done, now or next, told from where the job stands."""

    coat: int
    of: int
    name: str
    hex: str
    finish: str
    state: str


class Worker(NamedTuple):
    id: int
    name: str


class Hold(NamedTuple):
    reason: str
    resume_label: str


class PathStop(NamedTuple):
    """A stop of the route as people see it; `state` is done, now, next or later."""

    label: str
    tone: str
    state: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What turns rows into words: the shop's trade, statuses, zone and today's date there."""

    trade: Trade
    workflow: Workflow
    timezone: str
    today: date

    @property
    def edition(self) -> str:
        """Changes when the words on all cards may: with the day, and with the shop's statuses."""
        return f"{self.today.isoformat()}.{self.workflow.version}"


@dataclass(frozen=True, slots=True)
class Card:
    """All that any view of a job in a list may show. `price` is for those alone who may see prices."""

    id: int
    card_seq: int
    number: str
    kind: str
    step: int
    status: Stand
    group: str
    next_label: str | None
    hold: Hold | None
    customer: str
    description: str
    items: list[str]
    pieces: str
    coats: list[CardCoat]
    due: words.Due
    due_on: date | None
    scheduled_on: date | None
    stage_words: str
    location: str
    customer_po: str
    workers: list[Worker]
    priority: PrioritySeed
    instructions: str
    masking: bool
    position: int
    stops: list[list[int]]
    price: Decimal | None
    setting: Setting

    @property
    def url(self) -> str:
        return f"/jobs/{self.number}"

    @property
    def terminal(self) -> bool:
        return self.status.kind.is_closed

    @property
    def sort(self) -> str:
        """Text that sorts as the floor does: due first, undated last; then the more urgent. Equals stand by their id."""
        due = self.due_on.isoformat() if self.due_on else "9999-12-31"
        return f"{due} {9 - self.priority.rank}"

    @property
    def hold_reasons(self) -> tuple[str, ...]:
        """Why jobs of this trade are usually put on hold."""
        return self.setting.trade.hold_reasons

    @property
    def path(self) -> list[PathStop]:
        """The whole route, with what is behind and what is ahead."""
        stands = [self.setting.workflow[status_id] for status_id, _ in self.stops]
        return [PathStop(stand.label, stand.tone, self._state(i)) for i, stand in enumerate(stands)]

    @property
    def ahead(self) -> str:
        """The steps that are left, for a device that has no signal and goes on: labels in order, with bars between."""
        left = () if self.hold or self.terminal else self.stops[self.position + 1 :]
        return "|".join(self.setting.workflow[status_id].label for status_id, _ in left)

    @property
    def path_ahead(self) -> list[PathStop]:
        """The part of the route around where it stands: two stops behind, three ahead."""
        return self.path[max(0, self.position - 2) : self.position + 4]

    def _state(self, place: int) -> str:
        if place < self.position or self.status.kind is StatusKind.DONE:
            return "done"
        if place == self.position:
            return "later" if self.status.kind is StatusKind.CANCELLED else "now"
        return "next" if place == self.position + 1 and self.next_label else "later"


def cards(job_ids: Collection[int], setting: Setting) -> list[Card]:
    """The cards of those jobs of the shop in scope, in no order. Ids that are not the shop's are left out."""
    rows = run(_CARDS, {"shop": shop_in_scope(), "ids": list(job_ids)}).all() if job_ids else []
    return [_card(row, setting) for row in rows]


def group_of(stand: Stand) -> str:
    """The group a status stands in on a phone: statuses of one name in one lane are one group (three kinds of repair)."""
    return f"{stand.lane_position}-{stand.label.lower().replace(' ', '-').replace('/', '')}"


def _card(row: Any, setting: Setting) -> Card:
    stand = setting.workflow[row.status_id]
    stops = row.route
    items = sorted(_rows(row.items))
    services = {code for (code,) in _rows(row.services)}
    return Card(
        id=row.id,
        card_seq=row.card_seq,
        number=row.number,
        kind=row.kind,
        step=row.step,
        status=stand,
        group=group_of(stand),
        next_label=_next_label(stand, row.position, stops, setting.workflow),
        hold=Hold(row.hold_reason, setting.workflow[stops[row.position][0]].label) if row.hold_reason else None,
        customer=row.customer or "Stock",
        description=row.description,
        items=[_item_words(count, text) for _, count, text in items],
        pieces=words.pieces(sum((quantity.from_thousandths(count) for _, count, _ in items), Decimal(0))),
        coats=_coats(_rows(row.coats), row.position, stops),
        due=words.due(row.due_on, setting.today, is_open=row.active),
        due_on=row.due_on,
        scheduled_on=row.scheduled_on,
        stage_words=words.in_stage(_local(row.lane_since, setting), setting.today, stand.lane),
        location=row.location,
        customer_po=row.customer_po,
        workers=sorted((Worker(*worker) for worker in _rows(row.workers)), key=lambda w: w.name),
        priority=setting.trade.priority(row.priority),
        instructions=row.instructions,
        masking="masking" in services,
        position=row.position,
        stops=stops,
        price=row.price,
        setting=setting,
    )


def _rows(value: str | None) -> list[list[Any]]:
    return orjson.loads(value) if value else []


def _item_words(thousandths: int, text: str) -> str:
    return f"{quantity.words(quantity.from_thousandths(thousandths))} × {text}"


def _local(moment: datetime, setting: Setting) -> datetime:
    return clock.local(moment, setting.timezone)


def _next_label(stand: Stand, position: int, stops: list[list[int]], flow: Workflow) -> str | None:
    if stand.kind is StatusKind.HOLD or stand.kind.is_closed or position + 1 >= len(stops):
        return None
    return flow[stops[position + 1][0]].label


def _coats(rows: Iterable[list[Any]], position: int, stops: list[list[int]]) -> list[CardCoat]:
    """Each powder once for each coat it is in, with the coat the job is at told from its place on the route."""
    distinct = sorted({tuple(row) for row in rows})
    of = max((row[0] for row in distinct), default=0)
    current, is_now = _current_coat(position, stops)
    return [
        CardCoat(coat, of, name.strip(), hex_, finish, _state(coat, current, is_now)) for coat, name, hex_, finish in distinct
    ]


def _state(coat: int, current: int, is_now: bool) -> str:
    if coat < current:
        return "done"
    return "now" if coat == current and is_now else "next"


def _current_coat(position: int, stops: list[list[int]]) -> tuple[int, bool]:
    """The coat being put on, or the next one, and whether it is being put on now."""
    if stops[position][1]:
        return stops[position][1], True
    ahead = [coat for _, coat in stops[position:] if coat]
    return (ahead[0], False) if ahead else (99, False)


_JOBS, _CUSTOMERS, _ITEMS, _COATS = (table(model) for model in (Job, Customer, JobItem, Coat))
_ITEM_SERVICES, _SERVICES, _MATERIALS = (table(model) for model in (JobItemService, Service, Material))
_WORKERS, _MEMBERS = table(JobWorker), table(Member)
_CARDS = (
    select(
        _JOBS,
        _CUSTOMERS.c.name.label("customer"),
        select(json_rows(_ITEMS.c.place, _ITEMS.c.quantity, _ITEMS.c.description))
        .where(_ITEMS.c.shop_id == _JOBS.c.shop_id, _ITEMS.c.job_id == _JOBS.c.id)
        .scalar_subquery()
        .label("items"),
        select(json_rows(_COATS.c.place, _MATERIALS.c.code + " " + _MATERIALS.c.name, _MATERIALS.c.hex, _MATERIALS.c.finish))
        .select_from(_ITEMS)
        .join(_COATS, (_COATS.c.shop_id == _ITEMS.c.shop_id) & (_COATS.c.job_item_id == _ITEMS.c.id))
        .join(_MATERIALS, (_MATERIALS.c.shop_id == _COATS.c.shop_id) & (_MATERIALS.c.id == _COATS.c.material_id))
        .where(_ITEMS.c.shop_id == _JOBS.c.shop_id, _ITEMS.c.job_id == _JOBS.c.id)
        .correlate(_JOBS)
        .scalar_subquery()
        .label("coats"),
        select(json_rows(_SERVICES.c.code))
        .select_from(_ITEMS)
        .join(
            _ITEM_SERVICES,
            (_ITEM_SERVICES.c.shop_id == _ITEMS.c.shop_id) & (_ITEM_SERVICES.c.job_item_id == _ITEMS.c.id),
        )
        .join(_SERVICES, (_SERVICES.c.shop_id == _ITEM_SERVICES.c.shop_id) & (_SERVICES.c.id == _ITEM_SERVICES.c.service_id))
        .where(_ITEMS.c.shop_id == _JOBS.c.shop_id, _ITEMS.c.job_id == _JOBS.c.id)
        .correlate(_JOBS)
        .scalar_subquery()
        .label("services"),
        select(json_rows(_MEMBERS.c.id, _MEMBERS.c.name))
        .select_from(_WORKERS)
        .join(_MEMBERS, (_MEMBERS.c.shop_id == _WORKERS.c.shop_id) & (_MEMBERS.c.id == _WORKERS.c.member_id))
        .where(_WORKERS.c.shop_id == _JOBS.c.shop_id, _WORKERS.c.job_id == _JOBS.c.id)
        .correlate(_JOBS)
        .scalar_subquery()
        .label("workers"),
    )
    .select_from(_JOBS)
    .outerjoin(_CUSTOMERS, (_CUSTOMERS.c.shop_id == _JOBS.c.shop_id) & (_CUSTOMERS.c.id == _JOBS.c.customer_id))
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id.in_(bindparam("ids", expanding=True)))
)
