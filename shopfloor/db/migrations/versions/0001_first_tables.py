"""The first tables: shops, people, the log, work, stock, codes; what the database itself refuses; PostgreSQL's second wall."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("events", "stock_movements")
OF_SHOPS = (
    "counters",
    "customers",
    "lanes",
    "log_heads",
    "materials",
    "members",
    "services",
    "events",
    "statuses",
    "jobs",
    "codes",
    "job_items",
    "job_workers",
    "notes",
    "stock_movements",
    "coats",
    "job_item_services",
)


def upgrade() -> None:
    op.create_table(
        "shops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("trade", sa.String(length=20), nullable=False),
        sa.Column("prefix", sa.String(length=6), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("units", sa.String(length=10), nullable=False),
        sa.Column("paper", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("floor_rest_days", sa.Integer(), nullable=False),
        sa.Column("desk_rest_hours", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shops"),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("window", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name="pk_throttles"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "counters",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_counters_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "series", "period", name="pk_counters"),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_customers_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("shop_id", "id", name="uq_customers_shop_id_id"),
    )
    op.create_table(
        "lanes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_lanes_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lanes"),
        sa.UniqueConstraint("shop_id", "id", name="uq_lanes_shop_id_id"),
    )
    op.create_table(
        "log_heads",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_log_heads_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_log_heads"),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("maker", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("hex", sa.String(length=7), nullable=False),
        sa.Column("finish", sa.String(length=30), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("specific_gravity", sa.BigInteger(), nullable=False),
        sa.Column("film_mils", sa.BigInteger(), nullable=False),
        sa.Column("efficiency", sa.BigInteger(), nullable=False),
        sa.Column("cure_fahrenheit", sa.Integer(), nullable=True),
        sa.Column("cure_minutes", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_materials_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
        sa.UniqueConstraint("shop_id", "id", name="uq_materials_shop_id_id"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_members_shop_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_members_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("shop_id", "id", name="uq_members_shop_id_id"),
        sa.UniqueConstraint("shop_id", "user_id", name="uq_members_shop_id_user_id"),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_services_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
        sa.UniqueConstraint("shop_id", "code", name="uq_services_shop_id_code"),
        sa.UniqueConstraint("shop_id", "id", name="uq_services_shop_id_id"),
    )
    op.create_table(
        "events",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_label", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "actor_id"], ["members.shop_id", "members.id"], name="fk_events_shop_id_actor_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_events_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "seq", name="pk_events"),
    )
    op.create_index("ix_events_subject", "events", ["shop_id", "subject_type", "subject_id", "seq"], unique=False)
    op.create_index("uq_events_key", "events", ["shop_id", "actor_id", "key"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_sessions_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_sessions_shop_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tone", sa.String(length=12), nullable=False),
        sa.Column("needs", sa.String(length=30), nullable=True),
        sa.Column("per_coat", sa.Boolean(), nullable=False),
        sa.Column("on_route", sa.Boolean(), nullable=False),
        sa.Column("amber_minutes", sa.Integer(), nullable=True),
        sa.Column("red_minutes", sa.Integer(), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "lane_id"], ["lanes.shop_id", "lanes.id"], name="fk_statuses_shop_id_lane_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_statuses_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statuses"),
        sa.UniqueConstraint("shop_id", "id", name="uq_statuses_shop_id_id"),
        sa.UniqueConstraint("shop_id", "job_kind", "code", name="uq_statuses_shop_id_job_kind_code"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("hold_reason", sa.String(length=200), nullable=True),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lane_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("scheduled_on", sa.Date(), nullable=True),
        sa.Column("location", sa.String(length=60), nullable=False),
        sa.Column("customer_po", sa.String(length=60), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_seq", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_jobs_shop_id_customer_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "status_id"], ["statuses.shop_id", "statuses.id"], name="fk_jobs_shop_id_status_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_jobs_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("shop_id", "id", name="uq_jobs_shop_id_id"),
        sa.UniqueConstraint("shop_id", "number", name="uq_jobs_shop_id_number"),
    )
    op.create_index("ix_jobs_changed", "jobs", ["shop_id", "card_seq"], unique=False)
    op.create_index(
        "ix_jobs_floor",
        "jobs",
        ["shop_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("active = 1"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("short", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_codes_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "material_id"], ["materials.shop_id", "materials.id"], name="fk_codes_shop_id_material_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_codes_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_codes"),
        sa.UniqueConstraint("shop_id", "short", name="uq_codes_shop_id_short"),
        sa.UniqueConstraint("token", name="uq_codes_token"),
    )
    op.create_index("ix_codes_job", "codes", ["shop_id", "job_id"], unique=False)
    op.create_table(
        "job_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_job_items_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_job_items_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job_items"),
        sa.UniqueConstraint("shop_id", "id", name="uq_job_items_shop_id_id"),
    )
    op.create_index("ix_job_items_job", "job_items", ["job_id"], unique=False)
    op.create_table(
        "job_workers",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_job_workers_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_job_workers_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_job_workers_shop_id"),
        sa.PrimaryKeyConstraint("job_id", "member_id", name="pk_job_workers"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_notes_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_notes_shop_id_member_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_notes_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_job", "notes", ["shop_id", "job_id"], unique=False)
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("entered_unit", sa.String(length=10), nullable=False),
        sa.Column("on_hand_after", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_stock_movements_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "material_id"],
            ["materials.shop_id", "materials.id"],
            name="fk_stock_movements_shop_id_material_id",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_stock_movements_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_stock_movements_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_movements"),
    )
    op.create_index("ix_stock_movements_job", "stock_movements", ["shop_id", "job_id"], unique=False)
    op.create_index("ix_stock_movements_material", "stock_movements", ["shop_id", "material_id", "id"], unique=False)
    op.create_table(
        "coats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "job_item_id"], ["job_items.shop_id", "job_items.id"], name="fk_coats_shop_id_job_item_id"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "material_id"], ["materials.shop_id", "materials.id"], name="fk_coats_shop_id_material_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_coats_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coats"),
    )
    op.create_index("ix_coats_item", "coats", ["job_item_id"], unique=False)
    op.create_table(
        "job_item_services",
        sa.Column("job_item_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "job_item_id"],
            ["job_items.shop_id", "job_items.id"],
            name="fk_job_item_services_shop_id_job_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "service_id"],
            ["services.shop_id", "services.id"],
            name="fk_job_item_services_shop_id_service_id",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_job_item_services_shop_id"),
        sa.PrimaryKeyConstraint("job_item_id", "service_id", name="pk_job_item_services"),
    )
    op.create_index("ix_customers_name", "customers", ["shop_id", sa.text("lower(name)")])
    walls.chain_hash()
    for table in APPEND_ONLY:
        walls.append_only(table)
    for table in OF_SHOPS:
        walls.one_shop_only(table)
