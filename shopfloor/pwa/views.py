"""The manifest, the service worker and the offline page: the same for everyone, signed in or not."""

from flask import Blueprint, Response, current_app, jsonify, render_template

from shopfloor import packaged
from shopfloor.web.doors import public
from shopfloor.web.headers import WORKER_CSP

bp = Blueprint("pwa", __name__)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    asset = current_app.jinja_env.globals["asset"]
    icons = [
        {"src": asset(f"{purpose}-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": kind}  # type: ignore[operator]
        for purpose, kind in (("icon", "any"), ("maskable", "maskable"))
        for side in (192, 512)
    ]
    response = jsonify(
        id="/",
        name="Shopfloor",
        short_name="Shopfloor",
        description="Scan the sheet, tap once, the job has moved.",
        start_url="/mobile",
        scope="/",
        display="standalone",
        background_color="#eef1f4",
        theme_color="#0b5f4b",
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/service-worker.js")
@public
def service_worker() -> Response:
    """Never kept by HTTP, so that no device is held on an old one."""
    script = (packaged.folder("static/dist") / "service-worker.js").read_bytes()
    response = Response(script, mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = WORKER_CSP
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
@public
def offline() -> str:
    return render_template("pwa/offline.html")


@bp.get("/pocket")
@public
def pocket() -> str:
    """The page of a job where the server can't be reached, empty: what it shows comes from the device."""
    return render_template("pwa/pocket.html")


@bp.get("/health")
@public
def health() -> Response:
    """For whoever restarts the server: it answers."""
    return Response("ok\n", mimetype="text/plain")
