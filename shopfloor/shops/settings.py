"""A shop's choices, in sections. A feature declares one as a frozen dataclass whose defaults are what a new shop has:

@section("quotes")
class QuoteSettings:
    valid_days: int = 30
"""

from dataclasses import dataclass, replace
from typing import Any, TypeVar, dataclass_transform

from sqlalchemy import select

from shopfloor.db import db, operation, shop_in_scope
from shopfloor.db.documents import from_document, to_document
from shopfloor.db.upsert import upsert
from shopfloor.events import record
from shopfloor.kernel.errors import NotPermitted, Stale
from shopfloor.shops.events import SettingsChanged
from shopfloor.shops.models import ShopSetting
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop

S = TypeVar("S")

_names: dict[type, str] = {}


@dataclass_transform(frozen_default=True)
def section(name: str) -> Any:
    """Declare a section; its name in the database is for ever. Fields: text, numbers, dates, tuples and dataclasses of them."""

    def declare(declared: type[S]) -> type[S]:
        made = dataclass(frozen=True, slots=True)(declared)
        if name in _names.values():
            raise ValueError(f"Two sections are called {name!r}.")
        _names[made] = name
        return made

    return declare


def settings(of: type[S], otherwise: S | None = None) -> S:
    """That section, as the shop in scope has it; `otherwise` is what counts as long as it has chosen nothing."""
    chosen, version = _read(of)
    return chosen if version or otherwise is None else otherwise


def section_name(of: type[Any]) -> str:
    """What the section is called in the database: for a statement that reads it beside other rows."""
    return _names[of]


def as_section(of: type[S], chosen: Any) -> S:
    """The section of a row's `chosen`; None is a shop that chose nothing."""
    return of() if chosen is None else from_document(of, chosen)


def settings_version(of: type[Any]) -> int:
    """How often the section has been saved: a form carries it, to notice that someone saved meanwhile."""
    return _read(of)[1]


@operation
def change_settings(new: Any, *, by: Person, seen: int | None = None) -> None:
    """Save a section whole. Raises NotPermitted, and Stale when it was saved since version `seen`."""
    if not by.may(Permission.SETTINGS_MANAGE):
        raise NotPermitted("The shop's settings are changed by its owner.")
    old, version = _read(type(new))
    if seen is not None and seen != version:
        raise Stale("Someone saved these settings meanwhile. Look at theirs, then save again.")
    if version and new == old:
        return
    name = _names[type(new)]
    key = {"shop_id": shop_in_scope(), "section": name}
    written = {"version": version + 1, "chosen": to_document(new)}
    db.session.execute(upsert(ShopSetting, key, first=written, then=written))
    record(SettingsChanged(section=name), about=shop(), by=by)


def change_some(of: type[Any], *, by: Person, **fields: Any) -> None:
    """Save a section with some of its fields changed."""
    change_settings(replace(settings(of), **fields), by=by)


def _read(of: type[S]) -> tuple[S, int]:
    row = db.session.execute(
        select(ShopSetting.chosen, ShopSetting.version).where(
            ShopSetting.shop_id == shop_in_scope(), ShopSetting.section == _names[of]
        )
    ).first()
    return (as_section(of, row.chosen), row.version) if row else (of(), 0)
