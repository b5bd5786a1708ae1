"""What happens to rework. The job's history tells it."""

from shopfloor.events import kind
from shopfloor.rework import news


@kind("job.rework_opened", says="{actor} opened {rework} on {job}: {reason}, {quantity} × {item}", tells=news.of_opened)
class ReworkOpened:
    rework: str
    kind: str
    reason: str
    quantity: str
    item: str


@kind("job.rework_started", says="{actor} started work on {rework} of {job}")
class ReworkStarted:
    rework: str


@kind("job.rework_closed", says="{actor} closed {rework} of {job}: {resolution}")
class ReworkClosed:
    rework: str
    resolution: str
