"""A template of jobs. Its content is read whole and written whole: a document."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import Base, Document, Moment, ShopScoped
from shopfloor.db.documents import from_document
from shopfloor.workflow.trades import NORMAL


@dataclass(frozen=True, slots=True)
class Pattern:
    """What new jobs begin with. Items have prices only where the shop chose to keep those of the day."""

    kind: str
    description: str
    items: tuple[ItemPlan, ...]
    priority: int = NORMAL
    instructions: str = ""
    keeps_prices: bool = False


class JobTemplate(ShopScoped, Base):
    __tablename__ = "job_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    category: Mapped[str] = mapped_column(String(60), default="")
    document: Mapped[Any] = mapped_column(Document)
    version: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("shop_id", "id"),)

    subject_type: ClassVar[str] = "template"

    @property
    def label(self) -> str:
        return self.name

    @property
    def pattern(self) -> Pattern:
        return from_document(Pattern, self.document)
