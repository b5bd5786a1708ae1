"""Databases that these tests have to themselves, as durable as in a shop."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.support.hammer import Floor, lay_out
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Gives the URL of a new, empty database at each call."""
    numbers = count(1)
    if request.config.getoption("--database") == "sqlite":
        folder = tmp_path_factory.mktemp("hammered")
        yield lambda: f"sqlite:///{folder / f'shopfloor-{next(numbers)}.db'}"
        return
    with PostgresServer(fsync=True) as server:
        yield lambda: server.create_database(f"hammered_{next(numbers)}")


@pytest.fixture
def floor(new_database: Callable[[], str]) -> Floor:
    """A shop of eight supervisors in a database of its own."""
    return lay_out(new_database(), people=8)
