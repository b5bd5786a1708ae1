"""Bringing a database to this version's tables: at start, by `shopfloor db upgrade`, under one lock."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text

from shopfloor.db.engine import writing
from shopfloor.db.scope import everywhere
from shopfloor.db.session import db

logging.getLogger("alembic").setLevel(logging.WARNING)

FOLDER = Path(__file__).with_name("migrations")
_POSTGRESQL_LOCK = 7_072_011


def alembic_config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    return config


def revisions() -> tuple[str | None, str | None]:
    """Where the database is, and where this version is."""
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with everywhere(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), newest


def upgrade() -> bool:
    """Run what is missing, all of it or nothing. True when something was."""
    here, newest = revisions()
    if here == newest:
        return False
    token = writing.set(True)
    try:
        with current_app.extensions["writer_lock"].turn(), everywhere(), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        writing.reset(token)
    return True
