"""Quotes with their versions, invoices of jobs, and payments."""

import sqlalchemy as sa
from alembic import op

from shopfloor.db.migrations import walls

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_SHOPS = ("invoices", "payments", "quote_conversions", "quote_versions", "quotes")
NOT_VOID = sa.text("status <> 'void'")


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("terms_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_invoices_shop_id_customer_id"
        ),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_invoices_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_invoices_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoices"),
        sa.UniqueConstraint("shop_id", "id", name="uq_invoices_shop_id_id"),
        sa.UniqueConstraint("shop_id", "number", name="uq_invoices_shop_id_number"),
    )
    op.create_index("ix_invoices_customer", "invoices", ["shop_id", "customer_id"], unique=False)
    op.create_index("ix_invoices_list", "invoices", ["shop_id", "status", "id"], unique=False)
    op.create_index(
        "uq_invoices_job", "invoices", ["shop_id", "job_id"], unique=True, sqlite_where=NOT_VOID, postgresql_where=NOT_VOID
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_quotes_shop_id_customer_id"
        ),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_quotes_shop_id_job_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_quotes_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
        sa.UniqueConstraint("shop_id", "id", name="uq_quotes_shop_id_id"),
        sa.UniqueConstraint("shop_id", "number", name="uq_quotes_shop_id_number"),
    )
    op.create_index("ix_quotes_customer", "quotes", ["shop_id", "customer_id"], unique=False)
    op.create_index("ix_quotes_job", "quotes", ["shop_id", "job_id"], unique=False)
    op.create_index("ix_quotes_list", "quotes", ["shop_id", "status", "id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("quote_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "invoice_id"], ["invoices.shop_id", "invoices.id"], name="fk_payments_shop_id_invoice_id"
        ),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_payments_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "member_id"], ["members.shop_id", "members.id"], name="fk_payments_shop_id_member_id"
        ),
        sa.ForeignKeyConstraint(["shop_id", "quote_id"], ["quotes.shop_id", "quotes.id"], name="fk_payments_shop_id_quote_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "reverses_id"], ["payments.shop_id", "payments.id"], name="fk_payments_shop_id_reverses_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_payments_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.UniqueConstraint("shop_id", "id", name="uq_payments_shop_id_id"),
        sa.UniqueConstraint("shop_id", "reverses_id", name="uq_payments_shop_id_reverses_id"),
    )
    op.create_index("ix_payments_invoice", "payments", ["shop_id", "invoice_id"], unique=False)
    op.create_index("ix_payments_job", "payments", ["shop_id", "job_id"], unique=False)
    op.create_index("ix_payments_quote", "payments", ["shop_id", "quote_id"], unique=False)
    op.create_table(
        "quote_conversions",
        sa.Column("quote_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "job_id"], ["jobs.shop_id", "jobs.id"], name="fk_quote_conversions_shop_id_job_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "quote_id"], ["quotes.shop_id", "quotes.id"], name="fk_quote_conversions_shop_id_quote_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_quote_conversions_shop_id"),
        sa.PrimaryKeyConstraint("quote_id", name="pk_quote_conversions"),
        sa.UniqueConstraint("shop_id", "job_id", name="uq_quote_conversions_shop_id_job_id"),
    )
    op.create_table(
        "quote_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "quote_id"], ["quotes.shop_id", "quotes.id"], name="fk_quote_versions_shop_id_quote_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_quote_versions_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_versions"),
        sa.UniqueConstraint("shop_id", "quote_id", "version", name="uq_quote_versions_shop_id_quote_id_version"),
        sa.UniqueConstraint("token_hash", name="uq_quote_versions_token_hash"),
    )
    for table in OF_SHOPS:
        walls.one_shop_only(table)
    walls.append_only("payments")
