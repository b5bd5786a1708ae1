"""What became of a letter, in words."""

from typing import Any, NamedTuple

from shopfloor.mail.models import Fate


class Outcome(NamedTuple):
    """A label with the tone of its dot."""

    label: str
    tone: str


_FATES = {
    Fate.SENT: Outcome("Sent", "green"),
    Fate.FILED: Outcome("Put into a file", "sky"),
    Fate.REFUSED: Outcome("Refused", "red"),
    Fate.GAVE_UP: Outcome("Gave up", "red"),
    Fate.SKIPPED: Outcome("Not sent", "slate"),
}


def outcome(letter: Any) -> Outcome:
    if letter.fate:
        return _FATES[Fate(letter.fate)]
    return Outcome("Trying again", "orange") if letter.attempts and letter.reason else Outcome("Waiting", "amber")


def size(count: int) -> str:
    """12 KB"""
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, round(count / 1024))} KB"
