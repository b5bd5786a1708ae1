"""A mail server, by the standard library: encrypted and verified, with an end to every waiting."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from shopfloor.config import LOOPBACK
from shopfloor.kernel.text import one_line
from shopfloor.mail.channels import Envelope, Later, Never
from shopfloor.mail.models import Fate

TIMEOUT = 20.0  # seconds, for each answer


@dataclass(frozen=True, slots=True)
class Smtp:
    """The server, as `SHOPFLOOR_SMTP` names it. `tls` is how its certificate is verified; `timeout` is for tests."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = TIMEOUT
    fate: ClassVar[Fate] = Fate.SENT

    @classmethod
    def at(cls, url: str) -> "Smtp":
        """The server of smtp://user:password@host:587, which is encrypted by STARTTLS, or of smtps://."""
        parts = urlsplit(url)
        is_tls = parts.scheme == "smtps"
        port = parts.port or (465 if is_tls else 587)
        return cls(parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or ""), is_tls)

    @property
    def is_plain(self) -> bool:
        """To this very machine, where there is nothing to hide."""
        return not self.is_tls and not self.user and self.host in LOOPBACK

    @property
    def words(self) -> str:
        return f"by {self.host}, port {self.port}"

    def open(self) -> "SmtpLine":
        return SmtpLine(self)


class SmtpLine:
    """One connection for a batch, made when the first letter goes. A server that is away is asked once, not for each letter."""

    def __init__(self, server: Smtp) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._down: Later | None = None

    def send(self, envelope: Envelope) -> None:
        if self._down:
            raise self._down
        try:
            self._smtp = self._smtp or self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self._down = Later(self._trouble(error))
            raise self._down from None
        try:
            self._smtp.send_message(envelope.message, envelope.sender, [envelope.to])
        except smtplib.SMTPRecipientsRefused as error:
            raise self._refusal(*next(iter(error.recipients.values()))) from None
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Later(self._trouble(error)) from None

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        tls = server.tls or ssl.create_default_context()
        if server.is_tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=tls)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            if not server.is_tls and not server.is_plain:
                smtp.starttls(context=tls)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _refusal(self, code: int, said: bytes | str) -> Exception:
        words = self._said(code, said)
        if code == 421:  # it hangs up
            self.close()
        return Never(words) if code >= 500 else Later(words)

    def _trouble(self, error: Exception) -> str:
        """What was in the way, in words; never with the password in it."""
        match error:
            case smtplib.SMTPAuthenticationError():
                return f"The mail server did not accept our sign-in: {self._said(error.smtp_code, error.smtp_error)}"
            case smtplib.SMTPResponseException():
                return self._said(error.smtp_code, error.smtp_error)
            case smtplib.SMTPNotSupportedError():
                return "The mail server offers no encryption, or no way to sign in."
            case ssl.SSLCertVerificationError():
                return f"The mail server's certificate can't be trusted: {error.verify_message}."
            case TimeoutError() | smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
                return "The mail server did not answer in time."
            case smtplib.SMTPServerDisconnected():
                return "The mail server hung up."
        return f"The mail server can't be reached: {getattr(error, 'strerror', None) or type(error).__name__}."

    def _said(self, code: int, said: bytes | str) -> str:
        words = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
        password = self._server.password
        return f"{code} {words.replace(password, '…') if password else words}"[:300]
