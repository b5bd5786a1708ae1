"""The one entry for the server. Everything goes through Flask; what must hold thousands of open lines will stand beside it."""

import threading

from a2wsgi import WSGIMiddleware

from shopfloor.app import create_app
from shopfloor.sheets.document import press

THREADS = 16

flask_app = create_app()
threading.Thread(target=press, daemon=True).start()  # fonts are read while the first pages are served
app = WSGIMiddleware(flask_app.wsgi_app, workers=THREADS)  # type: ignore[arg-type]
