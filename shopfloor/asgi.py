"""The one entry for the server. Everything goes through Flask; what holds thousands of open lines stands beside it."""

import ctypes
import resource
import threading
from functools import partial

from shopfloor.app import create_app
from shopfloor.bridge import Bridge
from shopfloor.feed.switchboard import SWITCHBOARD, Switchboard
from shopfloor.sheets.document import warm_press
from shopfloor.web.bodies import most_at
from shopfloor.worker import Embedded

THREADS = 16
OPEN_FILES = 65_536  # an open stream is one


def _share_memory() -> None:
    """Before the first thread: glibc would give each one a heap of its own and keep all they ever had (276 MB for 122)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        for parameter, value in ((-8, 2), (-3, 256 * 1024), (-1, 256 * 1024)):  # M_ARENA_MAX, M_MMAP_, M_TRIM_THRESHOLD
            mallopt(parameter, value)


def _open_many_files() -> None:
    """As many as the system lets us: it starts most programs with 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))


_share_memory()
_open_many_files()
flask_app = create_app()
switchboard = flask_app.extensions[SWITCHBOARD] = Switchboard(flask_app)
threading.Thread(target=warm_press, daemon=True).start()
workers = [Embedded(flask_app)] if flask_app.config["EMBEDDED_WORKER"] else []
largest = flask_app.config["MAX_CONTENT_LENGTH"]
larger = partial(most_at, flask_app)
app = Bridge(flask_app.wsgi_app, threads=THREADS, largest=largest, larger=larger, beside=[switchboard, *workers])
