"""E-mail: letters with their fates, what is attached to them, which of a job's moves a customer is told of."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OF_SHOPS = ("announcement_cursors", "announcements", "letter_attachments", "letters")


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("to_name", sa.String(length=120), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("about_type", sa.String(length=30), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("about_label", sa.String(length=200), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_letters_shop_id_customer_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_letters_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_letters_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("shop_id", "id", name="uq_letters_shop_id_id"),
        sa.UniqueConstraint("shop_id", "key", name="uq_letters_shop_id_key"),
    )
    op.create_index("ix_letters_about", "letters", ["shop_id", "about_type", "about_id"], unique=False)
    op.create_index("ix_letters_customer", "letters", ["shop_id", "customer_id"], unique=False)
    op.create_index(
        "ix_letters_due",
        "letters",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("fate IS NULL"),
        postgresql_where=sa.text("fate IS NULL"),
    )
    op.create_table(
        "letter_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mimetype", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "letter_id"],
            ["letters.shop_id", "letters.id"],
            name="fk_letter_attachments_shop_id_letter_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_letter_attachments_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_attachments"),
        sa.UniqueConstraint("shop_id", "letter_id", "place", name="uq_letter_attachments_shop_id_letter_id_place"),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_announcements_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "letter_id"],
            ["letters.shop_id", "letters.id"],
            name="fk_announcements_shop_id_letter_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "status_id"], ["statuses.shop_id", "statuses.id"], name="fk_announcements_shop_id_status_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_announcements_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_letter", "announcements", ["shop_id", "letter_id"], unique=False)
    op.create_index("ix_announcements_job", "announcements", ["shop_id", "job_id", "status_id"], unique=False)
    op.create_table(
        "announcement_cursors",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_announcement_cursors_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_announcement_cursors"),
    )
    # Where jobs stand already is nothing to write to customers about.
    op.execute("INSERT INTO announcement_cursors (shop_id, seq) SELECT shop_id, seq FROM log_heads")
    for table in OF_SHOPS:
        walls.one_shop_only(table)
