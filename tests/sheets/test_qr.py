"""A code is read by a decoder that has never seen our encoder, and is big enough for a thumb-smeared phone."""

import re
from io import BytesIO

import pytest
import segno
import typst
import zxingcpp
from PIL import Image

from shopfloor.sheets.qr import MODULE_MM, qr_svg, side_mm, side_modules

URL = "https://shop.example.com/q/abcdefghijklmnopqrstuvwxyz"


def photographed(svg: str) -> Image.Image:
    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 3cm)'
    return Image.open(BytesIO(typst.compile(page, format="png", ppi=200, sys_inputs={"svg": svg})))


@pytest.mark.parametrize("url", [URL, URL.upper(), "https://a.example/q/1", URL + "/" + "x" * 60])
def test_a_strangers_decoder_reads_the_address(url):
    [code] = zxingcpp.read_barcodes(photographed(qr_svg(url)))
    assert code.text == url
    assert code.format == zxingcpp.BarcodeFormat.QRCode


def test_a_quarter_of_the_code_may_be_lost_and_no_more_is_paid_for():
    [code] = zxingcpp.read_barcodes(photographed(qr_svg(URL)))
    assert code.ec_level == "Q"


def test_a_code_with_a_thumbprint_on_it_is_still_read():
    picture = photographed(qr_svg(URL)).convert("L")
    width, height = picture.size
    picture.paste(255, (width // 2, height // 2, width * 5 // 8, height * 5 // 8))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [URL]


def test_the_quiet_zone_of_four_modules_is_white():
    side = side_modules(URL)
    picture = photographed(qr_svg(URL)).convert("L").resize((side * 8, side * 8))
    dark = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert dark == pytest.approx((32, 32, (side - 4) * 8, (side - 4) * 8), abs=2)


def test_the_drawing_is_one_path_of_black_on_white():
    svg = qr_svg(URL)
    assert svg.startswith("<svg xmlns=") and 'viewBox="0 0 45 45"' in svg
    assert re.findall(r'(?:fill|stroke)="(#\w+)"', svg) == ["#fff", "#000"]
    assert svg.count('stroke="#000"') == svg.count("<path") - 1 == 1
    assert len(svg) < 6000
    assert not re.search(r"\b(style|class|width|height)=", svg)


def test_a_code_is_drawn_once_and_then_remembered():
    qr_svg.cache_clear()
    assert qr_svg(URL) is qr_svg(URL)
    assert qr_svg.cache_info().hits == 1


def test_a_longer_address_makes_a_larger_code_not_smaller_modules():
    assert side_modules(URL) == 37 + 8
    assert side_mm(URL) == pytest.approx(45 * MODULE_MM, abs=0.001)
    assert side_mm(URL + "x" * 40) > side_mm(URL)


def test_modules_too_small_for_a_phone_are_refused():
    assert side_mm(URL, module_mm=0.5) == 22.5
    with pytest.raises(ValueError, match=r"0\.5 mm is the least"):
        side_mm(URL, module_mm=0.49)


def test_an_address_that_no_code_can_hold_is_an_error_in_words():
    with pytest.raises(ValueError, match="too large"):
        qr_svg("https://shop.example.com/" + "x" * 1700)
    assert issubclass(segno.DataOverflowError, ValueError)
