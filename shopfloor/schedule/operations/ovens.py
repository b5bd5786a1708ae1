"""The ovens there are."""

from shopfloor.db import db, operation
from shopfloor.events import record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.kernel.text import one_line
from shopfloor.schedule.events import OvenAdded, OvenArchived, OvenChanged
from shopfloor.schedule.models import Oven
from shopfloor.schedule.queries import ovens
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person

MOST_OVENS = 20
MOST_AT_ONCE = 200


@operation
def add_oven(name: str, *, by: Person, size: str = "", capacity: int = 1) -> Oven:
    """A new oven. Raises NotPermitted, and Invalid for no name, a name there is, or one oven too many."""
    _check(by, name, capacity)
    if len(ovens()) >= MOST_OVENS:
        raise Invalid(f"At most {MOST_OVENS} ovens. Take one out of use first.", "name")
    oven = Oven(name=one_line(name), size=one_line(size), capacity=capacity)
    db.session.add(oven)
    db.session.flush()
    record(OvenAdded(), about=oven, by=by)
    return oven


@operation
def change_oven(oven: Oven, name: str, *, by: Person, size: str = "", capacity: int = 1) -> Oven:
    """Call it otherwise, or say what fits into it. Raises as `add_oven`."""
    _check(by, name, capacity, but=oven)
    new = one_line(name), one_line(size), capacity
    if new != (oven.name, oven.size, oven.capacity):
        oven.name, oven.size, oven.capacity = new
        record(OvenChanged(), about=oven, by=by)
    return oven


@operation
def archive_oven(oven: Oven, *, by: Person) -> None:
    """Take it out of use; slots that were in it keep their time. Twice is once."""
    _must_manage(by)
    if oven.archived_at is None:
        oven.archived_at = clock.now()
        record(OvenArchived(), about=oven, by=by)


def _check(by: Person, name: str, capacity: int, but: Oven | None = None) -> None:
    _must_manage(by)
    if not one_line(name):
        raise Invalid("What is the oven called?", "name")
    if not 1 <= capacity <= MOST_AT_ONCE:
        raise Invalid(f"Between 1 and {MOST_AT_ONCE} jobs at once.", "capacity")
    if any(other.name.lower() == one_line(name).lower() and other is not but for other in ovens()):
        raise Invalid("There is an oven of that name.", "name")


def _must_manage(by: Person) -> None:
    if not by.may(Permission.SETTINGS_MANAGE):
        raise NotPermitted("The shop's ovens are named by its owner.")
