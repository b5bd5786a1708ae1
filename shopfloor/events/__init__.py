"""The shop's log: append-only, numbered without gaps in the order of commits. Everything that tells of the past reads it."""

from shopfloor.events.kinds import Kind, kind, kind_of, kinds
from shopfloor.events.log import Actor, Subject, heard_before, react, record
from shopfloor.events.models import Event, LogHead

__all__ = [
    "Actor",
    "Event",
    "Kind",
    "LogHead",
    "Subject",
    "heard_before",
    "kind",
    "kind_of",
    "kinds",
    "react",
    "record",
]
