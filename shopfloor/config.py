"""What the environment says. Read once at start; nothing else in the code looks at it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _truthy(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _default_database() -> str:
    folder = Path(os.environ.get("SHOPFLOOR_DATA", "data")).resolve()
    return f"sqlite:///{folder / 'shopfloor.db'}"


@dataclass(frozen=True, slots=True)
class Config:
    """`public_url` is what printed codes carry: the https address phones reach, without a slash at the end."""

    database_url: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_DATABASE_URL") or _default_database())
    host: str = field(default_factory=lambda: os.environ.get("HOST", "127.0.0.1"))
    port: int = field(default_factory=lambda: int(os.environ.get("PORT", "8000")))
    public_url: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_PUBLIC_URL", ""))
    insecure_lan: bool = field(default_factory=lambda: _truthy("SHOPFLOOR_ALLOW_INSECURE_LAN"))
    trusted_proxies: int = field(default_factory=lambda: int(os.environ.get("SHOPFLOOR_TRUSTED_PROXIES", "0")))

    def __post_init__(self) -> None:
        host = f"[{self.host}]" if ":" in self.host else self.host
        url = (self.public_url or f"http://{host}:{self.port}").rstrip("/")
        object.__setattr__(self, "public_url", url)

    @property
    def on_loopback(self) -> bool:
        """Only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def is_secure(self) -> bool:
        """Browsers keep `__Host-` cookies: by https, and on the machine itself."""
        return self.public_url.startswith("https://") or urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def hosts(self) -> list[str]:
        """Host names this install answers to."""
        name = urlsplit(self.public_url).hostname or "localhost"
        return [name, "localhost", "127.0.0.1", "[::1]"] if name in LOOPBACK else [name]

    def problem(self) -> str | None:
        """Why this install must not start, in a sentence, or None."""
        if self.is_secure or self.insecure_lan:
            return None
        return (
            "Phones must reach Shopfloor by https. Set SHOPFLOOR_PUBLIC_URL to its https address, "
            "or SHOPFLOOR_ALLOW_INSECURE_LAN=1 to run on a plain network without installing, push or offline work."
        )
