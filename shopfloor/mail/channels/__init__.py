"""Ways a letter leaves. A way opens a `Line`, whose `send` returns when the letter is away and raises `Later` or `Never`."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from shopfloor.mail.models import Fate


@dataclass(frozen=True, slots=True)
class Envelope:
    """`mark` is the same whenever this letter is sent."""

    sender: str
    to: str
    mark: str
    message: EmailMessage


class Later(Exception):
    """It may go another time. Its text says in words what was in the way."""


class Never(Exception):
    """It will not go, however often it is tried. Its text is the server's answer."""


class Line(Protocol):
    """A way, open for a batch of letters."""

    def send(self, envelope: Envelope) -> None: ...
    def close(self) -> None: ...


class Way(Protocol):
    """`fate` is what becomes of a letter that went this way."""

    @property
    def fate(self) -> Fate: ...
    @property
    def words(self) -> str: ...
    def open(self) -> Line: ...
