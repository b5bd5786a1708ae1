"""Where no mail server is set up: each letter is a file that any mail program opens, and nothing leaves the house."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from shopfloor.mail.channels import Envelope, Later
from shopfloor.mail.models import Fate


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path
    fate: ClassVar[Fate] = Fate.FILED

    @property
    def words(self) -> str:
        return f"no mail server: letters are put into {self.path} as files"

    def open(self) -> "Folder":
        return self

    def send(self, envelope: Envelope) -> None:
        """Written again, it is the same file; it appears whole or not at all."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self.path / f".{envelope.mark}.{secrets.token_hex(4)}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(envelope.message.as_bytes())
            draft.replace(self.path / f"{envelope.mark}.eml")
        except OSError as error:
            raise Later(f"The folder for letters can't be written: {error.strerror}.") from None

    def close(self) -> None:
        pass
