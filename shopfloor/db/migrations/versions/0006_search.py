"""What jobs are found by, how each person looks at the list, what jobs cost, and indexes for every order of the closed ones.

The indexes leave open jobs out: a job on the floor costs nothing here when it moves, and the floor is small enough to sort.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls
from shopfloor.kernel.text import folded
from shopfloor.kernel.tokens import CODE, LONGEST, SHORTEST, job_words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AT_ONCE = 2000
ORDERS: dict[str, tuple[Any, ...]] = {
    "ix_jobs_closed_status": ("status_id",),
    "ix_jobs_closed_priority": ("priority",),
    "ix_jobs_closed_due": (sa.text("coalesce(due_on, '9999-12-31')"),),
    "ix_jobs_closed_scheduled": (sa.text("coalesce(scheduled_on, '9999-12-31')"),),
    "ix_jobs_closed_price": (sa.text("coalesce(price, -1)"),),
}
PRICES = """UPDATE jobs SET price = (SELECT SUM((quantity * unit_price + 500) / 1000) FROM job_items
    WHERE job_items.shop_id = jobs.shop_id AND job_items.job_id = jobs.id) WHERE price IS NULL"""


def upgrade() -> None:
    _tables()
    for name, columns in ORDERS.items():
        op.create_index(
            name, "jobs", ["shop_id", *columns, "id"],
            sqlite_where=sa.text("active = 0"), postgresql_where=sa.text("NOT active"),
        )  # fmt: skip
    op.create_index("ix_job_workers_member", "job_workers", ["member_id", "job_id"])
    op.add_column("materials", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    _fold("materials", ("code", "name", "maker"))
    op.create_index("ix_materials_folded", "materials", ["shop_id", "folded"])
    op.execute(PRICES)
    _index_jobs()


def _tables() -> None:
    op.create_table(
        "job_words",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_job_words_shop_id_job_id"),
        sa.PrimaryKeyConstraint("shop_id", "job_id", name="pk_job_words"),
    )
    op.create_table(
        "list_views",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_list_views_shop_id_member_id"
        ),
        sa.PrimaryKeyConstraint("shop_id", "member_id", name="pk_list_views"),
    )
    for table in ("job_words", "list_views"):
        walls.one_shop_only(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE job_search (job_id integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_job_search_words ON job_search USING gin (words)")
        return
    beginnings = " ".join(str(CODE + letters) for letters in range(SHORTEST, LONGEST))
    op.execute(
        "CREATE VIRTUAL TABLE job_search USING fts5(words, content='', detail=none, "
        f"prefix='{beginnings}', tokenize='unicode61 remove_diacritics 2')"
    )


def _fold(table: str, names: tuple[str, ...]) -> None:
    connection, rows = op.get_bind(), sa.table(table, *map(sa.column, ("id", "folded", *names)))
    for row in connection.execute(sa.select(rows.c.id, *(rows.c[name] for name in names))).all():
        connection.execute(sa.update(rows).where(rows.c.id == row.id).values(folded=folded(" ".join(row[1:]))))


def _index_jobs() -> None:
    """Every job there is, some thousands at a time."""
    connection = op.get_bind()
    index = {
        "sqlite": "INSERT INTO job_search (rowid, words) VALUES (:id, :words)",
        "postgresql": "INSERT INTO job_search (job_id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))",
    }[connection.dialect.name]
    for rows in _found_by():
        connection.execute(sa.text("INSERT INTO job_words (shop_id, job_id, words) VALUES (:shop, :id, :words)"), rows)
        connection.execute(sa.text(index), rows)


def _found_by() -> Iterator[list[dict[str, Any]]]:
    connection, last = op.get_bind(), 0
    jobs = sa.text(
        "SELECT id, shop_id, number, description, customer_po, customer_id FROM jobs WHERE id > :last ORDER BY id LIMIT :n"
    )
    items = sa.text("SELECT job_id, description FROM job_items WHERE job_id BETWEEN :first AND :last")
    coats = sa.text(
        "SELECT DISTINCT i.job_id, c.material_id FROM job_items i JOIN coats c ON c.job_item_id = i.id "
        "WHERE i.job_id BETWEEN :first AND :last"
    )
    while rows := connection.execute(jobs, {"last": last, "n": AT_ONCE}).all():
        between, last = {"first": rows[0].id, "last": rows[-1].id}, rows[-1].id
        texts, powders = _by_job(connection.execute(items, between)), _by_job(connection.execute(coats, between))
        yield [
            {
                "shop": row.shop_id,
                "id": row.id,
                "words": job_words(
                    row.shop_id,
                    (row.number, row.description, row.customer_po, *texts.get(row.id, ())),
                    row.customer_id,
                    powders.get(row.id, ()),
                ),
            }
            for row in rows
        ]


def _by_job(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for job_id, value in rows:
        found.setdefault(job_id, []).append(value)
    return found
