"""Ways to reach a person. Each is a file with `deliver(message)`: it returns when sent, and raises what is below when not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery as a channel sends it, with all it needs: channels don't ask the database."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    topic: str
    urgent: bool


class Gone(Exception):
    """Nobody hears there any more: the device is to be forgotten."""


class Retry(Exception):
    """Not now. `after` is how many seconds the other side asks for, if it does."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Failed(Exception):
    """Never: trying again would change nothing."""
