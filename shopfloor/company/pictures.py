"""A picture that somebody uploads, made into a small PNG of our own. Pure."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from shopfloor.kernel.errors import Invalid

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
BOX = (900, 360)
"""What a logo is at most on paper, 76 × 30 mm, at 300 dots an inch."""
LARGE = 120_000
TOO_MANY = "That picture has more than 40 million dots. Save the logo smaller, then choose it again."


class Picture(NamedTuple):
    png: bytes
    width: int
    height: int


def logo_from(upload: bytes) -> Picture:
    """A fresh PNG that carries pixels and nothing else of the upload: no metadata, no second picture, no trailing data.

    Raises Invalid for what is no picture of these kinds, too large, or broken.
    """
    if not upload:
        raise Invalid("Choose a picture first.", "logo")
    if len(upload) > MOST_BYTES:
        raise Invalid("That file is larger than 5 MB. Save the logo smaller, then choose it again.", "logo")
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:  # known from its head, before anything is unpacked
                raise Invalid(TOO_MANY, "logo")
            return _drawn(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid(TOO_MANY, "logo") from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Invalid("That file can't be read as a picture. Use a PNG, JPEG or WebP.", "logo") from error


def _drawn(opened: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail(BOX)
    fresh = Image.new("RGBA", upright.size)
    fresh.paste(upright)
    png = _png(fresh)
    if len(png) > LARGE:  # a photograph: 256 colours are enough for a letterhead
        png = _png(fresh.quantize(256, method=Image.Quantize.FASTOCTREE))
    return Picture(png, *fresh.size)


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
