"""Rework as people of a shop find and end it, through the pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from shopfloor.db import in_shop
from shopfloor.jobs.queries import job as job_called
from shopfloor.kernel import clock
from shopfloor.workflow.queries import workflow
from tests.support.people import JobHandle, Person, ShopFixture


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon of a Monday in November."""
    with clock.set_to(datetime.fromisoformat("2026-11-23T12:00:00-06:00")):
        yield


def opens(person: Person, job: JobHandle, **more: Any) -> TestResponse:
    """What someone enters who finds something; the first of the items unless said."""
    with person.app.app_context(), in_shop(person.shop_id):
        item = job_called(job.number).items[0].id
    fields = {
        "key": uuid4().hex, "kind": "Recoat", "reason": "Orange peel", "item": item, "quantity": "2", "material": 0,
        "responsibility": "The shop", "disposition": "Do it again", "note": "", "extra_minutes": "", "extra_material": "",
        "send_to": 0, "step": person.sees(job).step,
    }  # fmt: skip
    return person.posts(f"/jobs/{job}/reworks", **{**fields, **more})


def closes(person: Person, number: str, resolution: str = "Sanded, coated again", **more: Any) -> TestResponse:
    fields = {"key": uuid4().hex, "resolution": resolution, "disposition": "Do it again", "extra_minutes": "45"}
    return person.posts(f"/rework/{number}/closings", **{**fields, **more})


def number_of(reply: TestResponse) -> str:
    """The number of the record that has just been opened."""
    assert reply.status_code == 303, reply.text
    return str(reply.location).rsplit("/", 1)[-1]


def status_called(shop: ShopFixture, label: str) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return next(stand.id for stand in workflow(shop.shop.workflow_version).stands if stand.label == label)
