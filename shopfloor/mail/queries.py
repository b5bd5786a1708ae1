"""Letters, looked up."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, desc, func, or_, select

from shopfloor.db import db
from shopfloor.kernel.errors import NotFound
from shopfloor.mail.models import Fate, Letter, LetterAttachment

LOOKED_AT = 10_000
# The groups of the list, by what became of a letter.
GROUPS: dict[str, tuple[str | None, ...]] = {
    "all": (),
    "waiting": (None,),
    "sent": (Fate.SENT, Fate.FILED),
    "failed": (Fate.REFUSED, Fate.GAVE_UP),
    "skipped": (Fate.SKIPPED,),
}
_SHOWN = (
    Letter.id,
    Letter.kind,
    Letter.subject,
    Letter.to_address,
    Letter.to_name,
    Letter.about_type,
    Letter.about_label,
    Letter.created_at,
    Letter.run_at,
    Letter.ended_at,
    Letter.attempts,
    Letter.fate,
    Letter.reason,
)


class Found(NamedTuple):
    """Some letters, newest first; and the id that was looked back to where there are older ones that were not looked at."""

    rows: Sequence[Any]
    reached: int | None


def page_of_letters(group: str, search: str, *, before: int | None, size: int) -> Found:
    """One page of letters, newest first, older than id `before`; `search` is in an address, a name, a subject or a number.

    Where not all are wanted, `LOOKED_AT` of them are looked at, so that it takes no longer the more there are.
    """
    older = (Letter.id < before,) if before is not None else ()
    narrowed = bool(search or GROUPS.get(group))
    back_to = select(Letter.id).where(*older).order_by(desc(Letter.id)).offset(LOOKED_AT - 1).limit(1)
    reached = db.session.scalar(back_to) if narrowed else None
    page = select(*_SHOWN).where(*older, *_of_group(group), *_with(search)).order_by(desc(Letter.id)).limit(size)
    if reached is not None:
        page = page.where(Letter.id >= reached)
    return Found(db.session.execute(page).all(), reached)


def _of_group(group: str) -> Iterator[Any]:
    if fates := GROUPS.get(group):
        yield Letter.fate.is_(None) if None in fates else Letter.fate.in_(fates)


def _with(search: str) -> Iterator[Any]:
    if search:
        fields = (Letter.to_address, Letter.to_name, Letter.subject, Letter.about_label)
        yield or_(*(func.lower(field).contains(search.lower(), autoescape=True) for field in fields))


def letters_about(subject_type: str, subject_id: int, *kinds: str) -> Sequence[Any]:
    """The letters that tell of that thing, of those kinds or all, newest first."""
    about = and_(Letter.about_type == subject_type, Letter.about_id == subject_id)
    of_kind = (Letter.kind.in_(kinds),) if kinds else ()
    found = select(*_SHOWN).where(about, *of_kind).order_by(desc(Letter.id))
    return db.session.execute(found).all()


def letter(letter_id: int) -> Letter:
    """That letter. Raises NotFound."""
    found = db.session.scalars(select(Letter).where(Letter.id == letter_id)).first()
    if found is None:
        raise NotFound()
    return found


def attached_to(letter_id: int) -> Sequence[Any]:
    """Names and sizes of what goes with it."""
    files = (LetterAttachment.place, LetterAttachment.name, func.length(LetterAttachment.content).label("size"))
    return db.session.execute(
        select(*files).where(LetterAttachment.letter_id == letter_id).order_by(LetterAttachment.place)
    ).all()


def attachment(letter_id: int, place: int) -> LetterAttachment:
    """One of the files. Raises NotFound."""
    where = (LetterAttachment.letter_id == letter_id, LetterAttachment.place == place)
    found = db.session.scalars(select(LetterAttachment).where(*where)).first()
    if found is None:
        raise NotFound()
    return found
