"""Codes, looked up."""

from typing import Any

from sqlalchemy import bindparam, select

from shopfloor.catalog.models import Material
from shopfloor.db import db, shop_in_scope
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.sheets.models import Code

NO_SUCH_CODE = "No sheet of this shop carries that code. It may be another shop's, or the sheet was replaced: print it again."


def codes_of(job_id: int) -> list[tuple[Code, Material | None]]:
    """The codes of a job that are in force, in the order they were made, each with its powder."""
    of_job = (Code.job_id == job_id, Code.revoked_at.is_(None))
    rows = select(Code, Material).outerjoin(Material, (Material.shop_id == Code.shop_id) & (Material.id == Code.material_id))
    return [(code, powder) for code, powder in db.session.execute(rows.where(*of_job).order_by(Code.id))]


def opened_by(token: str) -> Any:
    """What a scanned code opens: (purpose, number, material_id). Raises NotFound, the same for foreign, unknown, revoked."""
    return _found(_BY_TOKEN, token)


def opened_by_typing(short: str) -> Any:
    """The same for a code typed by hand. Raises NotFound."""
    return _found(_BY_SHORT, short)


def _found(statement: Any, value: str) -> Any:
    row = db.session.execute(statement, {"shop": shop_in_scope(), "value": value}).first()
    if row is None:
        raise NotFound(NO_SUCH_CODE)
    return row


_OPENED = (
    select(Code.purpose, Job.number, Code.material_id)
    .select_from(Code.__table__)
    .join(Job, (Job.shop_id == Code.shop_id) & (Job.id == Code.job_id))
    .where(Code.shop_id == bindparam("shop"), Code.revoked_at.is_(None))
)
_BY_TOKEN = _OPENED.where(Code.token == bindparam("value"))
_BY_SHORT = _OPENED.where(Code.short == bindparam("value"))
