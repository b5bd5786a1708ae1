"""Items are found by their shop and job together, as they are asked for: else SQLite goes through all of the shop's."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_job_items_job", "job_items")
    op.create_index("ix_job_items_job", "job_items", ["shop_id", "job_id"])
