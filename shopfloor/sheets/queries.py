"""Codes, looked up."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from shopfloor.catalog.models import Material
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.jobs.models import Job
from shopfloor.kernel.errors import NotFound
from shopfloor.sheets.models import Code

NO_SUCH_CODE = "No sheet of this shop carries that code. It may be another shop's, or the sheet was replaced: print it again."


def codes_of(job_ids: Collection[int]) -> dict[int, list[tuple[Code, Material | None]]]:
    """The codes in force of each of those jobs, in the order they were made, each with its powder."""
    of_jobs = (Code.job_id.in_(job_ids), Code.revoked_at.is_(None))
    rows = select(Code, Material).outerjoin(Material, (Material.shop_id == Code.shop_id) & (Material.id == Code.material_id))
    found: dict[int, list[tuple[Code, Material | None]]] = {job_id: [] for job_id in job_ids}
    for code, powder in db.session.execute(rows.where(*of_jobs).order_by(Code.id)):
        found[code.job_id].append((code, powder))
    return found


def codes_of_jobs(job_ids: Collection[int]) -> Sequence[Any]:
    """The codes in force of those jobs: job_id, purpose, token, short; of a powder also material_id, code, name, hex, unit."""
    return run(_OF_JOBS, {"shop": shop_in_scope(), "ids": list(job_ids)}).all()


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


_CODES, _MATERIALS = table(Code), table(Material)
_OF_JOBS = (
    select(
        *(_CODES.c.job_id, _CODES.c.purpose, _CODES.c.token, _CODES.c.short, _CODES.c.material_id),
        *(_MATERIALS.c.code, _MATERIALS.c.name, _MATERIALS.c.hex, _MATERIALS.c.unit),
    )
    .select_from(_CODES)
    .outerjoin(_MATERIALS, (_MATERIALS.c.shop_id == _CODES.c.shop_id) & (_MATERIALS.c.id == _CODES.c.material_id))
    .where(
        _CODES.c.shop_id == bindparam("shop"),
        _CODES.c.job_id.in_(bindparam("ids", expanding=True)),
        _CODES.c.revoked_at.is_(None),
    )
    .order_by(_CODES.c.id)
)
_OPENED = (
    select(Code.purpose, Job.number, Code.material_id)
    .select_from(Code.__table__)
    .join(Job, (Job.shop_id == Code.shop_id) & (Job.id == Code.job_id))
    .where(Code.shop_id == bindparam("shop"), Code.revoked_at.is_(None))
)
_BY_TOKEN = _OPENED.where(Code.token == bindparam("value"))
_BY_SHORT = _OPENED.where(Code.short == bindparam("value"))
