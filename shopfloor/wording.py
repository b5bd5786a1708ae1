"""How templates say things: dates in the shop's zone, numbers as people write them, who is signed in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from markupsafe import Markup

from shopfloor.accounts.current import me
from shopfloor.accounts.identity import Identity
from shopfloor.customers.details import terms_words
from shopfloor.customers.finding import place_of
from shopfloor.customers.words import told_apart
from shopfloor.jobs import words
from shopfloor.jobs.mentions import Somebody, mentions
from shopfloor.kernel import clock, money, quantity
from shopfloor.timekeeping import lengths
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.running import forgotten_timer
from shopfloor.web.current import visitor
from shopfloor.workflow.trades import TRADES


@dataclass(frozen=True, slots=True)
class ShopWords:
    name: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Current:
    """Who is signed in, and where."""

    member: Identity
    shop: ShopWords


def add_words(app: Flask) -> None:
    """Give the templates their filters and `current`."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=words.day, moment=_moment, qty=_quantity, cents=_amount, signed_cents=_signed)
    app.jinja_env.filters.update(place=place_of, told_apart=told_apart, terms_words=terms_words)
    app.jinja_env.filters.update(hours=lengths.hours, span=lengths.words, named=_named)
    app.jinja_env.globals.update(stretch=_stretch)
    app.jinja_env.globals.update(forgotten_timer=forgotten_timer)
    app.context_processor(_current)


def _current() -> dict[str, Any]:
    if visitor() is None:
        return {"current": None}
    person = me()
    return {"current": Current(person, ShopWords(person.shop_name, TRADES[person.trade].words))}


def _moment(at: datetime) -> str:
    return words.moment(clock.local(at, me().timezone))


def _stretch(entry: TimeEntry) -> str:
    return lengths.stretch(entry.started_at, entry.stopped_at, me().timezone)


def _named(text: str, people: Collection[Somebody]) -> Markup:
    """The text with a mark on each name that it calls."""
    said, reached = Markup(), 0
    for mention in mentions(text, people):
        said += text[reached : mention.start]
        said += Markup("<mark>{}</mark>").format(text[mention.start : mention.end])
        reached = mention.end
    return said + text[reached:]


def _amount(value: Decimal) -> str:
    return money.words(value, me().currency)


def _signed(value: Decimal) -> str:
    return f"−{_amount(-value)}" if value < 0 else _amount(value)


def _quantity(value: Decimal | str) -> str:
    return value if isinstance(value, str) else quantity.words(value)
