"""A trade's statuses as routes read them: numbered by their places, without a database."""

from dataclasses import dataclass

from shopfloor.workflow.trades import KindSeed


@dataclass(frozen=True, slots=True)
class Stage:
    """`id` is its place, so that a stop leads straight back to the seed."""

    id: int
    position: int
    label: str = ""
    needs: str | None = None
    per_coat: bool = False
    on_route: bool = True


def stages_of(kind: KindSeed) -> list[Stage]:
    return [
        Stage(place, place, seed.label, seed.needs, seed.per_coat, seed.on_route) for place, seed in enumerate(kind.statuses)
    ]
