"""One page of the list, in any order, over any number of jobs.

Open jobs are few: they are narrowed and sorted as they are. Closed ones grow by the year: each order of theirs has an index,
and a page begins where the last one ended. Where a search narrows them, the newest thousand it finds are all there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, asc, case, desc, exists, func, literal, literal_column, select, type_coerce, union_all

from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.jobs.cards import Setting
from shopfloor.jobs.listing import search
from shopfloor.jobs.listing.look import NEWEST, Cursor, Look
from shopfloor.jobs.listing.models import JobWords
from shopfloor.jobs.models import UNDATED, UNPRICED, Job, JobWorker
from shopfloor.kernel.tokens import customer_token, powder_token
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Workflow

MOST_COUNTED = 1001


class Page(NamedTuple):
    """Ids of the jobs, in order; where the pages beside this one begin; how many jobs there are, 1,001 for more."""

    ids: list[int]
    following: Cursor | None
    preceding: Cursor | None
    total: int


class Wanted(NamedTuple):
    """What was looked up of the words in an address: what they mean; the customers asked for, None for all."""

    words: list[search.Meant]
    customers: list[int] | None

    @property
    def names(self) -> int:
        """How many customers and powders may be meant."""
        return sum(len(word.customers) + len(word.powders) for word in self.words) + len(self.customers or ())


@dataclass(frozen=True, slots=True)
class Part:
    """The open or the closed jobs of a look: where they are read from, what holds of them, what they are sorted by."""

    source: Any
    where: list[Any]
    key: Any
    id: Any


def page_of(look: Look, setting: Setting, *, size: int) -> Page:
    """One page, by two statements, and one more for words and for a customer's name."""
    wanted = Wanted(search.meant_by(look.q), search.customers_meant(look.customer) if look.customer else None)
    with search.by_index(wanted.names):
        rows = list(run(_page(_parts(look, setting, wanted), look, size + 1)).all())
        total = _counted(look, setting, wanted)
    more = len(rows) > size
    rows = rows[:size]
    if look.before:
        rows.reverse()
    first, last = (Cursor(rows[i].key, rows[i].id) if rows else None for i in (0, -1))
    following = last if more or look.before else None
    preceding = first if (more if look.before else look.after) else None
    return Page([row.id for row in rows], following, preceding, total)


def _counted(look: Look, setting: Setting, wanted: Wanted) -> int:
    """How many there are from the first page on, as far as it is worth counting."""
    parts = _parts(replace(look, after=None, before=None), setting, wanted)
    ones = [select(literal(1).label("one")).select_from(part.source).where(*part.where) for part in parts]
    both = union_all(*(select(part.limit(MOST_COUNTED).subquery()) for part in ones)).subquery()
    return int(run(select(func.count()).select_from(select(both).limit(MOST_COUNTED).subquery())).scalar_one())


def _parts(look: Look, setting: Setting, wanted: Wanted) -> list[Part]:
    always = _of_worker(look.worker)
    if number := search.number_begun(look.q, setting.trade):
        always.append(_JOBS.c.number.startswith(number, autoescape=True))
    parts = []
    if look.filter != "completed":
        parts.append(_open(look, setting, wanted, always))
    if not look.is_open_only:
        parts.append(_closed(look, setting, wanted, always))
    return parts


def _open(look: Look, setting: Setting, wanted: Wanted, always: list[Any]) -> Part:
    where = [_JOBS.c.shop_id == shop_in_scope(), *always, _JOBS.c.active, _IN_NO_INDEX]
    where += [search.is_found_by(word) for word in wanted.words]
    source = _JOBS
    if wanted.words or look.powder:
        source = _JOBS.outerjoin(_WORDS, (_WORDS.c.shop_id == _JOBS.c.shop_id) & (_WORDS.c.job_id == _JOBS.c.id))
    if look.powder:
        where.append(search.has_powder(look.powder))
    if wanted.customers is not None:
        where.append(_JOBS.c.customer_id.in_(wanted.customers))
    if look.filter == "overdue":
        where.append(_JOBS.c.due_on < setting.today)
    if look.filter == "ready":
        where.append(_JOBS.c.status_id.in_(_of_kind(setting.workflow, StatusKind.READY)))
    # As they are worked out, not as an index has them: else all that was ever done would be read to find what is open.
    keys = {**_KEYS, NEWEST: _JOBS.c.id + 0, "number": _JOBS.c.number + "", "status": _by_status(setting.workflow)}
    return Part(source, where, keys[look.order[0]], _JOBS.c.id + 0)


