"""How someone looks at the list: which jobs, in what order, from where on. It all stands in the address."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from shopfloor.kernel.text import one_line

FILTERS = {"floor": "On floor", "overdue": "Overdue", "ready": "Ready", "completed": "Completed", "all": "All"}
SORTS = ("number", "status", "priority", "scheduled", "due", "price")
NEWEST = "newest"
DEFAULT = "floor"
LARGEST_ID = 2**31 - 1

_CURSOR = re.compile(r"([^~]{1,40})~(\d{1,10})")


class Cursor(NamedTuple):
    """A place in the list: what the job there is sorted by, and its id."""

    key: Any
    id: int

    def __str__(self) -> str:
        return f"{self.key}~{self.id}"


@dataclass(frozen=True, slots=True)
class Look:
    """`sort` is "" for the filter's own order: by due date on the floor, else newest first.

    `after` and `before` are the jobs at the ends of the page that was left.
    """

    filter: str = DEFAULT
    sort: str = ""
    down: bool = False
    worker: int | None = None
    powder: int | None = None
    customer: str = ""
    q: str = ""
    after: Cursor | None = None
    before: Cursor | None = None

    @property
    def order(self) -> tuple[str, bool]:
        """What it is sorted by, and whether the largest comes first."""
        if self.sort:
            return self.sort, self.down
        return ("due", False) if self.is_open_only else (NEWEST, True)

    @property
    def is_open_only(self) -> bool:
        return self.filter in {"floor", "overdue", "ready"}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.customer or self.worker or self.powder)

    def but(self, **changes: Any) -> dict[str, Any]:
        """What the address says of this look with these changes; a place in another list means nothing, so it goes."""
        return address(replace(self, **{"after": None, "before": None, **changes}))

    def sorted_by(self, sort: str) -> dict[str, Any]:
        """The address of the same jobs sorted so, or the other way round when they are already."""
        return self.but(sort=sort, down=self.order == (sort, False))


def address(look: Look) -> dict[str, Any]:
    """What stands behind the question mark. A filter always does: without one the address says nothing, and habit holds."""
    said = asdict(look)
    said["sort"] = f"-{look.sort}" if look.down and look.sort else look.sort
    said["after"], said["before"] = (str(place) if place else None for place in (look.after, look.before))
    del said["down"]
    return {name: value for name, value in said.items() if value}


def habit(look: Look) -> dict[str, Any]:
    """The part that is kept for the next time. What was searched for, and which page was read, is not."""
    return {name: value for name, value in address(look).items() if name in {"filter", "sort", "worker"}}


def look_of(said: Mapping[str, str], *, may_see_prices: bool) -> Look:
    """The look an address tells of. What can't be is left out: an old bookmark still shows a list."""
    text = {name: one_line(str(said.get(name, ""))[:200]) for name in ("filter", "sort", "customer", "q", "after", "before")}
    sort = text["sort"].removeprefix("-")
    if sort not in SORTS or (sort == "price" and not may_see_prices):
        sort = ""
    look = Look(
        filter=text["filter"] if text["filter"] in FILTERS else DEFAULT,
        sort=sort,
        down=bool(sort) and text["sort"].startswith("-"),
        worker=id_in(said.get("worker")),
        powder=id_in(said.get("powder")),
        customer=text["customer"][:80],
        q=text["q"][:80],
    )
    after, before = (_cursor(text[name], look.order[0]) for name in ("after", "before"))
    return replace(look, after=after, before=None if after else before)


def id_in(value: object) -> int | None:
    """The id that the text names, or None for what no row could have."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:11]) <= LARGEST_ID else None


def _cursor(text: str, sort: str) -> Cursor | None:
    found = _CURSOR.fullmatch(text)
    if not found or int(found[2]) > LARGEST_ID:
        return None
    try:
        return Cursor(_READ.get(sort, _whole)(found[1]), int(found[2]))
    except ValueError:
        return None


def _whole(text: str) -> int:
    number = int(text[:16])
    if not -(2**52) < number < 2**52:
        raise ValueError
    return number


_READ: dict[str, Any] = {"number": str, "due": date.fromisoformat, "scheduled": date.fromisoformat}
