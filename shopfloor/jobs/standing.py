"""Where a job stands: all a move needs of it, read with one lean statement and locked.

The tap is the hottest path of the product; loading the job as an ORM object would cost more than the move itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from shopfloor.db import run, shop_in_scope, table
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.shops.models import Shop
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand, Workflow, workflow
from shopfloor.workflow.routes import Stop, place_of


@dataclass(frozen=True, slots=True)
class Place:
    """The part of a job that a move changes, and that undoing the move puts back."""

    status_id: int
    position: int
    route: list[list[int]]
    hold_reason: str | None
    status_since: datetime
    lane_since: datetime
    active: bool
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A job where it stands. Immutable: a move makes the next one."""

    id: int
    number: str
    kind: str
    step: int
    place: Place
    timezone: str
    workflow: Workflow

    subject_type = "job"

    @property
    def label(self) -> str:
        return self.number

    @property
    def status(self) -> Stand:
        return self.workflow[self.place.status_id]

    @property
    def resumes_in(self) -> Stand:
        """The status on the route where it stands, or was put on hold."""
        return self.workflow[self.place.route[self.place.position][0]]

    def at_position(self, position: int, at: datetime) -> "Standing":
        """One move on: at that place of its route."""
        return self._arrived(self.workflow[self.place.route[position][0]], at, position=position, hold_reason=None)

    def stepped_forward(self, at: datetime) -> "Standing":
        """One move on: the next stop. Raises Invalid on hold and at the end of the route."""
        if self.status.kind is StatusKind.HOLD:
            raise Invalid(f"{self.number} is on hold. Resume it first.")
        if self.status.kind.is_closed or self.place.position + 1 >= len(self.place.route):
            raise Invalid(f"{self.number} is {self.status.label.lower()}: there is no next step.")
        return self.at_position(self.place.position + 1, at)

    def aside(self, kind: StatusKind, reason: str | None, at: datetime) -> "Standing":
        """One move on: on hold, or cancelled; it keeps its place on the route."""
        return self._arrived(self.workflow.first(self.kind, kind), at, hold_reason=reason)

    def at_status(self, stand: Stand, at: datetime) -> "Standing":
        """One move on: at any status of the route, which makes room for it where it has none."""
        stops = [Stop(*stop) for stop in self.place.route]
        route, position = place_of(stops, stand, near=self.place.position, order=self.workflow.order(self.kind))
        return self._arrived(stand, at, position=position, route=[list(s) for s in route], hold_reason=None)

    def put_back(self, place: Place) -> "Standing":
        """One move on, by going back to where it was."""
        return replace(self, place=place, step=self.step + 1)

    def _arrived(self, stand: Stand, at: datetime, **changes: Any) -> "Standing":
        """At `stand`; the lane's clock runs on within a lane."""
        same_lane = stand.lane_id == self.status.lane_id
        place = replace(
            self.place,
            status_id=stand.id,
            status_since=at,
            lane_since=self.place.lane_since if same_lane else at,
            active=not stand.kind.is_closed,
            closed_at=at if stand.kind.is_closed else None,
            **changes,
        )
        return replace(self, place=place, step=self.step + 1)


def locked(number: str) -> Standing:
    """The job of that number as it stands, locked until the operation ends. Raises NotFound."""
    row = run(_STANDING, {"shop": shop_in_scope(), "number": number}).first()
    if row is None:
        raise NotFound()
    place: list[Any] = list(row[6:])
    flow = workflow(row.workflow_version)
    return Standing(row.id, row.number, row.kind, row.step, Place(*place), row.timezone, flow)


def put(job: Standing) -> Standing:
    """Write where the job stands now."""
    place = {name: getattr(job.place, name) for name in Place.__slots__}
    run(_PUT, {"shop": shop_in_scope(), "job": job.id, "step": job.step, **place})
    return job


_JOBS, _SHOPS = table(Job), table(Shop)
_STANDING = (
    select(
        _JOBS.c.id,
        _JOBS.c.number,
        _JOBS.c.kind,
        _JOBS.c.step,
        _SHOPS.c.timezone,
        _SHOPS.c.workflow_version,
        _JOBS.c.status_id,
        _JOBS.c.position,
        _JOBS.c.route,
        _JOBS.c.hold_reason,
        _JOBS.c.status_since,
        _JOBS.c.lane_since,
        _JOBS.c.active,
        _JOBS.c.closed_at,
    )
    .select_from(_JOBS)
    .join(_SHOPS, _SHOPS.c.id == _JOBS.c.shop_id)
    .where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.number == bindparam("number"))
    .with_for_update(of=_JOBS, key_share=True)
)
_PUT = update(_JOBS).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id == bindparam("job"))
