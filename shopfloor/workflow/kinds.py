"""What a status means, whatever a shop calls it. Code branches on these and on nothing else."""

from enum import StrEnum


class StatusKind(StrEnum):
    NEW = "new"
    WAITING = "waiting"
    ACTIVE = "active"
    READY = "ready"
    DONE = "done"
    HOLD = "hold"
    CANCELLED = "cancelled"

    @property
    def is_closed(self) -> bool:
        """The job is off the floor for good."""
        return self in {StatusKind.DONE, StatusKind.CANCELLED}


class LaneKind(StrEnum):
    COLUMN = "column"
    APART = "apart"
    OFF = "off"
