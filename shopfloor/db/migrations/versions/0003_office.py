"""What the office needs to know of customers, services, materials and items; a shop's settings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW: dict[str, tuple[sa.Column[Any], ...]] = {
    "customers": (
        sa.Column("is_company", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("address", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("status_emails", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("tax_exempt", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("tax_certificate", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("terms_days", sa.Integer(), nullable=True),
        sa.Column("price_tier", sa.String(length=30), nullable=False, server_default=""),
        sa.Column("notes", sa.Text(), nullable=False, server_default=""),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
    ),
    "services": (
        sa.Column("hourly", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ),
    "materials": (
        sa.Column("coverage", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("colour_class", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("reorder_point", sa.BigInteger(), nullable=True),
    ),
    "jobs": (sa.Column("price", sa.BigInteger(), nullable=True),),
    "job_items": (
        sa.Column("kind", sa.String(length=12), nullable=False, server_default="flat"),
        sa.Column("substrate", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("complexity", sa.BigInteger(), nullable=False, server_default="1000"),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("taxable", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("price_parts", sa.Text(), nullable=True),
    ),
    "coats": (
        sa.Column("film_mils", sa.BigInteger(), nullable=True),
        sa.Column("efficiency", sa.BigInteger(), nullable=True),
    ),
    "job_item_services": (sa.Column("minutes", sa.BigInteger(), nullable=True),),
}


def upgrade() -> None:
    op.create_table(
        "shop_settings",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("section", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_shop_settings_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "section", name="pk_shop_settings"),
    )
    walls.one_shop_only("shop_settings")
    for table, columns in NEW.items():
        for column in columns:
            op.add_column(table, column)
