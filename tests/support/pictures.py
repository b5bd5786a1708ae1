"""Pictures as phones, scanners and jokers send them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin
from pillow_heif import register_heif_opener

register_heif_opener()

CANARY = b"Zq7x-secret-place"


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A red upper left quarter on grey, so that a turned picture can be told."""
    image = Image.new(mode, (width, height), "#808080")
    image.paste("#d01010", (0, 0, width // 2, height // 2))
    return image


def saved(image: Image.Image, format: str = "JPEG", **more: Any) -> bytes:
    made = BytesIO()
    image.save(made, format, **more)
    return made.getvalue()


def jpeg(width: int = 640, height: int = 480) -> bytes:
    return saved(picture(width, height))


def exif(orientation: int = 1) -> bytes:
    """Where it was taken, by what, and how the camera was held."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = told[0x9286] = CANARY.decode()
    told.get_ifd(0x8825).update({1: "N", 2: (41.0, 52.0, 55.0), 3: "W", 4: (87.0, 37.0, 40.0), 29: CANARY.decode()})
    return told.tobytes()


def telling(format: str) -> bytes:
    """A picture with the canary in every place for words that its format has."""
    more: dict[str, Any] = {"exif": exif(), "xmp": b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"}
    if format == "JPEG":
        more["comment"] = CANARY
    if format == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", CANARY.decode())
        more["pnginfo"].add_itxt("Place", CANARY.decode())
    return saved(picture(), format, **more) + (CANARY if format in {"JPEG", "PNG"} else b"")


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is so large; its pixels are zeros, packed very small, and not all there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(100_000))) + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
