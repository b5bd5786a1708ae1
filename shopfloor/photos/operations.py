"""What can be done with photos of a job."""

from shopfloor.db import db, operation
from shopfloor.events import heard_before, record
from shopfloor.jobs.queries import job_id
from shopfloor.jobs.standing import locked
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotFound, NotPermitted
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.kernel.text import one_line
from shopfloor.photos.events import PhotoAdded, PhotoArchived, PhotoRetyped
from shopfloor.photos.models import Photo, PhotoKind
from shopfloor.photos.queries import photo
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

LONGEST_REASON = 200
KINDS = {kind.value for kind in PhotoKind}


def is_wanted(number: str, kind: str, *, by: Person, tap: Tap) -> bool:
    """Whether such a photo would be taken, asked before its file is looked at: False for one that is here already.

    Raises NotFound, Invalid for a kind there is not.
    """
    job_id(number)
    _kind(kind)
    return heard_before(tap, by=by) is None


@operation
def add_photo(
    number: str, kind: str, name: str, size: tuple[int, int], *, by: Person | None, tap: Tap = UNKEYED
) -> Photo | None:
    """Hang a kept picture on the job; None for a tap heard before. Raises NotFound, and Invalid for a kind there is not."""
    job = locked(number)
    if by and heard_before(tap, by=by) is not None:
        return None
    width, height = size
    made = Photo(
        job_id=job.id,
        kind=_kind(kind).value,
        name=name,
        width=width,
        height=height,
        member_id=by.id if by else None,
        taken_at=tap.moment,
        recorded_at=clock.now(),
    )
    db.session.add(made)
    record(PhotoAdded(_kind(kind).label), about=job, by=by, tap=tap)
    db.session.flush()
    return made


@operation
def retype_photo(photo_id: int, kind: str, *, by: Person, tap: Tap = UNKEYED) -> str:
    """Say what the photo shows. Gives its job's number. Raises NotFound, Invalid."""
    found, number = photo(photo_id)
    was, now = PhotoKind(found.kind), _kind(kind)
    if was is not now and heard_before(tap, by=by) is None:
        found.kind = now.value
        record(PhotoRetyped(was.label, now.label), about=locked(number), by=by, tap=tap)
    return number


@operation
def archive_photo(photo_id: int, reason: str, *, by: Person, tap: Tap = UNKEYED) -> str:
    """Take the photo off its job; the history says why. Gives the number. Raises NotPermitted, NotFound, Invalid."""
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Taking photos off a job is for supervisors and the office.")
    found, number = photo(photo_id, archived=True)
    if heard_before(tap, by=by) is not None:
        return number
    if found.archived_at:
        raise NotFound()
    reason = one_line(reason)
    if not reason:
        raise Invalid("Say in a few words why the photo is taken off.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Keep it under {LONGEST_REASON} characters; the rest fits in a note.", "reason")
    found.archived_at = clock.now()
    record(PhotoArchived(PhotoKind(found.kind).label, reason), about=locked(number), by=by, tap=tap)
    return number


def _kind(kind: str) -> PhotoKind:
    if kind not in KINDS:
        raise Invalid("Choose what the photo shows.", "kind")
    return PhotoKind(kind)
