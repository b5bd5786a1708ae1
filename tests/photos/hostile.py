"""Files that somebody sends as a photo, and what the answer must speak of."""

import gzip
import random
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.support.pictures import huge_png, jpeg, picture, saved, telling

NO_PHOTO, DAMAGED, TOO_MANY_PIXELS = "not a photo", "damaged", "megapixels"


def corpus() -> dict[str, tuple[bytes, str]]:
    """Name → the file, and a word of the sentence that refuses it."""
    return dict([*_strange(), *_large(), *_cut(), *_gnawed()])


def _strange() -> Iterator[tuple[str, tuple[bytes, str]]]:
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("photo.jpg", jpeg())
    bitmap = {format: saved(picture(200, 150), format) for format in ("GIF", "BMP", "TIFF", "ICO", "PPM", "PDF", "EPS")}
    texts = {
        "an empty file": b"",
        "one byte": b"\xff",
        "HTML": b"<!doctype html><script>alert(1)</script>",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "a script": b"#!/bin/sh\nrm -rf /\n",
        "a program": b"\x7fELF" + bytes(500),
        "zeros": bytes(10_000),
        "an archive": zipped.getvalue(),
        "a packed picture": gzip.compress(jpeg()),
        "a film": b"\x00\x00\x00\x18ftypisom" + bytes(500),
        "AVIF": b"\x00\x00\x00\x1cftypavif" + bytes(500),
        "a sound": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(50),
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (r) file\n",
    }
    for name, content in {**texts, **bitmap}.items():
        yield f"{name} named .jpg", (content, NO_PHOTO)


def _large() -> Iterator[tuple[str, tuple[bytes, str]]]:
    yield "200 megapixels", (huge_png(20_000, 10_000), TOO_MANY_PIXELS)
    yield "a gigapixel and more", (huge_png(40_000, 40_000), TOO_MANY_PIXELS)
    yield "wider than anything", (huge_png(2**31 - 1, 1), TOO_MANY_PIXELS)
    yield "just over", (huge_png(10_001, 5_000), TOO_MANY_PIXELS)
    yield "a PNG of no size", (huge_png(0, 0), DAMAGED)
    yield "a JPEG that says it is larger", (_resized(jpeg(), 60_000, 60_000), TOO_MANY_PIXELS)


def _resized(content: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its frame header."""
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def _cut() -> Iterator[tuple[str, tuple[bytes, str]]]:
    for format in ("JPEG", "PNG", "WEBP", "HEIF"):
        whole = saved(_noisy(), format)
        for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.95):
            yield f"{format} cut at {share:.0%}", (whole[: max(24, int(len(whole) * share))], DAMAGED)


def _gnawed() -> Iterator[tuple[str, tuple[bytes, str]]]:
    """Real pictures with bytes turned over: refused, or taken and plain. Which of the two is the decoder's business."""
    dice = random.Random(5)
    for format in ("JPEG", "PNG", "WEBP", "HEIF"):
        for n in range(16):
            content = bytearray(telling(format))
            for _ in range(2 ** (n % 6)):
                content[dice.randrange(12, len(content))] = dice.randrange(256)
            yield f"{format} gnawed {n}", (bytes(content), "")


def _noisy():  # type: ignore[no-untyped-def]
    """Something that does not pack to nothing."""
    from PIL import Image

    return Image.effect_noise((300, 200), 80).convert("RGB")
