"""Time worked on jobs, and what had to be done again."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_RUNS = sa.text("stopped_at IS NULL AND removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "time_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_timer", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("hourly", sa.BigInteger(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_time_entries_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_time_entries_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_time_entries_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_time_entries"),
    )
    op.create_index("ix_time_entries_job", "time_entries", ["shop_id", "job_id"])
    op.create_index("ix_time_entries_member", "time_entries", ["shop_id", "member_id", "started_at"])
    op.create_index(
        "uq_time_entries_running",
        "time_entries",
        ["shop_id", "member_id"],
        unique=True,
        sqlite_where=_RUNS,
        postgresql_where=_RUNS,
    )
    op.create_table(
        "reworks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("job_item_id", sa.Integer(), nullable=True),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("found_stage", sa.String(length=60), nullable=False),
        sa.Column("responsibility", sa.String(length=40), nullable=False),
        sa.Column("disposition", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("extra_minutes", sa.BigInteger(), nullable=True),
        sa.Column("extra_material", sa.String(length=200), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_reworks_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "job_item_id"], ["job_items.shop_id", "job_items.id"], name="fk_reworks_shop_id_job_item_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "material_id"], ["materials.shop_id", "materials.id"], name="fk_reworks_shop_id_material_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "opened_by_id"], ["members.shop_id", "members.id"], name="fk_reworks_shop_id_opened_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "closed_by_id"], ["members.shop_id", "members.id"], name="fk_reworks_shop_id_closed_by_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_reworks_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reworks"),
        sa.UniqueConstraint("shop_id", "number", name="uq_reworks_shop_id_number"),
    )
    op.create_index("ix_reworks_job", "reworks", ["shop_id", "job_id"])
    op.create_index("ix_reworks_month", "reworks", ["shop_id", "month", "id"])
    for table in ("reworks", "time_entries"):
        walls.one_shop_only(table)
