"""The manifest, the service worker and the offline page: the same for everyone, signed in or not."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, jsonify, render_template

from shopfloor import packaged
from shopfloor.web.doors import public
from shopfloor.web.headers import WORKER_CSP

bp = Blueprint("pwa", __name__)

ICONS = (("icon", "any"), ("maskable", "maskable"))
SHORTCUTS = (("Scan", "/scan"), ("My jobs", "/mobile#mine"), ("Board", "/mobile"))
# As tests/support/screenshots.py took them.
SCREENSHOTS = (
    ("screen-mobile.webp", "780x1688", "narrow", "Shop Mobile: every open job, one tap from its next step"),
    ("screen-bump.webp", "780x1688", "narrow", "A scanned sheet: one screen, one button"),
    ("screen-job.webp", "1440x900", "wide", "A job with all that has happened to it"),
)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    response = jsonify(
        id="/",
        name="Shopfloor",
        short_name="Shopfloor",
        description="Scan the sheet, tap once, the job has moved.",
        lang="en",
        categories=["business", "productivity"],
        start_url="/mobile",
        scope="/",
        display="standalone",
        background_color="#eef1f4",
        theme_color="#0b5f4b",
        icons=[_icon(name, side, purpose) for name, purpose in ICONS for side in (192, 512)],
        shortcuts=[{"name": name, "url": url, "icons": [_icon("icon", 192, "any")]} for name, url in SHORTCUTS],
        screenshots=[_screenshot(*shown) for shown in SCREENSHOTS],
    )
    response.mimetype = "application/manifest+json"
    return response


def _icon(name: str, side: int, purpose: str) -> dict[str, str]:
    return {"src": _asset(f"{name}-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _screenshot(name: str, sizes: str, form: str, label: str) -> dict[str, str]:
    return {"src": _asset(name), "sizes": sizes, "type": "image/webp", "form_factor": form, "label": label}


def _asset(name: str) -> str:
    url: Callable[[str], str] = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
    return url(name)


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
