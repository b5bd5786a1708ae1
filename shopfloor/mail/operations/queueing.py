"""A letter, written with the change it tells of: both are there, or neither."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shopfloor.db import db, operation
from shopfloor.events import Actor, Subject
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Overtaken
from shopfloor.kernel.text import clean, one_line
from shopfloor.mail.addresses import address
from shopfloor.mail.models import Fate, Letter, LetterAttachment
from shopfloor.mail.paper import as_html, as_text
from shopfloor.mail.settings import SenderSettings
from shopfloor.mail.setup import post
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings

MOST_BYTES = 15 * 1024 * 1024  # of attachments; servers take about 20 MB, and mail makes a third more of them
LONGEST_SUBJECT, LONGEST_NAME, LONGEST_KEY = 200, 120, 100
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """`mimetype` is ours, never one that a person has sent."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Button:
    """A link into our own pages: `path` begins with "/" and is led to by the public address."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What is to be said to whom. `text` is plain: empty lines part paragraphs; greeting and signature are added to none.

    `about` is what events know it by. `key` is what it tells of, unique in the shop. `not_before` leaves time to take it
    back; `kind` names a check in `checks.py`. Answers go to `reply_to`, or to where the shop wants them.
    """

    to: str
    subject: str
    text: str
    key: str
    about: Subject
    to_name: str = ""
    button: Button | None = None
    reply_to: str = ""
    customer_id: int | None = None
    kind: str = "letter"
    attachments: tuple[Attachment, ...] = ()
    not_before: datetime | None = None


@operation
def queue_letter(new: NewLetter, *, by: Actor | None) -> Letter:
    """Have it sent, once the operation under way is committed. `by=None` is the shop itself.

    A key that is there already gives the letter that has it, and nothing is sent twice. Raises Invalid for what is no
    address (field "to" or "reply_to"), an empty subject or text, and for more attached than mail carries.
    """
    known = db.session.scalars(select(Letter).where(Letter.key == new.key)).first()
    if known:
        return known
    if not one_line(new.subject):
        raise Invalid("What is it about? Enter a subject.", "subject")
    if not clean(new.text):
        raise Invalid("Write what the e-mail is to say.", "text")
    if sum(len(part.content) for part in new.attachments) > MOST_BYTES:
        raise Invalid(f"That is too much for one e-mail: attach at most {MOST_BYTES // 2**20} MB.", "attachments")
    _checked(new.to, "to")
    return _written(new, by)


@operation
def leave_unsent(new: NewLetter, reason: str) -> Letter:
    """Write down a letter that is not sent, and in a sentence why. A key that is there already gives its letter."""
    known = db.session.scalars(select(Letter).where(Letter.key == new.key)).first()
    if known:
        return known
    letter = _written(new, None)
    letter.fate, letter.reason, letter.ended_at = Fate.SKIPPED, reason, letter.created_at
    return letter


def _written(new: NewLetter, by: Actor | None) -> Letter:
    signed, now = settings(SenderSettings), clock.now()
    subject, words = one_line(new.subject)[:LONGEST_SUBJECT], clean(new.text)[:LONGEST_TEXT]
    button = (new.button.label, _ours(new.button.path)) if new.button else None
    reply_to = new.reply_to or signed.reply_to
    letter = Letter(
        key=new.key,
        kind=new.kind,
        to_address=address(new.to) or one_line(new.to)[:254],
        to_name=one_line(new.to_name)[:LONGEST_NAME],
        reply_to=_checked(reply_to, "reply_to") if reply_to else "",
        subject=subject,
        text=as_text(words, button=button, signature=signed.signature),
        html=as_html(words, subject=subject, button=button, signature=signed.signature, shop=shop().name),
        about_type=new.about.subject_type,
        about_id=new.about.id,
        about_label=new.about.label,
        customer_id=new.customer_id,
        member_id=by.id if by else None,
        mark=uuid4().hex,
        created_at=now,
        run_at=new.not_before or now,
    )
    db.session.add(letter)
    try:
        db.session.flush()
    except IntegrityError:  # another transaction has just put down the same key
        raise Overtaken("This e-mail was queued a moment ago.") from None
    for place, part in enumerate(new.attachments):
        name = one_line(part.name)[:120]
        db.session.add(
            LetterAttachment(letter_id=letter.id, place=place, name=name, mimetype=part.mimetype, content=part.content)
        )
    db.session.flush()
    return letter


def _checked(typed: str, field: str) -> str:
    found = address(typed)
    if found is None:
        raise Invalid(f"“{one_line(typed)[:80]}” is no e-mail address." if typed else "Enter an e-mail address.", field)
    return found


def _ours(path: str) -> str:
    """The whole address of one of our pages. Raises ValueError for what could lead elsewhere: a hole in the code."""
    if not path.startswith("/") or path.startswith("//") or any(char in '\\"<>' or char <= " " for char in path):
        raise ValueError(f"{path!r} is no path of ours.")
    return post().base + path
