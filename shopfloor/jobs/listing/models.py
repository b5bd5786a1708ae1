"""What the list keeps: the words jobs are found by, and how each person looks at it."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Document, ShopScoped, within_shop


class JobWords(ShopScoped, Base):
    """The tokens of a job (`kernel/tokens.py`). Beside it stands `job_search`, an index of them all, which no model speaks of:
    an FTS5 table on SQLite; on PostgreSQL a table with a tsvector, as row-level security would keep its index from use."""

    __tablename__ = "job_words"

    shop_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)

    __table_args__ = (within_shop("job_id", "jobs"),)


class ListView(ShopScoped, Base):
    """How a member last looked at the list: filter, order, whose jobs."""

    __tablename__ = "list_views"

    shop_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chosen: Mapped[Any] = mapped_column(Document)

    __table_args__ = (within_shop("member_id", "members"),)
