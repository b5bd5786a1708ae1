"""Where pictures lie: in the data folder, a folder for each shop, under names that tell nothing."""

import logging
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from flask import current_app

from shopfloor.db import shop_in_scope
from shopfloor.kernel.errors import NotFound, Unavailable
from shopfloor.pictures.darkroom import Picture

Size = Literal["large", "thumb"]
FEW = 100  # files: so many strays are no sign of anything
_log = logging.getLogger(__name__)
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


def hold(name: str) -> bool:
    """Whether it is kept here; if so it counts as new again, so that nobody sweeps it away while it is being used."""
    if not has(name):
        return False
    for size in ("large", "thumb"):
        with suppress(OSError):
            os.utime(path_of(name, size))
    return True


def strays(in_use: Callable[[], set[str]], before: datetime) -> list[Path]:
    """Files of the shop in scope that were last touched before then and whose name no row gives.

    The rows are asked after the files were listed: what is saved meanwhile is in use.
    """
    old = [path for path in _folder().glob("*.jpg") if _is_older(path, before)]
    named = in_use() if old else set()
    return sorted(path for path in old if path.name.partition(".")[0] not in named)


def sweep(in_use: Callable[[], set[str]], before: datetime) -> int:
    """Remove the strays, but for those that someone has touched since. How many files that were.

    A folder whose pictures are strays for the most part is another database's (an old backup brought back): left alone.
    """
    gone, found = 0, strays(in_use, before)
    if len(found) > max(FEW, sum(1 for _ in _folder().glob("*.jpg")) // 2):
        _log.error("Most pictures in %s belong to no row. Is it another database's folder? They are left alone.", _folder())
        return 0
    for path in found:
        if _is_older(path, before):
            with suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except OSError:  # another worker was quicker
        return False


def path_of(name: str, size: Size) -> Path:
    """The file of that size, of a photo of the shop in scope."""
    return _folder() / f"{name}.{size}.jpg"


def _folder() -> Path:
    folder: Path = current_app.config["PHOTOS"]
    return folder / str(shop_in_scope())


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
