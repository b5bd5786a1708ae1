"""The shop is in the path to the row.

Three walls, so that one forgotten filter shows nothing: ORM reads are narrowed to the shop in scope; every statement
that names a shop's table must compare its shop_id (checked on the SQL text, once for each text); PostgreSQL adds
row-level security. References can't cross shops by their foreign keys (`within_shop`).
"""

import re
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from shopfloor.db import scope
from shopfloor.db.base import Base, ShopScoped
from shopfloor.db.work import current_work

# A shop's rows that only count, or are the log itself, or say who hears of it where or is written to: they change without
# an event.
HOUSEKEEPING = {
    "announcement_cursors",
    "announcements",
    "counters",
    "deliveries",
    "events",
    "letter_attachments",
    "letters",
    "list_views",
    "log_heads",
    "looks",
    "news_cursors",
    "notification_preferences",
    "push_subscriptions",
    "stuck_tellings",
}

_flushing: ContextVar[bool] = ContextVar("flushing", default=False)
_NAMES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE|,)\s+"?(\w+)"?', re.IGNORECASE)
_COMPARED = re.compile(r"shop_id\s*(?:=|IN)\s*(?:\?|%|\(|:)", re.IGNORECASE)


class Verdict(NamedTuple):
    """What a statement's text tells: the shop's tables it names, whether it names a shop, what it changes."""

    scoped: frozenset[str]
    is_narrowed: bool
    changed: str | None


@lru_cache
def scoped_tables() -> frozenset[str]:
    """Names of all tables that belong to shops."""
    mappers = Base.registry.mappers
    return frozenset(str(m.local_table.name) for m in mappers if issubclass(m.class_, ShopScoped))  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def verdict(statement: str) -> Verdict:
    """Read a statement once; the same text comes back thousands of times."""
    names = {name.lower() for name in _NAMES.findall(statement)}
    verb = statement.lstrip()[:6].upper()
    target = _NAMES.search(statement) if verb in {"INSERT", "UPDATE", "DELETE"} else None
    narrowed = verb == "INSERT" or bool(_COMPARED.search(statement))
    return Verdict(frozenset(names) & scoped_tables(), narrowed, target.group(1).lower() if target else None)


def told_nothing(changed: set[str], recorded: int) -> set[str]:
    """Which of the changed tables belong to shops, when the log was told nothing of it."""
    return set() if recorded else (changed & {*scoped_tables(), "shops"}) - HOUSEKEEPING


def watch(engine: Engine) -> None:
    """Look at every statement that leaves for the database."""
    event.listen(engine, "before_cursor_execute", _before_cursor_execute)


def _before_cursor_execute(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    seen = verdict(statement)
    if seen.scoped and scope.scope() is None:
        raise scope.NoShop(f"No shop is in scope for: {statement[:200]}")
    if seen.scoped and not seen.is_narrowed and not _is_exempt(context):
        raise scope.NoShop(f"The statement does not say which shop: {statement[:200]}")
    if seen.changed and (work := current_work()):
        work.changed.add(seen.changed)


def _is_exempt(context: Any) -> bool:
    """The unit of work writes rows that `_before_flush` has looked at; a row found through its shop may be reread."""
    known = _flushing.get() or scope.scope() == scope.EVERYWHERE
    return known or bool(context and context.execution_options.get("row_is_known"))


def narrow(session_class: type[Session]) -> None:
    """Narrow ORM reads to the shop in scope, and let nothing of another shop be written."""
    event.listen(session_class, "do_orm_execute", _only_this_shop)
    event.listen(session_class, "before_flush", _before_flush)
    event.listen(session_class, "after_flush", _after_flush)
    event.listen(session_class, "after_soft_rollback", _after_flush)  # a flush that failed has ended, too


def _only_this_shop(state: ORMExecuteState) -> None:
    shop_id = scope.scope()
    if state.is_column_load:
        state.update_execution_options(row_is_known=True)  # more of a row that was found through its shop
    if not state.is_orm_statement or state.is_column_load or shop_id == scope.EVERYWHERE:
        return
    if not any(issubclass(mapper.class_, ShopScoped) for mapper in state.all_mappers):
        return
    state.statement = state.statement.options(
        with_loader_criteria(ShopScoped, lambda cls: cls.shop_id == shop_id, include_aliases=True)
    )


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, ShopScoped):
            if row.shop_id is None:
                row.shop_id = scope.shop_in_scope()
            elif row.shop_id != scope.scope() and scope.scope() != scope.EVERYWHERE:
                raise scope.NoShop(f"{type(row).__name__} belongs to another shop.")
    _flushing.set(True)


def _after_flush(_session: Session, _context: UOWTransaction) -> None:
    _flushing.set(False)
