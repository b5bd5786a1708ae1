"""Everything that can be done to a job."""

from shopfloor.jobs.edits import edits_since, last_edit
from shopfloor.jobs.operations.changes import Item, JobEdit
from shopfloor.jobs.operations.create import NewJob, create_job
from shopfloor.jobs.operations.customer import change_customer, reprice_job, why_customer_stays
from shopfloor.jobs.operations.details import assign, set_due
from shopfloor.jobs.operations.edit import edit_job
from shopfloor.jobs.operations.moves import advance, cancel, follow, hold, resume, set_status, undo
from shopfloor.jobs.operations.notes import add_note
from shopfloor.jobs.operations.quick import change_status

__all__ = [
    "Item",
    "JobEdit",
    "NewJob",
    "add_note",
    "advance",
    "assign",
    "cancel",
    "change_customer",
    "change_status",
    "create_job",
    "edit_job",
    "edits_since",
    "follow",
    "hold",
    "last_edit",
    "reprice_job",
    "resume",
    "set_due",
    "set_status",
    "undo",
    "why_customer_stays",
]
