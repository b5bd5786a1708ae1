"""Time worked."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from shopfloor.db import Base, Cents, Moment, ShopScoped, within_shop
from shopfloor.jobs.models import Job
from shopfloor.kernel import clock
from shopfloor.shops.models import Member
from shopfloor.timekeeping.lengths import minutes_between


class TimeEntry(ShopScoped, Base):
    """A stretch of someone's work on a job, in one piece; `stopped_at` is None while their timer runs.

    `stage` is the job's status when it began, in words, `hourly` what an hour cost then. `cut`: the start of the next one
    ended it, so that a stop from before that start, which was slower on its way, still counts. `edits` are its corrections,
    which the log tells.
    """

    __tablename__ = "time_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    member_id: Mapped[int]
    is_timer: Mapped[bool]
    stage: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(Moment)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    cut: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")
    hourly: Mapped[Decimal | None] = mapped_column(Cents)
    edits: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    job: Mapped[Job] = relationship(primaryjoin=lambda: foreign(TimeEntry.job_id) == remote(Job.id), viewonly=True)
    member: Mapped[Member] = relationship(primaryjoin=lambda: foreign(TimeEntry.member_id) == remote(Member.id), viewonly=True)

    __table_args__ = (
        within_shop("job_id", "jobs"),
        within_shop("member_id", "members"),
        Index("ix_time_entries_job", "shop_id", "job_id"),
        Index("ix_time_entries_member", "shop_id", "member_id", "started_at"),
        Index(
            "uq_time_entries_running",
            "shop_id",
            "member_id",
            unique=True,
            sqlite_where=text("stopped_at IS NULL AND removed_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL AND removed_at IS NULL"),
        ),
    )

    @property
    def minutes(self) -> Decimal:
        """So far, while it runs."""
        return minutes_between(self.started_at, self.stopped_at or clock.now())

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None
