"""What every answer carries."""

from flask import Flask, Response, current_app

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "sw cards",
}


def policy(**wider: str) -> str:
    """The content security policy; a page that needs more says what: `policy(script_src="'wasm-unsafe-eval'")`."""
    more = {name.replace("_", "-"): value for name, value in wider.items()}
    whole = {name: f"{_POLICY[name]} {more[name]}" if name in _POLICY else more[name] for name in more}
    return "; ".join(f"{name} {value}" for name, value in {**_POLICY, **whole}.items())


CSP = policy()
# For a page with a frame of our own in it, and for what stands in that frame: text and looks, and nothing that acts.
FRAMING_CSP = policy(frame_src="'self'")
FRAMED_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
# For a page that reads codes; it sets this on its own answer.
WASM_CSP = policy(script_src="'wasm-unsafe-eval'")
# A worker's own policy: with connect-src 'none' it could not fetch what it is asked to.
WORKER_CSP = "default-src 'none'; script-src 'self'; connect-src 'self'"


def add_headers(response: Response) -> Response:
    """Headers for all answers, errors too; an answer that has set one keeps its own."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()")
    headers.setdefault("Cache-Control", "no-store")
    # Not for a certificate of our own: phones that don't trust it yet must still reach the plain page that tells them how.
    if current_app.config["PUBLIC_URL"].startswith("https://") and not current_app.config["OWN_TLS"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def init_app(app: Flask) -> None:
    app.after_request(add_headers)
