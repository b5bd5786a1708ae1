"""Opening a shop, taking people in."""

from typing import Any

from shopfloor.db import db, in_shop, operation
from shopfloor.events import Actor, LogHead, record
from shopfloor.events.log import GENESIS
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.text import one_line
from shopfloor.shops.events import MemberJoined, ShopOpened
from shopfloor.shops.models import Member, Shop
from shopfloor.shops.permissions import Role

# What a new shop starts from; each of these can be given to `open_shop`.
DEFAULTS = {
    "timezone": "America/New_York",
    "currency": "USD",
    "units": "imperial",
    "paper": "us-letter",
    "address": "",
    "phone": "",
}


@operation
def open_shop(name: str, *, trade: str, prefix: str, **details: Any) -> Shop:
    """Make a shop with its empty log. Its trade's statuses and services follow in the same transaction (`reactions.py`).

    Raises Invalid for an unknown time zone or an empty name.
    """
    settings = {**DEFAULTS, **details}
    if not one_line(name):
        raise Invalid("A shop needs a name.", "name")
    try:
        clock.zone(settings["timezone"])
    except ValueError as error:
        raise Invalid(f"{error}. Use a name like America/Chicago.", "timezone") from None
    shop = Shop(name=one_line(name), trade=trade, prefix=prefix, created_at=clock.now(), **settings)
    db.session.add(shop)
    db.session.flush()
    with in_shop(shop.id):
        db.session.add(LogHead(seq=0, hash=GENESIS))
        db.session.flush()
        record(ShopOpened(trade=trade), about=shop, by=None)
    return shop


@operation
def add_member(user_id: int, name: str, *, role: Role, by: Actor | None) -> Member:
    """Give a user a place in the shop in scope."""
    member = Member(user_id=user_id, name=one_line(name), role=role.value, active=True)
    db.session.add(member)
    db.session.flush()
    record(MemberJoined(role=role.value), about=member, by=by)
    return member