def _closed(look: Look, setting: Setting, wanted: Wanted, always: list[Any]) -> Part:
    where = [*always, ~_JOBS.c.active]
    if look.filter == "completed":
        where.append(_JOBS.c.status_id.in_(_of_kind(setting.workflow, StatusKind.DONE)))
    tokens = [search.tokens_of(word) for word in wanted.words]
    if wanted.customers is not None:
        tokens.append([customer_token(id_) for id_ in wanted.customers or [0]])
    if look.powder:
        tokens.append([powder_token(look.powder)])
    beyond, upwards = _newest_from(look)
    found = search.in_index(tokens, beyond=beyond, upwards=upwards) if tokens else _jobs_of(look.worker, beyond, upwards)
    if found is None:
        return Part(_JOBS, [_JOBS.c.shop_id == shop_in_scope(), *where], _KEYS[look.order[0]], _JOBS.c.id)
    where = [_SHOP_OF_FOUND[db.engine.dialect.name] == shop_in_scope(), *where]
    return Part(found.join(_JOBS, _JOBS.c.id == found.c.id), where, {**_KEYS, NEWEST: found.c.id}[look.order[0]], found.c.id)


def _newest_from(look: Look) -> tuple[int | None, bool]:
    """Where the newest are counted from, and which way: further back with every page, as long as newest is the order."""
    if look.order[0] != NEWEST:
        return None, False
    place = look.after or look.before
    return (place.id if place else None), look.before is not None


def _jobs_of(worker: int | None, beyond: int | None, upwards: bool) -> Any:
    """Ids of the newest jobs of a worker, as a table; None when it is not about a worker."""
    if worker is None:
        return None
    of_worker = select(_WORKERS.c.job_id.label("id")).where(
        _WORKERS.c.shop_id == shop_in_scope(), _WORKERS.c.member_id == worker
    )
    if beyond is not None:
        of_worker = of_worker.where(_WORKERS.c.job_id > beyond if upwards else _WORKERS.c.job_id < beyond)
    return of_worker.order_by((asc if upwards else desc)(_WORKERS.c.job_id)).limit(search.MOST).subquery("found")


def _of_worker(worker: int | None) -> list[Any]:
    if worker is None:
        return []
    same = (_WORKERS.c.shop_id == _JOBS.c.shop_id, _WORKERS.c.job_id == _JOBS.c.id)
    return [exists(select(literal(1)).select_from(_WORKERS).where(*same, _WORKERS.c.member_id == worker))]


def _of_kind(flow: Workflow, kind: StatusKind) -> list[int]:
    return [stand.id for stand in flow.stands if stand.kind is kind]


def _by_status(flow: Workflow) -> Any:
    """Open statuses in the order of the work, all before the closed ones, which stand by their ids."""
    places = {stand.id: place - len(flow.on_floor) for place, stand in enumerate(flow.on_floor)}
    return case(places, value=_JOBS.c.status_id, else_=0)


def _page(parts: list[Part], look: Look, size: int) -> Any:
    direction = desc if look.order[1] != bool(look.before) else asc
    place, down = look.after or look.before, direction is desc
    rows = [
        select(part.id.label("id"), part.key.label("key"))
        .select_from(part.source)
        .where(*part.where, *beyond)
        .order_by(*map(direction, order))
        .limit(size)
        for part in parts
        for beyond, order in _ranges(part, place, look.order[0] in UNIQUE, down=down)
    ]
    together = union_all(*(select(part.subquery()) for part in rows)).subquery()
    return select(together).order_by(direction(together.c.key), direction(together.c.id)).limit(size)


def _ranges(part: Part, place: Cursor | None, is_unique: bool, *, down: bool) -> Iterator[tuple[list[Any], list[Any]]]:
    """What comes after that place, and in what order: in two ranges, as SQLite finds its way into an index by one
    comparison alone. In the one where all keys are the same only the ids are in order."""
    if place is None:
        yield [], [part.key, part.id]
        return
    at = literal(place.key, part.key.type)
    yield [part.key < at if down else part.key > at], [part.key, part.id]
    if not is_unique:
        yield [part.key == at, part.id < place.id if down else part.id > place.id], [part.id]


_JOBS, _WORKERS, _WORDS = table(Job), table(JobWorker), table(JobWords)
# What was found is looked up by its ids. With the bare column SQLite would rather walk through an index of all jobs; with
# anything else PostgreSQL can't tell how many there are, and does.
_SHOP_OF_FOUND: dict[str, Any] = {
    "sqlite": literal_column("+jobs.shop_id", _JOBS.c.shop_id.type),
    "postgresql": _JOBS.c.shop_id,
}
# Always so. Without it SQLite counts the open jobs of a customer in an index of all there ever were, as that has all it needs.
_IN_NO_INDEX = _JOBS.c.step >= 0
UNIQUE = (NEWEST, "number")
_KEYS: dict[str, Any] = {
    NEWEST: _JOBS.c.id,
    "number": _JOBS.c.number,
    "status": _JOBS.c.status_id,
    "priority": _JOBS.c.priority,
    "due": func.coalesce(_JOBS.c.due_on, UNDATED),
    "scheduled": func.coalesce(_JOBS.c.scheduled_on, UNDATED),
    "price": type_coerce(func.coalesce(type_coerce(_JOBS.c.price, BigInteger), UNPRICED), BigInteger),
}
