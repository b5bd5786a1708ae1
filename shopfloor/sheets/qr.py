"""QR codes for paper: as small as a phone's own camera reads through dust and a scratch."""

from functools import lru_cache
from io import BytesIO

import segno

MODULE_MM = 0.677
"""Side of a module on paper, in millimetres: 8 dots of a 300 dpi laser, so its edges fall on dots."""
SMALLEST_MODULE_MM = 0.5
QUIET_MODULES = 4


@lru_cache(maxsize=1024)
def qr_svg(url: str) -> str:
    """The code as an SVG without a size, black on white, its dark modules in one path.

    One unit of the view box is one module; the quiet zone of 4 modules is inside. Error correction is Q: a quarter
    of the code may be dirt. Raises ValueError when the address is longer than a code can hold (about 1,660 bytes).
    """
    drawing = BytesIO()
    _code(url).save(
        drawing, kind="svg", border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True,
        xmldecl=False, svgclass=None, lineclass=None, nl=False,
    )  # fmt: skip
    return drawing.getvalue().decode()


@lru_cache(maxsize=1024)
def side_modules(url: str) -> int:
    """Modules along one side of the code, its quiet zones included."""
    return int(_code(url).symbol_size(border=QUIET_MODULES)[0])


def side_mm(url: str, module_mm: float = MODULE_MM) -> float:
    """Side of the printed code in millimetres, its quiet zones included.

    Raises ValueError for modules below 0.5 mm: phones lose them at arm's length.
    """
    if module_mm < SMALLEST_MODULE_MM:
        raise ValueError(f"A module of {module_mm} mm is too small to be read; {SMALLEST_MODULE_MM} mm is the least")
    return round(side_modules(url) * module_mm, 3)


@lru_cache(maxsize=8)
def _code(url: str) -> segno.QRCode:
    return segno.make_qr(url, error="q", boost_error=False)
