"""The one entry for the server. Everything goes through Flask; what must hold thousands of open lines will stand beside it."""

import ctypes
import threading

from shopfloor.app import create_app
from shopfloor.bridge import Bridge
from shopfloor.sheets.document import warm_press
from shopfloor.worker import start_in_background

THREADS = 16


def _share_memory() -> None:
    """Before the first thread: glibc would give each one a heap of its own and keep all they ever had (276 MB for 122)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        for parameter, value in ((-8, 2), (-3, 256 * 1024), (-1, 256 * 1024)):  # M_ARENA_MAX, M_MMAP_, M_TRIM_THRESHOLD
            mallopt(parameter, value)


_share_memory()
flask_app = create_app()
threading.Thread(target=warm_press, daemon=True).start()
if flask_app.config["EMBEDDED_WORKER"]:
    start_in_background(flask_app)
app = Bridge(flask_app.wsgi_app, threads=THREADS, largest=flask_app.config["MAX_CONTENT_LENGTH"])
