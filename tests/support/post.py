"""A mail server of the tests' own: it takes letters, refuses, is slow, or hangs up, as it is told."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from shopfloor.mail.channels.smtp import Smtp
from tests.support.postgres import free_port

USER, PASSWORD = "shop@mail.example", "p@ss/w:rd & more"


@dataclass
class PostOffice:
    """`answers` are what the next letters are met with instead of being taken; `slow` seconds pass before each answer."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    at_door: list[str] = field(default_factory=list)
    slow: float = 0.0
    hangs_up: bool = False
    sign_ins: list[LoginPassword] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(taken.content or b"", policy=policy.default) for taken in self.taken]  # type: ignore[arg-type, misc]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def way(self, **details: Any) -> Smtp:
        return Smtp("127.0.0.1", self.port, **{"user": "", "password": "", "is_tls": False, "timeout": 5.0, **details})

    # What aiosmtpd asks.

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.at_door:
            return self.at_door.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        if self.hangs_up and server.transport is not None:
            server.transport.close()
            return "250 Nobody hears this"
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope)
        return "250 OK"

    def knows(self, _server: SMTP, _session: Any, _envelope: Envelope, _mechanism: str, signs: LoginPassword) -> AuthResult:
        self.sign_ins.append(signs)
        return AuthResult(success=(signs.login, signs.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def post_office(
    *, tls: ssl.SSLContext | None = None, from_the_start: bool = False, signed_in: bool = False
) -> Iterator[PostOffice]:
    """One at work on this machine. With `tls` it wants STARTTLS, or TLS `from_the_start`."""
    office = PostOffice()
    more: dict[str, Any] = {"ssl_context": tls} if from_the_start else {"tls_context": tls, "require_starttls": tls is not None}
    if signed_in:
        more |= {"authenticator": office.knows, "auth_required": True}
    office.port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=10, **more)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
