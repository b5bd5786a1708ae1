"""Routes: the statuses one job will pass. Pure: stops in, stops out."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol


class Stop(NamedTuple):
    """A status on a route; `coat` counts from 1 where the status comes once for each coat, else 0."""

    status_id: int
    coat: int = 0


class Stage(Protocol):
    """What a route needs to know of a status."""

    @property
    def id(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def needs(self) -> str | None: ...
    @property
    def per_coat(self) -> bool: ...
    @property
    def on_route(self) -> bool: ...


def route_for(stages: Iterable[Stage], *, services: Collection[str], coats: int) -> list[Stop]:
    """The route of a job that needs these services and has so many coats.

    Stages whose service it does not need are left out; the stages of one coat (Coating, Curing) come once for each.
    """
    needed = [s for s in stages if s.on_route and (s.needs is None or s.needs in services)]
    loop = [s for s in needed if s.per_coat]
    stops: list[Stop] = []
    for stage in needed:
        if not stage.per_coat:
            stops.append(Stop(stage.id))
        elif stage is loop[0]:
            stops += [Stop(each.id, coat) for coat in range(1, max(coats, 1) + 1) for each in loop]
    return stops


def place_of(route: Sequence[Stop], stage: Stage, *, near: int, order: dict[int, int]) -> tuple[list[Stop], int]:
    """The route with `stage` on it, and its place: where it stands already (nearest to `near`), else put in by order.

    Setting a status that the job would have skipped makes it one of the job's own; what follows stays as it was.
    """
    places = [i for i, stop in enumerate(route) if stop.status_id == stage.id]
    if places:
        return list(route), min(places, key=lambda i: abs(i - near))
    later = (i for i, stop in enumerate(route) if order[stop.status_id] > stage.position)
    at = next(later, len(route))
    return [*route[:at], Stop(stage.id), *route[at:]], at


def route_ahead(
    route: Sequence[Stop], position: int, stages: Iterable[Stage], *, services: Collection[str], coats: int
) -> list[Stop]:
    """The route of a job under way that now needs these services and so many coats: only what is ahead changes.

    What is behind it, and where it stands, stays as it was walked; stages that it has passed are not put in behind it.
    """
    all_stages = list(stages)
    walked = list(route[: position + 1])
    now = set(route_for(all_stages, services=services, coats=coats))
    every = {stage.needs for stage in all_stages if stage.needs}
    order = route_for(all_stages, services=every, coats=max([coats, *(stop.coat for stop in route)]))
    return walked + [stop for stop in order[_after(walked, order, all_stages) :] if stop in now]


def _after(walked: Sequence[Stop], order: Sequence[Stop], stages: Sequence[Stage]) -> int:
    """The first place in `order` that comes after where the job stands; a stage put in by hand counts by its position."""
    here = walked[-1]
    if here in order:
        return order.index(here) + 1
    positions = {stage.id: stage.position for stage in stages}
    before = [i for i, stop in enumerate(order) if positions[stop.status_id] <= positions[here.status_id]]
    coat = max(stop.coat for stop in walked)
    return next((i + 1 for i in reversed(before) if order[i].coat <= coat), 0)
