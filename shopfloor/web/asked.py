"""Numbers and texts in an address, as far as they can be true. What can't be is what nobody has: not found."""

from flask import Flask, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from shopfloor.kernel.text import one_line

LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:…>` in a route: an id that a row could have."""

    def __init__(self, url_map: object, **kwargs: object) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **kwargs})  # type: ignore[arg-type]


def number_asked(name: str) -> int | None:
    """The id after `?name=`, or None for none and for what is no id."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= LARGEST_ID else None


def text_asked(name: str, longest: int = 200) -> str:
    """The text after `?name=`, cleaned and cut; "" for none."""
    return one_line(request.args.get(name, "")[:longest])


def refuse_nul() -> None:
    """PostgreSQL takes no NUL, and no address of ours has one."""
    if "\x00" in request.path:
        raise NotFound()


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter
    app.before_request(refuse_nul)
