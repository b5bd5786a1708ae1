"""Names of the events that change where a job stands, for those who look for them in the log."""

# They can be taken back.
MOVES = ("job.moved", "job.held", "job.resumed", "job.cancelled", "job.status_set")
UNDONE = "job.move_undone"
EDITED = "job.edited"
# They change what the form of a job shows.
CHANGES = (EDITED, "job.assigned", "job.due_set")
NOTE = "job.note_added"
