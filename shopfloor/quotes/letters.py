"""Letters about quotes and invoices. `app.py` says who takes them; without a postman, links and papers are handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from shopfloor.events import Actor, Subject
from shopfloor.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain words, one button that opens `path`, one PDF. The same `key` never goes twice."""

    to: str
    to_name: str
    subject: str
    text: str
    about: Subject
    customer_id: int
    key: str
    pdf_name: str
    pdf: bytes
    button: str = ""
    path: str = ""


Postman = Callable[[Letter, Actor], object]

_postmen: list[Postman] = []


def send_by(postman: Postman | None) -> None:
    """Whoever takes letters from here on, in the transaction of the operation that posts them."""
    _postmen[:] = [postman] if postman else []


def is_post_open() -> bool:
    return bool(_postmen)


def post(letter: Letter, *, by: Actor) -> None:
    """Hand the letter over. Raises Invalid where there is no postman, or when the address is none."""
    if not _postmen:
        raise Invalid("This server sends no mail. Copy the link and send it yourself.", "to")
    _postmen[0](letter, by)
