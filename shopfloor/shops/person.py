"""Whoever acts in a shop, however they were loaded: a Member row, or the identity of a request."""

from typing import Protocol

from shopfloor.events import Actor
from shopfloor.shops.permissions import Permission


class Person(Actor, Protocol):
    """An actor whose permissions can be asked for."""

    def may(self, permission: Permission) -> bool: ...
