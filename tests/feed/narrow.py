"""The server, with room for three."""

from shopfloor import asgi

asgi.switchboard.most = 3
app = asgi.app
