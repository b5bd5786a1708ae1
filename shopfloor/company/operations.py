"""Changing what the company says of itself."""

import secrets

from shopfloor.company.models import Logo
from shopfloor.company.pictures import logo_from
from shopfloor.company.queries import Company, company, logo
from shopfloor.company.sections import CompanySettings, DueDays, WorkingHours
from shopfloor.db import db, operation
from shopfloor.events import record
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.shops.events import SettingsChanged
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import change_settings, settings_version

PAPERS = ("us-letter", "a4")


@operation
def change_company(new: Company, *, by: Person, seen: str | None = None) -> None:
    """Save what the company says of itself. Raises NotPermitted, Invalid, and Stale when it is no longer edition `seen`."""
    _must_manage(by)
    if not new.name:
        raise Invalid("A shop needs a name.", "name")
    if new.paper not in PAPERS:
        raise Invalid("Choose Letter or A4.", "paper")
    old = company()
    if seen is not None and seen != old.edition:
        raise Stale("Someone changed the company meanwhile. Look at theirs, then save again.")
    at = shop()
    at.name, at.address, at.phone, at.paper = new.name, new.address, new.phone, new.paper
    change_settings(CompanySettings(new.email, new.website), by=by)
    if (new.email, new.website) == (old.email, old.website) and new != old:
        record(SettingsChanged(section="company"), about=at, by=by)


@operation
def set_logo(upload: bytes, *, by: Person) -> None:
    """Take the picture as the shop's logo. Raises NotPermitted, and Invalid for what can't be one."""
    _must_manage(by)
    drawn = logo_from(upload)
    old = logo() or Logo()
    old.name, old.png, old.width, old.height = secrets.token_urlsafe(16), drawn.png, drawn.width, drawn.height
    db.session.add(old)
    record(SettingsChanged(section="logo"), about=shop(), by=by)


@operation
def remove_logo(*, by: Person) -> None:
    """Go on without a logo. Removing it twice is removing it once."""
    _must_manage(by)
    if old := logo():
        db.session.delete(old)
        record(SettingsChanged(section="logo"), about=shop(), by=by)


@operation
def change_hours(hours: WorkingHours, due: DueDays, *, by: Person, seen: str | None = None) -> None:
    """Save when the shop works and when its jobs are due. `seen` is the two versions looked at, "3.1"."""
    if seen and seen != f"{settings_version(WorkingHours)}.{settings_version(DueDays)}":
        raise Stale("Someone saved these settings meanwhile. Look at theirs, then save again.")
    change_settings(hours, by=by)
    change_settings(due, by=by)


def _must_manage(by: Person) -> None:
    if not by.may(Permission.SETTINGS_MANAGE):
        raise NotPermitted("The shop's settings are changed by its owner.")
