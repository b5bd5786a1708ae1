"""Which letter tells of which status, and how far the log has been read for them."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, ShopScoped, within_shop


class Announcement(ShopScoped, Base):
    """That a letter tells of the job's arrival in that status, by event `seq`."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int]
    job_id: Mapped[int]
    status_id: Mapped[int]
    seq: Mapped[int]

    __table_args__ = (
        within_shop("letter_id", "letters", goes_with=True),
        within_shop("job_id", "jobs"),
        within_shop("status_id", "statuses"),
        Index("ix_announcements_letter", "shop_id", "letter_id"),
        Index("ix_announcements_job", "shop_id", "job_id", "status_id"),
    )


class AnnouncementCursor(ShopScoped, Base):
    """How far a shop's log has been read for moves that customers are told of."""

    __tablename__ = "announcement_cursors"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]
