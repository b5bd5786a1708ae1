"""Intakes, looked up."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, desc, func, select

from shopfloor.db import db, shop_in_scope
from shopfloor.db.documents import from_document
from shopfloor.intake.models import Intake
from shopfloor.intake.record import TakenIn
from shopfloor.photos.models import Photo, PhotoKind
from shopfloor.shops.models import Member


class Version(NamedTuple):
    """An intake as it was saved at some time, and how many photos there are today of how the things came in."""

    version: int
    taken: TakenIn
    who: str
    at: datetime
    photos: int


def versions_of(job_id: int) -> list[Version]:
    """All versions of the job's intake, the one that holds first; [] before there is one."""
    rows = (
        select(Intake.version, Intake.record, Member.name, Intake.occurred_at, _before(job_id).label("photos"))
        .select_from(Intake.__table__)
        .outerjoin(Member, (Member.shop_id == Intake.shop_id) & (Member.id == Intake.member_id))
        .where(Intake.shop_id == shop_in_scope(), Intake.job_id == job_id)
        .order_by(desc(Intake.version))
    )
    return [
        Version(row.version, from_document(TakenIn, row.record), row.name or "The shop", row.occurred_at, row.photos)
        for row in db.session.execute(rows)
    ]


def newest_version(job_id: int) -> int:
    """The number of the version that holds; 0 before there is one."""
    newest = select(func.max(Intake.version)).where(Intake.shop_id == shop_in_scope(), Intake.job_id == job_id)
    return db.session.scalar(newest) or 0


def photos_before(job_id: int) -> int:
    """How many photos there are of how the job's parts came in."""
    return db.session.scalar(select(_before(job_id))) or 0


def _before(job_id: int) -> ScalarSelect[int]:
    mine = (Photo.shop_id == shop_in_scope(), Photo.job_id == job_id, Photo.archived_at.is_(None))
    before = Photo.kind == PhotoKind.BEFORE.value
    return select(func.count()).select_from(Photo.__table__).where(*mine, before).scalar_subquery()
