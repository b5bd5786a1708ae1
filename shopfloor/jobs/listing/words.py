"""Keeping the words that jobs are found by. They change when a job is made or its text is, never when it moves."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, select, text

from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.db.json_rows import json_rows
from shopfloor.events import Actor
from shopfloor.jobs.listing.models import JobWords
from shopfloor.jobs.models import Coat, Job, JobItem
from shopfloor.kernel.tokens import job_words

AT_ONCE = 500


def index_job(_event: object, job: Any, _by: Actor | None) -> None:
    """A job that was made or changed is found by what it says now (a reaction: it joins that operation)."""
    write_words([job.id])


def index_jobs_of(_event: object, customer: Any, _by: Actor | None) -> None:
    """All jobs of a customer who has taken over another's (a reaction: it joins that operation)."""
    ids = run(_OF_CUSTOMER, {"shop": shop_in_scope(), "customer": customer.id}).scalars().all()
    for start in range(0, len(ids), AT_ONCE):
        write_words(ids[start : start + AT_ONCE])


def write_words(job_ids: Collection[int]) -> None:
    """Read those jobs of the shop in scope, and write down the words they are found by."""
    db.session.flush()
    asked = {"shop": shop_in_scope(), "ids": list(job_ids)}
    before = [{"id": row.job_id, "words": row.words} for row in run(_BEFORE, asked)]
    now = [{"id": row.id, "words": _words(row)} for row in run(_TEXTS, asked).all()]
    forgets, learns = _INDEX[db.engine.dialect.name]
    if before:
        run(forgets, before)
        run(_FORGET, asked)
    if now:
        run(insert(_WORDS), [{"shop_id": shop_in_scope(), "job_id": row["id"], "words": row["words"]} for row in now])
        run(learns, now)


def _words(row: Any) -> str:
    items = [description for (description,) in _rows(row.items)]
    powders = [powder_id for (powder_id,) in _rows(row.powders)]
    texts = (row.number, row.description, row.customer_po, *items)
    return job_words(shop_in_scope(), texts, row.customer_id, powders)


def _rows(value: str | None) -> list[list[Any]]:
    return orjson.loads(value) if value else []


_WORDS, _JOBS, _ITEMS, _COATS = table(JobWords), table(Job), table(JobItem), table(Coat)
_MINE = (_WORDS.c.shop_id == bindparam("shop"), _WORDS.c.job_id.in_(bindparam("ids", expanding=True)))
_BEFORE = select(_WORDS.c.job_id, _WORDS.c.words).where(*_MINE)
_FORGET = delete(_WORDS).where(*_MINE)
_TEXTS = select(
    *(_JOBS.c.id, _JOBS.c.number, _JOBS.c.description, _JOBS.c.customer_po, _JOBS.c.customer_id),
    select(json_rows(_ITEMS.c.description))
    .where(_ITEMS.c.shop_id == _JOBS.c.shop_id, _ITEMS.c.job_id == _JOBS.c.id)
    .scalar_subquery()
    .label("items"),
    select(json_rows(_COATS.c.material_id))
    .join(_ITEMS, (_ITEMS.c.shop_id == _COATS.c.shop_id) & (_ITEMS.c.id == _COATS.c.job_item_id))
    .where(_ITEMS.c.shop_id == _JOBS.c.shop_id, _ITEMS.c.job_id == _JOBS.c.id)
    .correlate(_JOBS)
    .scalar_subquery()
    .label("powders"),
).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.id.in_(bindparam("ids", expanding=True)))
_OF_CUSTOMER = select(_JOBS.c.id).where(_JOBS.c.shop_id == bindparam("shop"), _JOBS.c.customer_id == bindparam("customer"))
# An index without the texts themselves has to be told what it forgets.
_INDEX = {
    "sqlite": (
        text("INSERT INTO job_search (job_search, rowid, words) VALUES ('delete', :id, :words)"),
        text("INSERT INTO job_search (rowid, words) VALUES (:id, :words)"),
    ),
    "postgresql": (
        text("DELETE FROM job_search WHERE job_id = :id"),
        text("INSERT INTO job_search (job_id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"),
    ),
}
