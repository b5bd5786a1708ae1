"""The demo's pictures: drawn, and nothing in them is real."""

from io import BytesIO

from PIL import Image, ImageDraw

from shopfloor.pictures.darkroom import Picture

SIZE, THUMB = (960, 720), (320, 240)

_LIGHT = ((214, 206, 196), (196, 208, 214), (206, 214, 200), (220, 214, 206))
_METAL = ((120, 92, 74), (92, 96, 104), (140, 132, 120), (82, 70, 64))


def wheel(n: int, *, is_done: bool) -> Picture:
    """A round thing on a bench, raw or coated."""
    image = Image.new("RGB", SIZE, _LIGHT[n % len(_LIGHT)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, *SIZE), fill=(128, 108, 88))
    metal = (30, 60, 96) if is_done else _METAL[n % len(_METAL)]
    draw.ellipse((250, 130, 710, 590), fill=metal, outline=(40, 40, 40), width=6)
    draw.ellipse((330, 210, 630, 510), fill=_LIGHT[n % len(_LIGHT)])
    for turn in range(0, 360, 60):
        draw.pieslice((290, 170, 670, 550), turn, turn + 16, fill=metal)
    draw.ellipse((430, 310, 530, 410), fill=metal)
    return Picture(*SIZE, large=_jpeg(image), thumb=_jpeg(image.resize(THUMB)))


def _jpeg(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "JPEG", quality=78)
    return made.getvalue()
