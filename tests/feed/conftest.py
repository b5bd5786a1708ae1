"""A shop of eight supervisors, and its server."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.hammer import Floor, lay_out
from tests.support.server import Server


@pytest.fixture(scope="module")
def floor(new_database: Callable[[], str]) -> Floor:
    return lay_out(new_database(), people=8)


@pytest.fixture(scope="module")
def server(floor: Floor) -> Iterator[Server]:
    """Two processes: what one of them does, the other has to notice."""
    with Server(floor.database_url, workers=2) as server:
        yield server
