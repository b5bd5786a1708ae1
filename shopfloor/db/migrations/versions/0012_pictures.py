"""A picture of a product, and photos of what had to be done again."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("picture", sa.String(length=32), server_default="", nullable=False))
    op.create_index("uq_reworks_shop_id_id", "reworks", ["shop_id", "id"], unique=True)
    op.create_table(
        "rework_photos",
        sa.Column("photo_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rework_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "photo_id"], ["photos.shop_id", "photos.id"], name="fk_rework_photos_shop_id_photo_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rework_id"], ["reworks.shop_id", "reworks.id"], name="fk_rework_photos_shop_id_rework_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_rework_photos_shop_id"),
        sa.PrimaryKeyConstraint("photo_id", name="pk_rework_photos"),
    )
    op.create_index("ix_rework_photos_rework", "rework_photos", ["shop_id", "rework_id"])
    walls.one_shop_only("rework_photos")
