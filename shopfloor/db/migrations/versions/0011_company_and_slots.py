"""A company's logo, its ovens, and the slots of its calendar."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logos",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_logos_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_logos"),
    )
    op.create_table(
        "ovens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("size", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_ovens_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ovens"),
        sa.UniqueConstraint("shop_id", "id", name="uq_ovens_shop_id_id"),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("oven_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_slots_shop_id"),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_slots_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_slots_shop_id_member_id"),
        sa.ForeignKeyConstraint(["shop_id", "oven_id"], ["ovens.shop_id", "ovens.id"], name="fk_slots_shop_id_oven_id"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
    )
    op.create_index("ix_slots_start", "slots", ["shop_id", "starts_at"])
    op.create_index("ix_slots_job", "slots", ["shop_id", "job_id"])
    for table in ("logos", "ovens", "slots"):
        walls.one_shop_only(table)
