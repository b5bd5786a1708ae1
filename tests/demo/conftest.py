"""The demo, loaded once for all tests that look at it, in a database of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import Base, db, everywhere, in_shop, migrate
from shopfloor.db.session import close_database
from shopfloor.demo import DEMO_SHOPS, SignIn, load_demo
from shopfloor.kernel import clock
from shopfloor.shops.models import Shop
from shopfloor.shops.queries import shops
from tests.support.postgres import PostgresServer

PASSWORD = "shopfloor-demo"
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=UTC)  # a Tuesday afternoon in all three shops
EmptyApp = Callable[[str], Flask]


@dataclass(frozen=True)
class Demo:
    """The loaded demo: the moment it was loaded, and what `load_demo` said."""

    app: Flask
    now: datetime
    sign_ins: list[SignIn]
    shops: dict[str, Shop]

    @contextmanager
    def inside(self, trade: str) -> Iterator[Shop]:
        """See the demo shop of that trade."""
        with self.app.app_context(), in_shop(self.shops[trade].id):
            yield self.shops[trade]

    def rows(self, trade: str, model: type[Base]) -> list[Any]:
        """All rows of a table that are this shop's, as they were made."""
        table = model.__table__
        mine = select(table).where(table.c.shop_id == self.shops[trade].id).order_by(*table.primary_key)
        with self.inside(trade):
            return list(db.session.execute(mine).all())


@pytest.fixture(scope="module")
def empty_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmptyApp]:
    """Makes apps on new databases of the run's kind, in which nobody has opened a shop yet."""
    made: list[Flask] = []
    on_postgres = request.config.getoption("--database") == "postgresql"
    server: PostgresServer | None = request.getfixturevalue("demo_server") if on_postgres else None

    def make(name: str) -> Flask:
        file = tmp_path_factory.mktemp("demo") / f"{name}.db"
        made.append(_app(server.create_database(name) if server else f"sqlite:///{file}"))
        return made[-1]

    yield make
    for app in made:
        close_database(app)


@pytest.fixture(scope="module")
def demo_server() -> Iterator[PostgresServer]:
    with PostgresServer(fsync=False) as server:
        yield server


def _app(url: str) -> Flask:
    app = create_app(Config(database_url=url), TESTING=True)
    with app.app_context(), everywhere():
        migrate.upgrade()
    return app


@pytest.fixture(scope="module")
def demo(empty_app: EmptyApp) -> Demo:
    app = empty_app("demo")
    with app.app_context(), clock.set_to(NOW):
        sign_ins = load_demo(lambda _email: PASSWORD)
        with everywhere():
            trades = {shop.trade: shop for shop in shops()}
            db.session.commit()
    return Demo(app, NOW, sign_ins, trades)


@pytest.fixture(params=[shop.trade for shop in DEMO_SHOPS])
def trade(request: pytest.FixtureRequest) -> str:
    return str(request.param)
