"""The command line, as whoever installs it meets it."""

import http.client
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from shopfloor.accounts.passwords import is_right
from shopfloor.accounts.queries import user_called
from shopfloor.app import create_app
from shopfloor.cli import DEMO_PASSWORD, main
from shopfloor.config import Config
from shopfloor.db import everywhere, migrate
from shopfloor.db.session import close_database
from shopfloor.demo import DEMO_SHOPS
from tests.support.server import quiet_port

ANSWERS = "Pike Coating\npowder\nPIK\nAmerica/Denver\nOlive Owens\nolive@pike.example\na walk in the rain\na walk in the rain\n"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A new install's database address, in the environment."""
    url = f"sqlite:///{tmp_path / 'shopfloor.db'}"
    monkeypatch.setenv("SHOPFLOOR_DATABASE_URL", url)
    for name in ("HOST", "PORT", "SHOPFLOOR_PUBLIC_URL", "SHOPFLOOR_ALLOW_INSECURE_LAN"):
        monkeypatch.delenv(name, raising=False)
    yield url


def test_opening_a_shop_asks_for_everything_and_nothing_has_a_default_password(install: str) -> None:
    made = CliRunner().invoke(main, ["shop", "create"], input=ANSWERS)
    assert made.exit_code == 0, made.output
    assert "Pike Coating is open. Sign in as olive@pike.example." in made.output
    assert "a walk in the rain" not in made.output
    assert "Pike Coating" in CliRunner().invoke(main, ["shop", "list"]).output


def test_a_weak_password_opens_no_shop_at_all(install: str) -> None:
    weak = ANSWERS.replace("a walk in the rain", "short")
    refused = CliRunner().invoke(main, ["shop", "create"], input=weak)
    assert refused.exit_code == 1
    assert "at least 12 characters" in refused.output
    assert "Pike" not in CliRunner().invoke(main, ["shop", "list"]).output


def test_the_doctor_says_how_it_stands(install: str) -> None:
    CliRunner().invoke(main, ["shop", "create"], input=ANSWERS)
    said = CliRunner().invoke(main, ["doctor"])
    assert said.exit_code == 0
    assert "Tables: up to date" in said.output
    assert "Log of Pike Coating: whole" in said.output
    assert "Notifications: off: set SHOPFLOOR_CONTACT" in said.output
    assert "0 messages wait, 0 devices hear" in said.output
    assert "stray files" not in said.output
    assert CliRunner().invoke(main, ["db", "upgrade"]).output == "Up to date already.\n"


def test_it_does_not_start_on_a_plain_network_without_being_told_to(install: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    refused = CliRunner().invoke(main, ["serve"])
    assert refused.exit_code == 1
    assert "SHOPFLOOR_PUBLIC_URL" in refused.output


def test_it_does_not_start_with_a_contact_that_push_services_refuse(install: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPFLOOR_CONTACT", "mailto:owner@localhost")
    refused = CliRunner().invoke(main, ["serve"])
    assert refused.exit_code == 1
    assert "SHOPFLOOR_CONTACT" in refused.output


def test_the_doctor_knows_whether_notifications_can_work(install: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPFLOOR_CONTACT", "mailto:owner@pike.example")
    assert "Notifications: can work, as mailto:owner@pike.example" in CliRunner().invoke(main, ["doctor"]).output


def test_the_demo_serves_starts_again_without_changing_anything_and_ends_cleanly(install: str, tmp_path: Path) -> None:
    first, code = served(install)
    assert code == 0
    assert f"{'worker@powder.example':<28} {DEMO_PASSWORD}" in first
    assert "Traceback" not in first
    before = contents(tmp_path / "shopfloor.db")
    again, code = served(install)
    assert (code, "with shopfloor-demo" in again) == (0, True)
    assert contents(tmp_path / "shopfloor.db") == before


def contents(database: Path) -> list[str]:
    """All that is in it, but for what the worker notes of its own doings."""
    own = ("leases", "news_cursors", "stuck_tellings")
    connection = sqlite3.connect(database)
    try:
        return [line for line in connection.iterdump() if not line.startswith(tuple(f'INSERT INTO "{name}"' for name in own))]
    finally:
        connection.close()


def served(url: str, host: str = "127.0.0.1", **more: str) -> tuple[str, int]:
    """Serve in a terminal until it answers, then Ctrl-C. What it printed, and its exit code."""
    port = quiet_port()
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOST": host, "PORT": str(port), "SHOPFLOOR_DATABASE_URL": url, **more}
    process = subprocess.Popen(
        [sys.executable, "-m", "shopfloor", "serve", "--demo"], stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    try:
        until = time.monotonic() + 120
        while not answers(port) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        code = process.wait(10)
    finally:
        process.kill()
    return everything_from(ours), code


def answers(port: int) -> bool:
    """Whether anything is said there, if only that this is the wrong host."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health")
        return line.getresponse().status in {200, 400}
    except OSError:
        return False
    finally:
        line.close()


def everything_from(terminal: int) -> str:
    said = b""
    try:
        while part := os.read(terminal, 65536):
            said += part
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(terminal)
    return said.decode()


def test_reachable_from_elsewhere_the_demo_has_passwords_nobody_can_guess(install: str) -> None:
    said, code = served(install, host="0.0.0.0", SHOPFLOOR_PUBLIC_URL="https://floor.shop.example")
    assert code == 0
    assert DEMO_PASSWORD not in said
    app = create_app(Config(database_url=install))
    with app.app_context(), everywhere():
        migrate.upgrade()
        owner = user_called(f"owner@{DEMO_SHOPS[0].domain}")
        assert not is_right(DEMO_PASSWORD, owner.password_hash)
        printed = next(line.split()[1] for line in said.splitlines() if "owner@powder.example" in line)
        assert is_right(printed, owner.password_hash)
    close_database(app)
