"""Notes: what the team tells itself about a job."""

from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.events import NoteAdded
from shopfloor.jobs.models import Note
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import clean
from shopfloor.shops.person import Person

LONGEST = 2000


@operation
def add_note(number: str, text: str, *, by: Person, tap: Tap = UNKEYED) -> Standing:
    """Add a note to the job. Raises NotFound, and Invalid for an empty or an overlong one."""
    text = clean(text)
    if not text:
        raise Invalid("Write something first.", "text")
    if len(text) > LONGEST:
        raise Invalid(f"A note has at most {LONGEST:,} characters; this one has {len(text):,}.", "text")
    job = locked(number)
    if heard_before(tap, by=by) is None:
        db.session.add(Note(job_id=job.id, member_id=by.id, text=text, written_at=tap.moment))
        record(NoteAdded(text), about=job, by=by, tap=tap)
    return job
