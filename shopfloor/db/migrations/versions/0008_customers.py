"""Customers as the office keeps them: people, addresses, what they are found by; jobs of a customer, looked up."""

import re

import sqlalchemy as sa
from alembic import op

from shopfloor.kernel.text import folded

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = ("id", "name", "email", "phone", "address", "name_key", "search")
_CUSTOMERS = sa.table("customers", *map(sa.column, _COLUMNS))


def upgrade() -> None:
    op.add_column("customers", sa.Column("contacts", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("customers", sa.Column("addresses", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("customers", sa.Column("name_key", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("customers", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    op.add_column("customers", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_customers_name", table_name="customers")
    op.create_index("ix_customers_listed", "customers", ["shop_id", "name_key", "id"])
    op.create_index("ix_jobs_customer", "jobs", ["shop_id", "customer_id", "active", "id"])
    _make_findable()


def _make_findable() -> None:
    """Those who are here already."""
    c, connection = _CUSTOMERS.c, op.get_bind()
    for row in connection.execute(sa.select(c.id, c.name, c.email, c.phone, c.address)).all():
        said = folded(f"{row.name} {row.email} {row.phone} {re.sub('[^0-9]', '', row.phone)} {row.address}")
        connection.execute(sa.update(_CUSTOMERS).where(c.id == row.id).values(name_key=folded(row.name)[:200], search=said))
