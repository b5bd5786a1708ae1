"""Reading a tap out of a request, and answering it."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from flask import request

from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import Tap
from shopfloor.web.errors import wants_json

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NOT_CONTENT = {"key", "at", "view"}
SOURCES = {"mobile", "bump", "desk", "booth"}


def tap_from_request() -> Tap:
    """The tap a form carries. Raises Invalid for a key or a time that can't be one.

    Our scripts always send a key; a plain form need not: its step already keeps it from counting twice.
    """
    key = request.form.get("key") or None
    if key is None and wants_json():
        raise Invalid("This tap has no key, so it can't be told from another. Reload the page and tap again.")
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid("This tap's key is not one of ours. Reload the page and tap again.")
    source = request.form.get("view", "desk")
    return Tap(key, _time(request.form.get("at")), _fingerprint(), source if source in SOURCES else "desk")


def step_from_request() -> int:
    """The step the person saw. Raises Invalid when it is missing or no number."""
    text = request.form.get("step", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Invalid("This tap does not say what it saw. Reload the page and tap again.")
    return int(text)


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
