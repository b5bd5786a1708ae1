"""Requests that change something come from our own pages. The browser says where from; no secret is needed."""

from flask import current_app, request
from werkzeug.exceptions import Forbidden

SAFE = {"GET", "HEAD", "OPTIONS"}


def refuse_strangers_forms() -> None:
    """Raises Forbidden for an unsafe request that another site's page, or nothing we know, has sent."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forbidden()
        return
    if request.headers.get("Origin") not in current_app.config["OUR_ORIGINS"]:
        raise Forbidden()


def origins(public_url: str, hosts: list[str], scheme: str, port: int) -> set[str]:
    """Where our own pages may be served from: the public address, and this machine by its other names."""
    shown = "" if port == {"http": 80, "https": 443}[scheme] else f":{port}"
    return {public_url, *(f"{scheme}://{host}{shown}" for host in hosts if len(hosts) > 1)}
