"""A PostgreSQL of the tests' own: a throw-away data folder, a free port, and a role that row-level security binds."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString

import psycopg
from psycopg import sql

OLDEST = 15
ROLE = "shopfloor"
OWNER = "postgres"  # the server's superuser, and the system's user for it where the tests run as root
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer:
    """Starts a server for the length of a `with`, on 127.0.0.1 only; any number of them run side by side.

    With `fsync=False` it is quicker and would not survive a power cut: right for tests that do not ask about that.
    Raises RuntimeError where the system has no PostgreSQL 15 or newer.
    """

    def __init__(self, *, fsync: bool = True) -> None:
        self.settings = ["max_connections=200", *(() if fsync else FAST)]
        self.programs = required_programs()
        self.folder = Path()
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PostgresServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the server answers, is ours, and has its role."""
        atexit.register(self.stop)
        self.folder = Path(tempfile.mkdtemp(prefix="shopfloor-pg-"))
        try:
            self._lay_out_data()
            self._launch()
            self._admin("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE", ROLE)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends this server's own process and removes its data; a second call does nothing."""
        atexit.unregister(self.stop)
        if self.process:
            end(self.process)
            self.process = None
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Gives the URL of a new database, the role's own: a copy of `template`, to which nobody may be connected."""
        self._admin("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, ROLE, template or "template1")
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Throws out whoever is still connected."""
        self._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _admin(self, statement: LiteralString, *names: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=OWNER, dbname="postgres", autocommit=True, connect_timeout=5
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _lay_out_data(self) -> None:
        if as_somebody_else():
            shutil.chown(self.folder, OWNER, OWNER)
        options = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", *options, f"--pgdata={self._data}").wait()
        if not (self._data / "PG_VERSION").exists():
            raise RuntimeError(f"initdb failed:\n{self._last_words()}")

    def _launch(self) -> None:
        """Tries another port when somebody takes the chosen one first."""
        for _ in range(5):
            self.port = free_port()
            places = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}"]
            self.process = self._run("postgres", "-D", str(self._data), *in_options([*places, *self.settings]))
            if self._answers():
                return
            end(self.process)
        raise RuntimeError(f"PostgreSQL does not start:\n{self._last_words()}")

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """As the server's user when we are root, since PostgreSQL refuses root."""
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*dying_with_us(), self.programs / program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C is for pytest, which then stops the server in good order
                **as_somebody_else(),
            )

    def _answers(self) -> bool:
        """Waits until the server takes connections; False when it gave up."""
        assert self.process
        until = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < until:
            try:
                return self._is_ours()
            except psycopg.Error:
                time.sleep(0.05)
        return False

    def _is_ours(self) -> bool:
        """Whoever holds the port may be a stranger: nothing is done there before it names our folder."""
        with self._connect() as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        return row is not None and Path(row[0]).resolve() == self._data.resolve()

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])


def required_programs() -> Path:
    folder = folder_of_programs()
    if folder is None:
        raise RuntimeError(f"PostgreSQL {OLDEST} or newer is needed (on Debian: apt-get install postgresql)")
    return folder


def folder_of_programs() -> Path | None:
    """Where the newest PostgreSQL here keeps initdb and postgres: Debian leaves them off PATH."""
    found = {folder: version_of(folder) for folder in candidates() if (folder / "initdb").exists()}
    newest = max(found, key=lambda folder: found[folder], default=None)
    return newest if newest and found[newest] >= OLDEST else None


def candidates() -> list[Path]:
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout
        folders.append(Path(said.strip()))
    return folders


def version_of(folder: Path) -> int:
    """15 for a server that says `postgres (PostgreSQL) 15.14`; 0 where there is none."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def as_somebody_else() -> dict[str, Any]:
    return {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}


def dying_with_us() -> list[str]:
    """On Linux even a killed test run leaves no server behind, only its folder."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def in_options(settings: list[str]) -> list[str]:
    return [word for setting in settings for word in ("-c", setting)]


def end(process: subprocess.Popen[bytes]) -> None:
    """Asks for a fast shutdown, and for an immediate one when that takes too long."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            continue
