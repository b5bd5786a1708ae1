"""Keys and certificates on the disk, made when they are missing and renewed when they no longer serve."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey as Key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from shopfloor.tls import certificates


class Unfit(Exception):
    """What lies in the folder can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder beside the database where they lie; its keys are for the owner's eyes only."""

    folder: Path

    @property
    def authority_file(self) -> Path:
        return self.folder / "authority.crt"

    @property
    def authority_key_file(self) -> Path:
        return self.folder / "authority.key"

    @property
    def certificate_file(self) -> Path:
        return self.folder / "server.crt"

    @property
    def key_file(self) -> Path:
        return self.folder / "server.key"

    def authority(self) -> x509.Certificate | None:
        """What people are to trust, or None before the first start."""
        return _certificate(self.authority_file)

    def prepare(self, names: Sequence[str], *, now: datetime) -> list[str]:
        """See to it that the machine has a certificate for those names that is good for another 30 days.

        Returns the names it is for: without those that the authority can't speak for. Raises Unfit.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority, key = self._authority_with_key(names, now)
        fit = [name for name in names if certificates.may_speak_for(authority, name)]
        if not self._serves(fit, authority, now):
            self._renew(fit, authority, key, now)
        return fit

    def _authority_with_key(self, names: Sequence[str], now: datetime) -> tuple[x509.Certificate, Key]:
        authority = self.authority()
        if authority is None:
            key = certificates.new_key()
            authority = certificates.new_authority(key, names, now)
            _write_key(self.authority_key_file, key)
            _write(self.authority_file, authority.public_bytes(Encoding.PEM), 0o644)
        key = _key(self.authority_key_file)
        if key.public_key() != authority.public_key():
            raise Unfit(f"{self.authority_key_file} does not belong to {self.authority_file.name}. {self._start_over()}")
        if authority.not_valid_after_utc < now + certificates.MACHINE_FOR:
            raise Unfit(f"The authority in {self.folder} is at its end. {self._start_over()}")
        return authority, key

    def _start_over(self) -> str:
        return f"Move the folder {self.folder} away; a new authority is made, and each phone has to trust it once."

    def _serves(self, names: Sequence[str], authority: x509.Certificate, now: datetime) -> bool:
        certificate = _certificate(self.certificate_file)
        return (
            certificate is not None
            and self.key_file.exists()
            and certificate.public_key() == _key(self.key_file).public_key()
            and certificate.issuer == authority.subject
            and _is_signed_by(certificate, authority)
            and certificates.names_in(certificate) == set(names)
            and certificate.not_valid_before_utc <= now
            and certificate.not_valid_after_utc >= now + certificates.RENEW_BEFORE
        )

    def _renew(self, names: Sequence[str], authority: x509.Certificate, by: Key, now: datetime) -> None:
        key = certificates.new_key()
        machine = certificates.new_machine(key, names, authority, by, now)
        _write_key(self.key_file, key)
        _write(self.certificate_file, machine.public_bytes(Encoding.PEM), 0o644)


def fingerprint(certificate: x509.Certificate) -> str:
    """As phones show it: SHA-256 in pairs."""
    return sha256(certificate.public_bytes(Encoding.DER)).digest().hex(":").upper()


def _is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # a signature that is wrong has an exception of its own for each kind of key
        return False
    return True


def _certificate(path: Path) -> x509.Certificate | None:
    if not path.exists():
        return None
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError:
        raise Unfit(f"{path} can't be read as a certificate. Move it away, and it is made anew.") from None


def _key(path: Path) -> Key:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise Unfit(f"{path} is missing or can't be read. Move the folder {path.parent} away to begin anew.") from None
    if not isinstance(key, Key):
        raise Unfit(f"{path} is not a key of ours. Move the folder {path.parent} away to begin anew.")
    return key


def _write_key(path: Path, key: Key) -> None:
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all; never readable by others for a moment that shouldn't."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    fresh.replace(path)
