"""Which shop is in sight. Nothing is read or written for a shop unless one is, or unless the code says "everywhere"."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERYWHERE = -1

_scope: ContextVar[int | None] = ContextVar("shop_in_scope", default=None)


class NoShop(RuntimeError):
    """A statement for a shop's table ran with no shop in sight: a hole in the code, never a person's mistake."""


def shop_in_scope() -> int:
    """The id of the shop in sight. Raises NoShop."""
    shop_id = _scope.get()
    if shop_id is None or shop_id == EVERYWHERE:
        raise NoShop("No shop is in scope.")
    return shop_id


def scope() -> int | None:
    """The shop's id, EVERYWHERE, or None."""
    return _scope.get()


def enter(shop_id: int | None) -> None:
    """Set the scope for the rest of this context (a request does; blocks use `in_shop`)."""
    _scope.set(shop_id)


@contextmanager
def in_shop(shop_id: int) -> Iterator[None]:
    """See that shop for the block."""
    token = _scope.set(shop_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def everywhere() -> Iterator[None]:
    """See all shops for the block: sign-in, start-up and the command line, never a page."""
    token = _scope.set(EVERYWHERE)
    try:
        yield
    finally:
        _scope.reset(token)
