"""The shop's log: append-only, numbered without gaps in the order of commits. Everything that tells of the past reads it."""

from shopfloor.events.kinds import Kind, also_touches, kind, kind_of, kinds
from shopfloor.events.log import Actor, Subject, heard_before, react, record
from shopfloor.events.models import Event, LogHead
from shopfloor.events.news import Happening, News, NewsKind, news_kind, news_kinds

__all__ = [
    "Actor",
    "Event",
    "Happening",
    "Kind",
    "LogHead",
    "News",
    "NewsKind",
    "Subject",
    "also_touches",
    "heard_before",
    "kind",
    "kind_of",
    "kinds",
    "news_kind",
    "news_kinds",
    "react",
    "record",
]
