"""The one entry for the server. Everything goes through Flask; what must hold thousands of open lines will stand beside it."""

from a2wsgi import WSGIMiddleware

from shopfloor.app import create_app

THREADS = 16

flask_app = create_app()
app = WSGIMiddleware(flask_app.wsgi_app, workers=THREADS)  # type: ignore[arg-type]
