"""Everything that can be done to a job."""

from shopfloor.jobs.operations.create import NewItem, NewJob, create_job
from shopfloor.jobs.operations.customer import change_customer, why_customer_stays
from shopfloor.jobs.operations.moves import advance, cancel, follow, hold, resume, set_status, undo
from shopfloor.jobs.operations.notes import add_note

__all__ = [
    "NewItem",
    "NewJob",
    "add_note",
    "advance",
    "cancel",
    "change_customer",
    "create_job",
    "follow",
    "hold",
    "resume",
    "set_status",
    "undo",
    "why_customer_stays",
]
