"""Templates, looked up."""

from sqlalchemy import select

from shopfloor.db import db
from shopfloor.job_templates.models import JobTemplate
from shopfloor.kernel.errors import NotFound


def templates() -> list[JobTemplate]:
    """Those in use, by category and name."""
    in_use = select(JobTemplate).where(JobTemplate.archived_at.is_(None))
    return list(db.session.scalars(in_use.order_by(JobTemplate.category, JobTemplate.name, JobTemplate.id)))


def template(template_id: int) -> JobTemplate:
    """That template of the shop, archived or not. Raises NotFound."""
    found = db.session.scalars(select(JobTemplate).where(JobTemplate.id == template_id)).first()
    if found is None:
        raise NotFound()
    return found
