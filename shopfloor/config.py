"""What the environment says. Read once at start; nothing else in the code looks at it."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

# Push services refuse a sender that names nobody: Apple answers 403 to an address on localhost.
_CONTACT = re.compile(r"(mailto:[^@\s<>]+@|https://)([\w-]+\.)+[A-Za-z]{2,}(:\d+)?(/\S*)?")
_SMTP = re.compile(r"smtps?://([^@/:\s]+:[^@/\s]+@)?([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,4}|:[1-5]\d{4}|:6[0-4]\d{3})?/?")
_SENDER = re.compile(r"[\w.+-]+@([\w-]+\.)*[\w-]+", re.ASCII)


def _truthy(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _data() -> Path:
    return Path(os.environ.get("SHOPFLOOR_DATA", "data")).resolve()


def _default_database() -> str:
    return f"sqlite:///{_data() / 'shopfloor.db'}"


@dataclass(frozen=True, slots=True)
class Config:
    """`public_url` is what printed codes carry: the https address phones reach, without a slash at the end.

    `names` are the other names and addresses it goes by; `own_tls` says that it speaks https itself, with the certificate
    of an authority of its own. `contact` is whom a push service may write to about us; `push_on_loopback` lets pushes go
    to this machine, for tests. `smtp` is the mail server, with its password, and `mail_from` the address letters come from.
    """

    database_url: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_DATABASE_URL") or _default_database())
    host: str = field(default_factory=lambda: os.environ.get("HOST", ""))
    port: int = field(default_factory=lambda: int(os.environ.get("PORT", "8000")))
    public_url: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_PUBLIC_URL", ""))
    insecure_lan: bool = field(default_factory=lambda: _truthy("SHOPFLOOR_ALLOW_INSECURE_LAN"))
    names: tuple[str, ...] = field(default_factory=lambda: tuple(os.environ.get("SHOPFLOOR_NAMES", "").split()))
    own_tls: bool = field(default_factory=lambda: _truthy("SHOPFLOOR_OWN_TLS"))
    trusted_proxies: int = field(default_factory=lambda: int(os.environ.get("SHOPFLOOR_TRUSTED_PROXIES", "0")))
    contact: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_CONTACT", ""))
    push_on_loopback: bool = field(default_factory=lambda: _truthy("SHOPFLOOR_PUSH_ON_LOOPBACK"))
    smtp: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_SMTP", ""), repr=False)
    mail_from: str = field(default_factory=lambda: os.environ.get("SHOPFLOOR_MAIL_FROM", ""))
    data: Path = field(default_factory=_data)
    embedded_worker: bool = field(default_factory=lambda: _truthy("SHOPFLOOR_EMBEDDED_WORKER"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", self.host or ("0.0.0.0" if self.own_tls else "127.0.0.1"))  # noqa: S104 – phones come by it
        host = _in_url(self.names[0] if self.own_tls and self.names else self.host)
        url = self.public_url or f"{self.scheme}://{host}:{self.port}"
        object.__setattr__(self, "public_url", url.rstrip("/"))
        if not self.smtp:
            object.__setattr__(self, "mail_from", self.mail_from or "shopfloor@localhost")

    @property
    def scheme(self) -> str:
        """What the server itself speaks."""
        return "https" if self.own_tls else "http"

    @property
    def doorway(self) -> str:
        """With a certificate of our own: the plain address where a phone learns to trust it."""
        return f"http://{_in_url(urlsplit(self.public_url).hostname or 'localhost')}:{self.doorway_port}/connect"

    @property
    def doorway_port(self) -> int:
        return self.port + 1

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
        here = ["localhost", "127.0.0.1", "::1"] if name in LOOPBACK else []
        return [_in_url(one) for one in dict.fromkeys([name, *self.names, *here])]

    @property
    def data_folder(self) -> Path:
        """Where keys and photos are kept: beside an SQLite database, else in `SHOPFLOOR_DATA`."""
        address = urlsplit(self.database_url)
        return Path(address.path[1:]).resolve().parent if address.scheme == "sqlite" and address.path[1:] else self.data

    @property
    def push_subject(self) -> str | None:
        """Who we are to push services: the contact, else the public address; None when neither would be taken."""
        if self.contact:
            return self.contact if _is_contact(self.contact) else None
        return self.public_url if _is_contact(self.public_url) else None

    def problem(self) -> str | None:
        """Why this install must not start, in a sentence, or None."""
        if self.contact and not _is_contact(self.contact):
            return "SHOPFLOOR_CONTACT must be an e-mail address as mailto:you@example.com, or the https address of a page."
        if self.smtp and not _SMTP.fullmatch(self.smtp):
            return (
                "SHOPFLOOR_SMTP must name the mail server as smtp://user:password@mail.example.com:587, or smtps://… for "
                "port 465, with signs like @ / : in user and password written as %40 %2F %3A."
            )
        if not _SENDER.fullmatch(self.mail_from):
            return "SHOPFLOOR_MAIL_FROM must be the e-mail address that letters come from, like office@example.com."
        if self.is_secure or self.insecure_lan:
            return None
        return (
            "Phones must reach Shopfloor by https. Set SHOPFLOOR_PUBLIC_URL to its https address, "
            "or SHOPFLOOR_ALLOW_INSECURE_LAN=1 to run on a plain network without installing, push or offline work."
        )


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_contact(subject: str) -> bool:
    """Whether push services would take it as the sender's."""
    return bool(_CONTACT.fullmatch(subject))
