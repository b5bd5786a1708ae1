"""The sheet is judged as the floor judges it: by looking at the paper, and by pointing a stranger's decoder at it."""

import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp

from shopfloor import packaged
from shopfloor.paper.press import Press
from shopfloor.sheets.document import SheetCoat, SheetCode, SheetData, SheetItem, sheet_fields, work_order_pdf
from shopfloor.sheets.qr import side_modules

MM = 25.4
PAPERS = {"us-letter": (215.9, 279.4), "a4": (210.0, 297.0)}
FONTS = packaged.folder("static/dist") / "fonts"


def code(says: str, place: int, **more: str) -> SheetCode:
    return SheetCode(
        url=f"https://shop.example.com/q/{place:02d}cdefghijklmnopqrstuvwxyz", says=says, typed=f"7K3-M{place:02d}", **more
    )


def coat(powder: str, **more: str) -> SheetCoat:
    return SheetCoat(powder=powder, film="2.0–3.0 mil", cure="15 min at 400 °F part temperature", **more)


WHEELS = SheetItem(
    quantity="4",
    description='18" alloy wheel',
    area="12 sq ft",
    prep=("Strip", "Sandblast", "Outgas 60 min at 450 °F"),
    masking="lug seats, hub bore",
    coats=(coat("Super Chrome", swatch="#C9CED4"), coat("Clear Gloss")),
)
FRAME = SheetItem(
    quantity="1",
    description="Motorcycle frame",
    area="15 sq ft",
    prep=("Sandblast",),
    coats=(coat("Gloss Black", ral="RAL 9005", swatch="#0E0E10"),),
)
WHEEL_JOB = SheetData(
    paper="us-letter",
    shop="Northfield Coating",
    address="1180 Foundry Road, Northfield",
    phone="(330) 555-0142",
    number="JOB-2608-0007",
    customer="Harbor Cycle Works",
    po="HCW-4471",
    priority="RUSH",
    rank=5,
    due="Fri 14 Aug 2026",
    scheduled="Wed 12 Aug 2026",
    received="Mon 10 Aug 2026",
    location="Rack B-4",
    workers=("Dana Reyes", "Marcus Oyelaran"),
    instructions="Hang by the rear bolt holes only.",
    items=(WHEELS, FRAME),
    view=code("Open job", 1),
    bump=code("Move to next stage", 2),
    powders=(code("Log Super Chrome", 3), code("Log Clear Gloss", 4), code("Log Gloss Black", 5, swatch="#0E0E10")),
    printed_at="Mon 10 Aug 2026, 09:20",
)
RING = SheetItem(quantity="1", description="Engagement ring, white metal", prep=("Size 6 → 7", "Rhodium"))
REPAIR = replace(WHEEL_JOB, number="R-2608-0113", priority="Normal", rank=2, items=(RING,), powders=(), instructions="")
VISIT = replace(REPAIR, number="WO-KKT-001081", items=(SheetItem(quantity="1", description="Rooftop unit 3"),), paper="a4")
TWELVE = replace(
    WHEEL_JOB,
    items=tuple(SheetItem(quantity="2", description="Bracket", coats=(coat(f"Powder {n}"),)) for n in range(12)),
    powders=tuple(code(f"Log Powder {n}", 10 + n) for n in range(12)),
)
MARKUP = '#panic() $x$ *bold* _it_ `raw` <label> @ref #eval("1") \\ // no /* no */ [x] -> 10x20 -- ... "q" ~ = +'


def written(sheet: SheetData) -> SheetData:
    """The sheet, with a mark wherever somebody may type: M1, M2, …"""
    return filled(sheet, iter(f"M{n}M" for n in range(100)))


def filled(sheet: SheetData, texts) -> SheetData:
    plain = {f.name: next(texts) for f in fields(sheet) if f.name not in {"paper", "rank"} and f.type is str}
    layer = SheetCoat(powder=next(texts), ral=next(texts), film=next(texts), cure=next(texts))
    line = SheetItem(
        quantity=next(texts),
        description=next(texts),
        area=next(texts),
        prep=(next(texts),),
        masking=next(texts),
        coats=(layer,),
    )
    return replace(sheet, **plain, items=(line,), workers=(next(texts),))


def pages(sheet: SheetData, press: Press | None = None) -> list[pypdfium2.PdfPage]:
    pdf = press.pdf(sheet_fields([sheet])) if press else work_order_pdf([sheet])
    return list(pypdfium2.PdfDocument(pdf))


def text_of(sheet: SheetData, press: Press | None = None) -> str:
    """Everything that can be selected on the paper, with the ends of lines as spaces."""
    told = (page.get_textpage().get_text_range() for page in pages(sheet, press))
    return " ".join(" ".join(told).replace("\u200b", "").split())


def scan(page: pypdfium2.PdfPage, dpi: int) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())


def scanned(sheet: SheetData, dpi: int) -> list[str]:
    return sorted(found.text for page in pages(sheet) for found in scan(page, dpi))


def addresses(sheet: SheetData) -> list[str]:
    return sorted(code.url for code in (sheet.view, sheet.bump, *sheet.powders) if code)


