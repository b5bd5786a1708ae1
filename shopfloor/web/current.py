"""Who is asking, for the length of a request. Flask-Login holds it; this gives it its types."""

from typing import Any, Protocol, cast

from flask_login import current_user


class Visitor(Protocol):
    """What the door needs to know of whoever is signed in."""

    @property
    def id(self) -> int: ...
    @property
    def shop_id(self) -> int: ...
    @property
    def place(self) -> str: ...
    def may(self, permission: Any) -> bool: ...


def visitor() -> Visitor | None:
    """Whoever is signed in, or None."""
    person = current_user._get_current_object()
    return cast(Visitor, person) if person.is_authenticated else None
