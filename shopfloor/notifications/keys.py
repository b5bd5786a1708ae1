"""The keys by which push services know us: made once, kept beside the database, readable by nobody else."""

import base64
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

FILE = "push-key.pem"


@dataclass(frozen=True, slots=True)
class Keys:
    """`public` is what browsers subscribe with; `subject` whom a push service may write to."""

    private: Any
    public: str
    subject: str

    def authorization(self, audience: str) -> str:
        """The header that proves who we are to that service (RFC 8292)."""
        signed: dict[str, str] = self.private.sign({"aud": audience, "sub": self.subject})
        return signed["Authorization"]


def keys_in(folder: Path, subject: str) -> Keys:
    """The keys kept in that folder, made if they are not there yet. Raises OSError and ValueError for what can't be used."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    private = Vapid02.from_pem(path.read_bytes())
    point = private.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Keys(private, base64.urlsafe_b64encode(point).rstrip(b"=").decode(), subject)


def _make(path: Path) -> None:
    """Whoever is first makes them; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = Vapid02()
    fresh.generate_keys()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(fresh.private_pem())
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
