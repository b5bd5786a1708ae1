"""Everything that can be done to a job."""

from shopfloor.jobs.operations.create import NewJob, create_job
from shopfloor.jobs.operations.edit import Item, JobEdit, edit_job, edits_since, last_edit
from shopfloor.jobs.operations.moves import advance, cancel, hold, resume, set_status, undo
from shopfloor.jobs.operations.notes import add_note

__all__ = [
    "Item",
    "JobEdit",
    "NewJob",
    "add_note",
    "advance",
    "cancel",
    "create_job",
    "edit_job",
    "edits_since",
    "hold",
    "last_edit",
    "resume",
    "set_status",
    "undo",
]
