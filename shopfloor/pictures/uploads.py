"""Pictures in requests: how much may come, what came, and the one way in which a picture leaves."""

from datetime import timedelta
from typing import IO

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from shopfloor.accounts import throttle
from shopfloor.accounts.current import me
from shopfloor.kernel.errors import Invalid, TooLarge
from shopfloor.pictures import store

LARGEST = 25 * 1024 * 1024
MOST_AT_ONCE = 10
"""Pictures in one plain form; our scripts send one at a time."""
LIMIT, WINDOW = 120, timedelta(minutes=10)

KEPT = 86_400
"""Seconds for which a browser need not ask again: a picture never changes, but may be taken off."""

# Nothing that a browser would run, whatever a picture might be taken for.
_CSP = "default-src 'none'; sandbox"


def files_sent(field: str = "photo") -> list[IO[bytes]]:
    """The files chosen in that field, maybe none. Raises TooLarge, and Invalid for too many."""
    try:
        sent = [file for file in request.files.getlist(field) if file.filename]
    except RequestEntityTooLarge:
        raise TooLarge("That is more than 25 MB. Send one photo at a time, or make it smaller first.", field) from None
    if len(sent) > MOST_AT_ONCE:
        raise Invalid(f"At most {MOST_AT_ONCE} photos at once. Choose fewer, then send the rest.", field)
    return [file.stream for file in sent]


def count_one() -> None:
    """Before each picture that is developed. Raises Slowed for a person who sends very many."""
    throttle.take({f"photos:{me().id}": LIMIT}, window=WINDOW)


def picture_answer(name: str, size: store.Size, filename: str) -> Response:
    """A picture of one's own shop, as a JPEG, kept by this person's browser alone. Raises NotFound."""
    answer = Response(store.content(name, size), mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    answer.headers["Content-Security-Policy"] = _CSP
    answer.headers["Cache-Control"] = f"private, max-age={KEPT}"
    answer.headers["Vary"] = "Cookie"
    return answer
