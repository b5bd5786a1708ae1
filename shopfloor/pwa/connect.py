"""How a device comes to the app safely: what plain http lacks, and how to trust a certificate of our own."""

import segno
from cryptography import x509
from flask import Blueprint, Response, current_app, render_template
from werkzeug.exceptions import NotFound

from shopfloor.tls.profile import as_der, as_profile
from shopfloor.tls.store import Store, fingerprint
from shopfloor.web.doors import public

bp = Blueprint("connect", __name__, url_prefix="/connect")


@bp.get("")
@public
def show() -> str:
    """For people with a phone in one hand: the same page at the doorway, and at https."""
    store: Store | None = current_app.config["OWN_TLS"]
    public_url = current_app.config["PUBLIC_URL"]
    if store:
        address, trust = current_app.config["DOORWAY"], fingerprint(_authority())
    else:
        address, trust = public_url, None
    picture = segno.make_qr(address, error="m").svg_data_uri(scale=6, border=4, dark="#000", light="#fff")
    return render_template("pwa/connect.html", address=address, public_url=public_url, picture=picture, fingerprint=trust)


@bp.get("/shopfloor.crt")
@public
def certificate() -> Response:
    """The authority's certificate, as Android and desks take it."""
    return _download(as_der(_authority()), "application/x-x509-ca-cert", "shopfloor.crt")


@bp.get("/shopfloor.mobileconfig")
@public
def profile() -> Response:
    """The same as iPhones and iPads take it."""
    return _download(as_profile(_authority()), "application/x-apple-aspen-config", "shopfloor.mobileconfig")


def _authority() -> x509.Certificate:
    """Raises NotFound where the certificate comes from somebody else."""
    store: Store | None = current_app.config["OWN_TLS"]
    found = store.authority() if store else None
    if found is None:
        raise NotFound()
    return found


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
