"""A shop's workflow, read once and kept until its version changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from shopfloor.db import db, kept, shop_in_scope
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.models import Lane, Status


@dataclass(frozen=True, slots=True)
class Stand:
    """A status as the code reads it: plain values, safe to keep between requests."""

    id: int
    job_kind: str
    code: str
    label: str
    kind: StatusKind
    lane: str
    lane_id: int
    lane_position: int
    position: int
    tone: str
    needs: str | None
    per_coat: bool
    on_route: bool
    amber_minutes: int | None
    red_minutes: int | None


class Workflow:
    """All statuses of a shop, in the order of their lanes and places."""

    def __init__(self, stands: Iterable[Stand], version: int) -> None:
        self.version = version
        self.stands = sorted(stands, key=lambda s: (s.job_kind, s.position))
        self._by_id = {stand.id: stand for stand in self.stands}

    def __getitem__(self, status_id: int) -> Stand:
        return self._by_id[status_id]

    def get(self, status_id: int) -> Stand | None:
        return self._by_id.get(status_id)

    def of(self, job_kind: str) -> list[Stand]:
        """The statuses of a kind of job, in order."""
        return [stand for stand in self.stands if stand.job_kind == job_kind]

    def first(self, job_kind: str, kind: StatusKind) -> Stand:
        """The first status of that kind: the one Hold, or the one Cancelled."""
        return next(stand for stand in self.of(job_kind) if stand.kind is kind)

    def order(self, job_kind: str) -> dict[int, int]:
        return {stand.id: stand.position for stand in self.of(job_kind)}

    @cached_property
    def on_floor(self) -> list[Stand]:
        """Statuses of open jobs, as a worker meets them: by place in the work, holds last."""
        open_ = [stand for stand in self.stands if not stand.kind.is_closed]
        return sorted(open_, key=lambda s: (s.lane_position, s.position, s.job_kind))


def workflow(version: int) -> Workflow:
    """The workflow of the shop in scope, at that `workflow_version`."""
    shop_id, read = shop_in_scope(), kept("workflows")
    flow: Workflow | None = read.get(shop_id)
    if flow is None or flow.version != version:
        flow = read[shop_id] = _read(shop_id, version)
    return flow


def _read(shop_id: int, version: int) -> Workflow:
    rows = db.session.execute(
        select(Status.__table__, Lane.name.label("lane"), Lane.position.label("lane_position"))
        .join(Lane, (Lane.shop_id == Status.shop_id) & (Lane.id == Status.lane_id))
        .where(Status.shop_id == shop_id)
    ).all()
    stands = (
        Stand(
            row.id,
            row.job_kind,
            row.code,
            row.label,
            StatusKind(row.kind),
            row.lane,
            row.lane_id,
            row.lane_position,
            row.position,
            row.tone,
            row.needs,
            row.per_coat,
            row.on_route,
            row.amber_minutes,
            row.red_minutes,
        )
        for row in rows
    )
    return Workflow(stands, version)
