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
