"""Run by itself, as a short-lived process with limits: reads a picture from anywhere and makes two plain ones of it.

`develop.py SOURCE FOLDER` leaves `large.jpg` and `thumb.jpg` in the folder: upright, sRGB, and nothing in them but
pixels. It prints one line of JSON: {"width", "height"} of the large one, or {"problem": "type" | "pixels" | "damaged"}.
It knows nothing of Shopfloor, so that it starts fast and has little to lose.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

MEMORY = 1024**3
CPU_SECONDS = 10
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOST_PIXELS = 50_000_000
LARGE, THUMB = 2048, 320

HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


def main(source: Path, folder: Path) -> dict[str, object]:
    _limit()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    register_heif_opener(thumbnails=False)
    if not _looks_like_a_photo(source.read_bytes()[:32]):
        return {"problem": "type"}
    try:
        large = _plain(source)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"problem": "pixels"}
    except Exception:  # whatever a broken file makes of a decoder, it is the file's fault
        return {"problem": "damaged"}
    large.save(folder / "large.jpg", quality=82, progressive=True)
    width, height = large.size
    large.thumbnail((THUMB, THUMB), reducing_gap=2.0)
    large.save(folder / "thumb.jpg", quality=74)
    return {"width": width, "height": height}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _looks_like_a_photo(head: bytes) -> bool:
    """By its first bytes: what it is called, and what it says it is, count for nothing."""
    is_heic = head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS
    return is_heic or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _plain(source: Path) -> Image.Image:
    """The picture anew from its pixels, so that not one byte of what stood beside them can come along."""
    with Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        image.draft("RGB", (LARGE, LARGE))
        image.load()
        profile = image.info.get("icc_profile")
        small: Image.Image = image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGBA")
        small.thumbnail((LARGE, LARGE), reducing_gap=2.0)
        small.info.update(exif=image.info.get("exif", b""))
    flat = _on_white(_in_srgb(_upright(small), profile))
    return Image.frombytes("RGB", flat.size, flat.tobytes())


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # what stands beside the pixels may be broken: the picture is still worth having
        return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant: without its profile, a phone's picture would look duller than the powder."""
    if not profile or image.mode != "RGB":
        return image
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
