"""How each database is spoken to. The settings and why: durable before it is acknowledged, no writer turned away."""

import hashlib
import logging
import sqlite3
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

from shopfloor.db import guard, scope

log = logging.getLogger(__name__)

# SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at once.
SAFE_SQLITE = (3, 51, 3)

writing: ContextVar[bool] = ContextVar("writing", default=False)

ALL_SHOPS = "*"  # what row-level security takes for "everywhere"

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL is faster and may lose acknowledged taps in a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",  # or REPLACE would take a row out past the trigger that refuses DELETE
    "mmap_size=0",
)


def sqlite_module() -> Any:
    """The newest SQLite at hand: the wheel where there is one, else Python's own."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3


def warn_of_old_sqlite() -> None:
    version = sqlite_module().sqlite_version_info
    if version < SAFE_SQLITE:
        log.warning("SQLite %s can corrupt a database under concurrent writes; 3.51.3 or newer can't.", version)


def engine_options(url: str) -> dict[str, Any]:
    """Options for create_engine at that address."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "pool_size": 40, "max_overflow": 0}
    return {"pool_size": 20, "max_overflow": 20, "pool_pre_ping": False}


def glancing_options(url: str) -> dict[str, Any]:
    """Options for an engine of statements that stand alone. It sees all shops."""
    options = {**engine_options(url), "isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    if make_url(url).get_backend_name() == "postgresql":
        options["connect_args"] = {"options": f"-c shopfloor.shop={ALL_SHOPS}"}
    return options


def prepare(engine: Engine) -> None:
    """Hang the settings on an engine, once."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
    guard.watch(engine)


def open_transactions(engine: Engine) -> None:
    """Have an engine's transactions begin as ours do."""
    event.listen(engine, "begin", _sqlite_begin if engine.dialect.name == "sqlite" else _postgresql_begin)


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.create_function("chain_hash", 2, _chain_hash, deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _chain_hash(before: bytes, digest: bytes) -> bytes:
    """The log's next hash; PostgreSQL has the same function from a migration."""
    return hashlib.sha256(before + digest).digest()


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes its place at once: one that first reads and then writes would lose to "locked"."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    """Tell row-level security which shop is in sight: the second wall behind our own WHERE."""
    seen = scope.scope()
    name = ALL_SHOPS if seen == scope.EVERYWHERE else str(seen or "")
    connection.exec_driver_sql("SELECT set_config('shopfloor.shop', %s, true)", (name,))
