"""What a camera sees: sheets of paper with codes, one after the other, as a film that Chromium takes for its camera."""

from collections.abc import Sequence
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT = 640, 480
FRAMES_A_SECOND = 10
SECONDS_A_SHEET = 1
GREY = 200
_NO_COLOUR = bytes([128]) * (WIDTH * HEIGHT // 2)


def film(path: Path, texts: Sequence[str | None]) -> Path:
    """Writes a film of codes with those texts; None is a table without a sheet. It begins again at its end."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for text in texts:
            frame = b"FRAME\n" + _picture(text).tobytes() + _NO_COLOUR
            file.write(frame * FRAMES_A_SECOND * SECONDS_A_SHEET)
    return path


def photo(path: Path, text: str) -> Path:
    """The same as a picture that was taken."""
    _picture(text).save(path)
    return path


def _picture(text: str | None) -> Image.Image:
    table = Image.new("L", (WIDTH, HEIGHT), GREY)
    if text:
        matrix = segno.make_qr(text, error="q").matrix_iter(scale=7, border=4)
        rows = [bytes(0 if dark else 255 for dark in row) for row in matrix]
        sheet = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
        table.paste(sheet, ((WIDTH - sheet.width) // 2, (HEIGHT - sheet.height) // 2))
    return table
