"""A push service of the tests' own, and the worker at work."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from shopfloor.kernel import clock
from shopfloor.worker import Worker
from tests.support.push import PushService, push_service

Works = Callable[..., None]


@pytest.fixture(scope="session")
def pushes() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def works(app: Flask) -> Works:
    """The worker takes a turn, `seconds` from now."""

    def turn(seconds: float = 0) -> None:
        with clock.set_to(datetime.now(UTC) + timedelta(seconds=seconds)):
            Worker(app).turn()

    return turn
