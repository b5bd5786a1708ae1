"""The tables that migrations make are those the models speak of, on both databases, behind their walls."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from shopfloor.db import Base, db, everywhere, migrate
from shopfloor.db.guard import scoped_tables
from shopfloor.db.migrations import walls
from tests.house.conftest import FreshApp

INSTALL_WIDE = {"shops", "users", "sessions", "throttles", "leases", "alembic_version"}
APPEND_ONLY = {"events", "intakes", "payments", "stock_movements"}
# An index in the dress of a table (on SQLite of several): its tokens name their shop, and it is only asked beside jobs.
INDEX_OF_WORDS = "job_search"

both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def tables() -> set[str]:
    with everywhere():
        found = inspect(db.session.connection()).get_table_names()
        return {name for name in found if not name.startswith(INDEX_OF_WORDS)}


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith(INDEX_OF_WORDS)


@both
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_models_and_migrations_tell_of_the_same_tables(fresh_app: FreshApp, kind: str) -> None:
    with fresh_app(kind).app_context(), everywhere():
        migrate.upgrade()
        context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True, "include_name": is_modelled})
        assert compare_metadata(context, Base.metadata) == []


@both
def test_what_is_up_to_date_is_left_alone(fresh_app: FreshApp, kind: str) -> None:
    with fresh_app(kind).app_context():
        assert migrate.upgrade() is True
        assert migrate.upgrade() is False
        here, newest = migrate.revisions()
        assert here == newest is not None


@both
def test_a_migration_that_fails_leaves_nothing_behind(fresh_app: FreshApp, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(_table: str) -> None:
        raise ZeroDivisionError

    with fresh_app(kind).app_context():
        with monkeypatch.context() as patched:
            patched.setattr(walls, "append_only", stumbles)
            with pytest.raises(ZeroDivisionError):
                migrate.upgrade()
        assert tables() == set()
        assert migrate.upgrade() is True


@both
def test_every_table_is_a_shops_or_is_known_not_to_be(fresh_app: FreshApp, kind: str) -> None:
    with fresh_app(kind).app_context():
        migrate.upgrade()
        assert tables() == scoped_tables() | INSTALL_WIDE
        assert not scoped_tables() & INSTALL_WIDE


def test_no_row_of_a_shop_can_be_without_its_shop() -> None:
    loose = [table.name for table in Base.metadata.sorted_tables if "shop_id" in table.c and table.c.shop_id.nullable]
    assert loose == []


def test_postgresql_has_its_second_wall_before_every_table_of_shops(postgres_app: Flask) -> None:
    walled = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
    policies = text("SELECT tablename, cmd FROM pg_policies WHERE schemaname = 'public'")
    with postgres_app.app_context(), everywhere():
        assert set(db.session.scalars(walled)) == scoped_tables()
        assert {(row.tablename, row.cmd) for row in db.session.execute(policies)} == {(t, "ALL") for t in scoped_tables()}


def test_the_role_of_these_tests_is_bound_by_that_wall(postgres_app: Flask) -> None:
    strong = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    with postgres_app.app_context():
        assert db.session.scalars(strong).one() is False


@both
def test_tables_that_only_grow_have_their_triggers(fresh_app: FreshApp, kind: str) -> None:
    triggers = {
        "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'",
        "postgresql": "SELECT DISTINCT event_object_table::text FROM information_schema.triggers",
    }
    with fresh_app(kind).app_context(), everywhere():
        migrate.upgrade()
        assert set(db.session.scalars(text(triggers[kind]))) == APPEND_ONLY
