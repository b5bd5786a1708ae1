"""From a file somebody sent to a picture we keep. Decoders are old and large, so they run in a process of their own."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import IO, Any

from shopfloor.kernel.errors import Invalid, Unavailable

AT_ONCE = 2
"""Pictures developed at the same time: each may take a core and a gigabyte."""
SECONDS = 20

_WHY = {
    "type": "That is not a photo. Send a picture as JPEG, PNG, WebP or HEIC.",
    "pixels": "That picture has more than 50 megapixels. Take it with the camera's usual setting, or make it smaller first.",
    "damaged": "That picture is damaged, or was cut off on its way. Choose it again, or take it anew.",
}

_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
"""One heap for all of a decoder's threads: each would reserve 64 MB of the memory that it may have."""

_turn = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEGs of the same: at most 2048 and 320 pixels wide or high. The size is the large one's."""

    width: int
    height: int
    large: bytes
    thumb: bytes


def develop(file: IO[bytes]) -> Picture:
    """Raises Invalid, in a sentence for people, for what is no picture or can't be read as one."""
    with TemporaryDirectory(prefix="shopfloor-photo-") as made:
        folder = Path(made)
        try:
            with (folder / "source").open("wb") as source:
                shutil.copyfileobj(file, source)
        except OSError:
            raise Unavailable("There is no room for the photo just now. It was not saved; try again in a moment.") from None
        with _turn:
            said = _run(folder)
        if "problem" in said:
            raise Invalid(_WHY[said["problem"]], "photo")
        large, thumb = ((folder / name).read_bytes() for name in ("large.jpg", "thumb.jpg"))
        return Picture(said["width"], said["height"], large, thumb)


def _run(folder: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("develop.py")
    command = [sys.executable, "-I", str(script), str(folder / "source"), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env=_ENVIRONMENT)  # noqa: S603 – our own
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):  # over a limit, or brought down by what it read
        return {"problem": "damaged"}
    return said