def corners(found: zxingcpp.Barcode) -> list[tuple[int, int]]:
    place = found.position
    return [(p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]


def white_between(one: zxingcpp.Barcode, other: zxingcpp.Barcode, dpi: int) -> float:
    """Millimetres of paper between the dark parts of two upright codes."""
    (left, top), _, (right, bottom), _ = corners(one)
    (left2, top2), _, (right2, bottom2), _ = corners(other)
    across, down = max(left2 - right, left - right2, 0), max(top2 - bottom, top - bottom2, 0)
    return math.hypot(across, down) / dpi * MM


@pytest.mark.parametrize("dpi", [200, 110])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sheet", [WHEEL_JOB, TWELVE, REPAIR, VISIT], ids=lambda sheet: sheet.number)
def test_every_code_on_the_sheet_is_read_by_a_strangers_decoder(sheet, paper, dpi):
    assert scanned(replace(sheet, paper=paper), dpi) == addresses(sheet)


@pytest.mark.parametrize("sheet", [WHEEL_JOB, TWELVE], ids=["three powders", "twelve powders"])
def test_a_module_is_at_least_half_a_millimetre_on_paper(sheet):
    for found in (found for page in pages(sheet) for found in scan(page, 200)):
        (left, _), (right, _), *_ = corners(found)
        module = (right - left) / 200 * MM / (side_modules(found.text) - 8)
        assert 0.6 < module < 0.76


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sheet", [WHEEL_JOB, TWELVE], ids=["three powders", "twelve powders"])
def test_a_phone_does_not_catch_two_codes_at_once(sheet, paper):
    for page in pages(replace(sheet, paper=paper)):
        for one, other in combinations(scan(page, 200), 2):
            assert white_between(one, other, 200) > 15


def test_the_code_that_looks_is_far_from_the_codes_that_act():
    [page] = pages(WHEEL_JOB)
    looks, acts = (next(c for c in scan(page, 200) if c.text == code.url) for code in (WHEEL_JOB.view, WHEEL_JOB.bump))
    assert white_between(looks, acts, 200) > 80


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_has_the_size_of_its_paper(paper):
    for page in pages(replace(TWELVE, paper=paper)):
        assert [side / 72 * MM for side in page.get_size()] == pytest.approx(PAPERS[paper], abs=0.1)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_usual_job_is_one_page(paper):
    assert len(pages(replace(WHEEL_JOB, paper=paper))) == 1


def test_everything_the_floor_needs_can_be_read():
    told = text_of(WHEEL_JOB)
    for word in (
        "Northfield Coating", "(330) 555-0142", "JOB-2608-0007", "Harbor Cycle Works", "PO HCW-4471", "RUSH", "MASKING",
        "Fri 14 Aug 2026", "Wed 12 Aug 2026", "Mon 10 Aug 2026", "Rack B-4", "Dana Reyes, Marcus Oyelaran",
        "Hang by the rear bolt holes only.", '18" alloy wheel', "12 sq ft each", "Sandblast", "Mask: lug seats, hub bore",
        "Coat 2 of 2", "Gloss Black · RAL 9005", "2.0–3.0 mil · 15 min at 400 °F part temperature",
        "7K3-M01", "7K3-M05", "Open job", "SIGNED", "DATE", "page 1 of 1", "Codes need sign-in",
    ):  # fmt: skip
        assert word in told


def test_every_field_of_the_sheet_is_printed():
    told = text_of(written(WHEEL_JOB))
    assert [mark for mark in (f"M{n}M" for n in range(24)) if mark not in told] == []


def test_a_sheet_has_no_room_for_a_price():
    names = {f.name for kind in (SheetData, SheetItem, SheetCoat, SheetCode) for f in fields(kind)}
    assert not names & {"price", "total", "amount", "cost", "rate", "tax", "deposit"}


@pytest.mark.parametrize("sheet", [REPAIR, VISIT], ids=["jewelry", "field service"])
def test_a_job_without_coats_says_nothing_of_powder(sheet):
    told = text_of(sheet)
    for word in ("Coat ", "RAL", "Log ", " each", "MASKING", "INSTRUCTIONS", "None"):
        assert word not in told
    assert len(pages(sheet)) == 1


def test_a_rush_job_is_seen_across_the_shop_without_colour():
    def ink(sheet):
        grey = pages(sheet)[0].render(scale=1).to_pil().convert("L")
        return sum(grey.crop((0, 0, grey.width, grey.height // 3)).histogram()[:80])

    assert ink(WHEEL_JOB) > ink(replace(WHEEL_JOB, priority="Normal", rank=2)) + 5000


def test_markup_is_printed_as_it_was_typed():
    told = text_of(filled(WHEEL_JOB, iter([MARKUP] * 100)))
    assert Counter(told.split())["#panic()"] >= 12
    assert MARKUP in text_of(replace(WHEEL_JOB, instructions=MARKUP))


def test_other_scripts_and_emoji_are_printed():
    told = text_of(replace(WHEEL_JOB, customer="Κύκλος Ремонт", instructions="שלום עולם\nمرحبا بالعالم\nheiß 🔥 ⚡"))
    for word in ("Κύκλος", "Ремонт", "שלום", "مرحبا", "heiß", "🔥", "⚡"):
        assert word in told


SCRIPTS = {
    "hebrew": "שלום עולם " * 200,
    "arabic": "مرحبا " * 200,
    "emoji": "🔥👩‍🔧⚡" * 300,
    "accents": "a\u0301\u0302\u0303" * 500,
    "han": "漢字" * 1000,
    "empty lines": "\n" * 10_000 + "x",
    "turned around": "\u202eabc\u2066\u200f" * 99,
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_no_script_breaks_the_sheet(text):
    assert scanned(replace(WHEEL_JOB, instructions=text, customer=text[:300]), 200) == addresses(WHEEL_JOB)
    assert len(pages(replace(WHEEL_JOB, instructions=text))) < 6


def test_what_no_font_can_draw_is_left_out():
    told = text_of(replace(WHEEL_JOB, customer="Har\x00bor\x07 \ud800Cycle\r\n\tWorks\x1b"))
    assert "Harbor" in told and "Cycle Works" in told


@pytest.mark.parametrize("text", ["W" * 10_000, "word " * 2_000, "0123456789-/" * 833], ids=["one word", "words", "digits"])
@pytest.mark.parametrize("field", ["instructions", "customer", "due", "location", "number", "shop", "priority"])
def test_ten_thousand_characters_run_on_and_never_off_the_page(field, text):
    sheet = replace(WHEEL_JOB, **{field: text})
    read = Counter("".join(page.get_textpage().get_text_range() for page in pages(sheet)))
    assert read[text[0]] >= text.count(text[0])
    assert all(margins_are_white(page) for page in pages(sheet))


def test_a_line_of_work_that_is_longer_than_a_page_runs_on():
    long = replace(WHEELS, description="Fence panel " * 400, prep=("Blast " * 200,) * 8, coats=WHEELS.coats * 20)
    assert text_of(replace(WHEEL_JOB, items=(long,))).count("Super Chrome") == 20 + 1
    assert all(margins_are_white(page) for page in pages(replace(WHEEL_JOB, items=(long,))))


def margins_are_white(page: pypdfium2.PdfPage) -> bool:
    """Nothing within 6 mm of the edge, where a printer cannot print."""
    grey = page.render(scale=1).to_pil().convert("L")
    left, top, right, bottom = grey.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    edge = 6 / MM * 72
    return left > edge and top > edge and right < grey.width - edge and bottom < grey.height - edge


def test_each_further_page_says_whose_it_is():
    sheet = replace(WHEEL_JOB, instructions="Long notes flow on. " * 500)
    first, *further = [page.get_textpage().get_text_range() for page in pages(sheet)]
    total = len(further) + 1
    assert total >= 3 and f"page 1 of {total}" in first
    for number, told in enumerate(further, start=2):
        assert f"JOB-2608-0007 page {number} of {total}" in told and "RUSH" in told


@pytest.mark.parametrize("paper", PAPERS)
def test_forty_items_are_all_there_and_so_are_the_codes(paper):
    lines = tuple(replace(FRAME, description=f"Part {n:02d} of the fence") for n in range(40))
    sheet = replace(WHEEL_JOB, items=lines, paper=paper)
    told = text_of(sheet)
    assert all(line.description in told for line in lines)
    assert scanned(sheet, 200) == addresses(sheet)
    assert all(margins_are_white(page) for page in pages(sheet))


def test_twelve_powders_stand_together_on_one_page():
    *_, last = pages(TWELVE)
    assert len(scan(last, 200)) == 13


def test_a_colour_that_is_none_leaves_the_box_empty():
    for swatch in (None, "", "red", "#12345", '#fff"); panic("', "url(x)"):
        item = replace(FRAME, coats=(coat("Gloss Black", swatch=swatch),))
        assert "Gloss Black" in text_of(replace(WHEEL_JOB, items=(item,)))


def test_an_empty_sheet_is_a_sheet():
    bare = SheetData(paper="a4", shop="", number="", customer="", printed_at="")
    assert "page 1 of 1" in text_of(bare)


def test_without_its_fonts_the_sheet_is_plainer_and_complete(tmp_path):
    bare = Press(template=packaged.folder("templates") / "sheets" / "work_order.typ", fonts=tmp_path / "missing")
    told = text_of(WHEEL_JOB, bare)
    assert "JOB-2608-0007" in told and "15 min at 400 °F part temperature" in told
    found = (found.text for page in pages(WHEEL_JOB, bare) for found in scan(page, 200))
    assert sorted(found) == addresses(WHEEL_JOB)


def test_many_hands_print_at_once_and_each_gets_his_own():
    sheets = [replace(WHEEL_JOB, number=f"JOB-2608-{n:04d}") for n in range(24)]
    with ThreadPoolExecutor(8) as hands:
        printed = list(hands.map(work_order_pdf, [[sheet] for sheet in sheets]))
    for sheet, pdf in zip(sheets, printed, strict=True):
        assert sheet.number in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
