"""Every e-mail with its fate."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.db import Base, Moment, ShopScoped, within_shop


class Fate(StrEnum):
    """What became of a letter. One without a fate is still to be sent."""

    SENT = "sent"
    FILED = "filed"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    SKIPPED = "skipped"


class Letter(ShopScoped, Base):
    """One e-mail to one address, as it goes out. `key` is what it tells of: the same mail is never queued twice.

    `kind` names the check it passes when it is sent (`checks.py`). Nobody sends it before `run_at`; whoever sends it holds
    it until `leased_until`. `mark` is its Message-ID's first half, the same at every try. `reason` says why it was skipped
    or what the server answered. `member_id` is who sent it, None for the shop itself.
    """

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(120))
    reply_to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    about_type: Mapped[str] = mapped_column(String(30))
    about_id: Mapped[int]
    about_label: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[int | None]
    member_id: Mapped[int | None]
    mark: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Moment)
    run_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    fate: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "key"),
        within_shop("customer_id", "customers"),
        within_shop("member_id", "members"),
        Index("ix_letters_about", "shop_id", "about_type", "about_id"),
        Index("ix_letters_customer", "shop_id", "customer_id"),
        Index("ix_letters_due", "run_at", sqlite_where=sql("fate IS NULL"), postgresql_where=sql("fate IS NULL")),
    )

    subject_type: ClassVar[str] = "letter"

    @property
    def label(self) -> str:
        return self.subject


class LetterAttachment(ShopScoped, Base):
    """A file that goes with a letter; apart from it, so that lists of letters do not read files."""

    __tablename__ = "letter_attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int]
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    mimetype: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        within_shop("letter_id", "letters", goes_with=True),
        UniqueConstraint("shop_id", "letter_id", "place"),
    )
