"""Where pictures lie: in the data folder, a folder for each shop, under names that tell nothing."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Literal

from flask import current_app

from shopfloor.db import shop_in_scope
from shopfloor.kernel.errors import NotFound, Unavailable
from shopfloor.pictures.darkroom import Picture

Size = Literal["large", "thumb"]
_NAME = re.compile(r"[0-9a-f]{32}")


def keep(picture: Picture) -> str:
    """Write both sizes to the disk, for good, and give the name they are found by. Raises Unavailable on a full disk."""
    name = secrets.token_hex(16)
    try:
        path_of(name, "large").parent.mkdir(parents=True, exist_ok=True)
        _write(path_of(name, "large"), picture.large)
        _write(path_of(name, "thumb"), picture.thumb)
    except OSError:
        discard(name)
        raise Unavailable("There is no room for the photo just now. It was not saved; try again in a moment.") from None
    return name


def discard(name: str) -> None:
    """Take back what was kept and is not needed."""
    for size in ("large", "thumb"):
        with suppress(OSError):
            path_of(name, size).unlink()


def has(name: str) -> bool:
    """Whether the shop in scope keeps a picture of that name, whoever says so."""
    return bool(_NAME.fullmatch(name)) and path_of(name, "large").is_file()


def content(name: str, size: Size) -> bytes:
    """Raises NotFound."""
    if not has(name):
        raise NotFound()
    return path_of(name, size).read_bytes()


def path_of(name: str, size: Size) -> Path:
    """The file of that size, of a photo of the shop in scope."""
    folder: Path = current_app.config["PHOTOS"]
    return folder / str(shop_in_scope()) / f"{name}.{size}.jpg"


def _write(path: Path, content: bytes) -> None:
    """On the disk when this returns: what is acknowledged must outlive a power cut."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
