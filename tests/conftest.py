"""One database for a run, one new shop for each test: tests are each other's strangers."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import migrate
from shopfloor.db.session import close_database
from tests.support.people import ShopFixture, found_shop
from tests.support.postgres import PostgresServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the suite runs on")


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A new, empty database of the kind the run was asked for."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'shopfloor.db'}"
        return
    with PostgresServer(fsync=False) as server:
        server.create_database("shopfloor")
        yield server.url("shopfloor")


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Gives the URL of a new, empty database at each call: for tests that have a server to themselves."""
    numbers = count(1)
    if request.config.getoption("--database") == "sqlite":
        folder = tmp_path_factory.mktemp("own")
        yield lambda: f"sqlite:///{folder / f'shopfloor-{next(numbers)}.db'}"
        return
    with PostgresServer(fsync=False) as server:
        yield lambda: server.create_database(f"own_{next(numbers)}")


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app as a shop has it that can send pushes; here they go to this machine."""
    pushing = {"contact": "mailto:push@shop.example", "push_on_loopback": True, "data": tmp_path_factory.mktemp("data")}
    app = create_app(Config(database_url=database_url, public_url="http://127.0.0.1:8000", **pushing), TESTING=True)
    with app.app_context():
        migrate.upgrade()
    yield app
    close_database(app)


@pytest.fixture
def shop(app: Flask) -> ShopFixture:
    """A powder-coating shop with its people, and a stranger from another shop."""
    return found_shop(app, trade="powder")


@pytest.fixture
def jewelry(app: Flask) -> ShopFixture:
    return found_shop(app, trade="jewelry")


@pytest.fixture
def field(app: Flask) -> ShopFixture:
    return found_shop(app, trade="field")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent
