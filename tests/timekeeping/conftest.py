"""Time as people of a shop spend it: taps that come when the signal allows, in the shop's own zone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from shopfloor.db import db, in_shop
from shopfloor.kernel import clock
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.queries import entries_of
from tests.support.people import JobHandle, Person, ShopFixture

NOON = datetime.fromisoformat("2026-11-23T12:00:00-06:00")  # on the wall of the fixture shop


@pytest.fixture
def noon() -> Any:
    """It is noon of a Monday."""
    with clock.set_to(NOON):
        yield NOON


def taps(person: Person, job: JobHandle, what: str, *, ago: float = 0, **fields: Any) -> TestResponse:
    """Start or stop, `ago` minutes before it comes here."""
    now = clock.now()
    tap = {"key": uuid4().hex, "at": (now - timedelta(minutes=ago)).isoformat(), "sent": now.isoformat(), "view": "bump"}
    verb = {"start": "timers", "stop": "timer-stops"}[what]
    return person.posts(f"/jobs/{job}/{verb}", json=True, **{**tap, **fields})


def entries(shop: ShopFixture, job: JobHandle) -> list[TimeEntry]:
    """What stands on a job, oldest first."""
    with shop.app.app_context(), in_shop(shop.id):
        found = list(reversed(entries_of(job.id)))
        db.session.remove()
        return found


def minutes(shop: ShopFixture, job: JobHandle) -> list[int]:
    return [int(entry.minutes) for entry in entries(shop, job)]
