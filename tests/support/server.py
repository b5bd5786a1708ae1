"""The real server, as people run it: uvicorn in a process group of its own, on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tests.support.postgres import dying_with_us

ROOT = Path(__file__).resolve().parents[2]
ENTRY = "shopfloor.asgi:app"
LIKE_SERVE = ["--log-level=warning", "--no-access-log", "--timeout-graceful-shutdown=3", "--no-proxy-headers"]
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 15.0
LISTENS = "0A"  # a socket's state in /proc/net/tcp

# Below what systems deal to outgoing connections: a client that knocks at a closed port must not be dealt that very port
# and talk to itself, which happens to those who knock thousands of times.
QUIET_PORTS = range(20_000, 32_000)


class Server:
    """Answers at `url` for the length of a `with`. The database at `database_url` is migrated already.

    It keeps its port over `kill` and `start`, so that clients find it again. `entry` names another ASGI app,
    `environment` adds to the environment; by another `host` than 127.0.0.1 it is reached from elsewhere, too. Start it
    from the main thread: on Linux it dies with the thread that did.
    """

    def __init__(
        self,
        database_url: str,
        *,
        workers: int = 1,
        entry: str = ENTRY,
        environment: Mapping[str, str] | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.port = quiet_port()
        self.url = f"http://{host}:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        bound = [] if host == "127.0.0.1" else ["--host", "0.0.0.0"]
        self._arguments = [entry, *LIKE_SERVE, *bound, "--port", str(self.port), "--workers", str(workers)]
        self._environment = {
            **os.environ,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SHOPFLOOR_DATABASE_URL": database_url,
            "SHOPFLOOR_PUBLIC_URL": self.url,
            **(environment or {}),
        }
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 – lives as long as the server does

    def __enter__(self) -> Server:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError, with its last words, when it does not in a minute."""
        self.process = subprocess.Popen(
            [*dying_with_us(), sys.executable, "-m", "uvicorn", *self._arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        if not self._answers():
            raise RuntimeError(f"The server does not start:\n{self.last_words()}")

    def stop(self) -> None:
        """Asks it to end, as a service manager does, and ends what is left of its group. No-op when it is down."""
        if self.process:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_STOP)
            self.kill()

    def kill(self) -> None:
        """SIGKILL to its whole group, in the middle of whatever it does. Returns when nobody listens any more."""
        if self.process:
            with suppress(ProcessLookupError):  # it has ended by itself, and all of its group
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(SECONDS_TO_STOP)
            self.process = None
            self._waits_until_deaf()

    def restart(self) -> None:
        """In good order: stopped, then started."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stopped for good."""
        try:
            self.stop()
        finally:
            self._log.close()

    def workers(self) -> list[int]:
        """The ids of the processes that serve: itself, or its children when there are several."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        serving = [child for child in children if b"spawn_main" in Path("/proc", child, "cmdline").read_bytes()]
        return [int(child) for child in serving] or [self.process.pid]

    def lines_of(self, worker: int) -> int:
        """How many connections of clients that process holds open."""
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        ours = {f"socket:[{row[9]}]" for row in rows if int(row[1].split(":")[1], 16) == self.port and row[3] != LISTENS}
        return len(ours & set(_open_files(worker)))

    def last_words(self, characters: int = 4000) -> str:
        """The end of what it wrote to its standard output and error."""
        file = self._log.fileno()  # read without moving: the server writes on at the place that it shares with us
        return os.pread(file, characters, max(0, os.fstat(file).st_size - characters)).decode(errors="replace")

    def _answers(self) -> bool:
        assert self.process
        until = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < until:
            if is_healthy(self.port):
                return True
            time.sleep(0.02)
        return False

    def _waits_until_deaf(self) -> None:
        until = time.monotonic() + SECONDS_TO_STOP
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.01)
        raise RuntimeError(f"Somebody still listens on port {self.port}.")


def _open_files(process: int) -> Iterator[str]:
    for file in Path("/proc", str(process), "fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            yield str(file.readlink())


def is_healthy(port: int) -> bool:
    """Whether a server answers /health there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def quiet_port() -> int:
    """A free port that the system does not give away by itself."""
    for port in random.sample(QUIET_PORTS, 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if not _is_taken(probe, port):
                return port
    raise RuntimeError("No free port was found.")


def _is_taken(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return True
    return False
