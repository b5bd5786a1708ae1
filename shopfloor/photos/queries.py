"""Photos, looked up."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from shopfloor.db import db, shop_in_scope
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.photos.models import Photo, PhotoKind
from shopfloor.shops.models import Member


class Shown(NamedTuple):
    """A photo as the gallery shows it."""

    id: int
    kind: PhotoKind
    width: int
    height: int
    who: str
    taken_at: datetime


def photos_of(job_id: int) -> list[Shown]:
    """The photos of a job in the order in which they were taken, without the archived ones."""
    return photos_shown(Photo.job_id == job_id)


def photos_shown(*which: ColumnElement[bool]) -> list[Shown]:
    """Those photos, as `photos_of` gives them."""
    rows = (
        select(Photo.id, Photo.kind, Photo.width, Photo.height, Member.name, Photo.taken_at)
        .select_from(Photo.__table__)
        .outerjoin(Member, (Member.shop_id == Photo.shop_id) & (Member.id == Photo.member_id))
        .where(Photo.shop_id == shop_in_scope(), Photo.archived_at.is_(None), *which)
        .order_by(Photo.taken_at, Photo.id)
    )
    return [
        Shown(row.id, PhotoKind(row.kind), row.width, row.height, row.name or "The shop", row.taken_at)
        for row in db.session.execute(rows)
    ]


def photo_names() -> set[str]:
    """The names of all pictures that photos stand for, archived ones too: none of them is lost."""
    return set(db.session.scalars(select(Photo.name)))


def photo(photo_id: int, *, archived: bool = False) -> tuple[Photo, str]:
    """That photo and its job's number. Raises NotFound; for an archived one, too, unless those are asked for."""
    rows = select(Photo, Job.number).join(Job, (Job.shop_id == Photo.shop_id) & (Job.id == Photo.job_id))
    found = db.session.execute(rows.where(Photo.id == photo_id)).first()
    if found is None or (found[0].archived_at and not archived):
        raise NotFound()
    return found[0], found[1]
