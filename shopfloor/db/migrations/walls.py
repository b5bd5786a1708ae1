"""What the database itself refuses. Used by migrations; a new table of shops is given its wall where it is made."""

from alembic import op

_SEEN = "current_setting('shopfloor.shop', true)"


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def append_only(table: str) -> None:
    """Rows can be added and never changed or removed, by anyone who comes through SQL."""
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_{table}()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def one_shop_only(table: str) -> None:
    """PostgreSQL shows and takes only rows of the shop in sight (`db.engine` tells it which), "*" for all."""
    if not _is_postgresql():
        return
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY one_shop ON {table} USING ({_SEEN} = '*' OR {_SEEN} = shop_id::text)")


def chain_hash() -> None:
    """The log's hash function; SQLite gets it from us with each connection."""
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION chain_hash(bytea, bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS "
            "$$ SELECT sha256($1 || $2) $$"
        )
