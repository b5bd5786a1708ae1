"""How templates say things: dates in the shop's zone, numbers as people write them, who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import Flask

from shopfloor.accounts.current import me
from shopfloor.accounts.identity import Identity
from shopfloor.jobs import words
from shopfloor.kernel import clock, money, quantity
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
    app.context_processor(_current)


def _current() -> dict[str, Any]:
    if visitor() is None:
        return {"current": None}
    person = me()
    return {"current": Current(person, ShopWords(person.shop_name, TRADES[person.trade].words))}


def _moment(at: datetime) -> str:
    return words.moment(clock.local(at, me().timezone))


def _amount(value: Decimal) -> str:
    return money.words(value, me().currency)


def _signed(value: Decimal) -> str:
    return f"−{_amount(-value)}" if value < 0 else _amount(value)


def _quantity(value: Decimal | str) -> str:
    return value if isinstance(value, str) else quantity.words(value)
