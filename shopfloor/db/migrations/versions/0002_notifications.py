"""Who hears of what: devices, choices, messages and their fates, how far each log has been told."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_SHOPS = (
    "deliveries",
    "looks",
    "news_cursors",
    "notification_preferences",
    "push_subscriptions",
    "stuck_tellings",
)


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "news_cursors",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_news_cursors_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_news_cursors"),
    )
    op.create_table(
        "notification_preferences",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("off", sa.Text(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_notification_preferences_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_notification_preferences_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "member_id", name="pk_notification_preferences"),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_push_subscriptions_session_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_push_subscriptions_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_push_subscriptions_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_push_subscriptions"),
        sa.UniqueConstraint("endpoint", name="uq_push_subscriptions_endpoint"),
        sa.UniqueConstraint("shop_id", "id", name="uq_push_subscriptions_shop_id_id"),
    )
    op.create_index("ix_push_subscriptions_session_id", "push_subscriptions", ["session_id"], unique=False)
    op.create_index("ix_push_subscriptions_member", "push_subscriptions", ["shop_id", "member_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("tag", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("passing", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_deliveries_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_deliveries_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "subscription_id"],
            ["push_subscriptions.shop_id", "push_subscriptions.id"],
            name="fk_deliveries_shop_id_subscription_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_deliveries_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("shop_id", "subscription_id", "key", name="uq_deliveries_shop_id_subscription_id_key"),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("fate IS NULL"),
        postgresql_where=sa.text("fate IS NULL"),
    )
    op.create_table(
        "looks",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_looks_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_looks_shop_id_member_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_looks_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "member_id", "job_id", name="pk_looks"),
    )
    op.create_table(
        "stuck_tellings",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_stuck_tellings_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_stuck_tellings_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "job_id", name="pk_stuck_tellings"),
    )
    # What happened before there was anyone to hear of it is no news.
    op.execute("INSERT INTO news_cursors (shop_id, seq) SELECT shop_id, seq FROM log_heads")
    for table in OF_SHOPS:
        walls.one_shop_only(table)
