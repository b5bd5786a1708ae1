"""Reading a tap out of a request, and answering it."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import request

from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotTheirs
from shopfloor.kernel.tap import Tap
from shopfloor.web.current import visitor
from shopfloor.web.errors import wants_json

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NOT_CONTENT = {"key", "at", "sent", "view", "member"}
SOURCES = {"mobile", "bump", "desk", "booth"}


def tap_from_request() -> Tap:
    """The tap a form carries. Raises Invalid for a key or a time that can't be one, NotTheirs for another member's tap.

    Our scripts always send a key; a plain form need not: its step already keeps it from counting twice.
    """
    _must_be_theirs(request.form.get("member"))
    key = request.form.get("key") or None
    if key is None and wants_json():
        raise Invalid("This tap has no key, so it can't be told from another. Reload the page and tap again.")
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid("This tap's key is not one of ours. Reload the page and tap again.")
    source = request.form.get("view", "desk")
    return Tap(key, _thumb_time(), _fingerprint(), source if source in SOURCES else "desk")


def step_from_request() -> int:
    """The step the person saw. Raises Invalid when it is missing or no number."""
    text = request.form.get("step", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Invalid("This tap does not say what it saw. Reload the page and tap again.")
    return int(text)


def _must_be_theirs(member: str | None) -> None:
    person = visitor()
    if member and person and member != person.place:
        raise NotTheirs("Someone else made this tap on this device. It waits for them.")


def _thumb_time() -> datetime | None:
    """When the thumb came down. A device that says when it sends, too, by the same clock, may have a wrong one."""
    at, sent = _time(request.form.get("at")), _time(request.form.get("sent"))
    return clock.now() - max(sent - at, timedelta(0)) if at and sent else at


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("This tap's time can't be read. Reload the page and tap again.") from None


def _fingerprint() -> str:
    """The same for the same deed, whenever and from wherever it is sent again."""
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CONTENT)
    return sha256(repr((request.path, fields)).encode()).hexdigest()[:32]
