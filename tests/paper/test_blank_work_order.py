"""The sheet for the counter: it is complete, it is the shop's own, and printing it writes nothing down."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from shopfloor.db import in_shop
from shopfloor.paper.look import Column, PaperLook, WorkOrderLook
from shopfloor.sheets.blank import blank_pdf
from tests.support.people import ShopFixture

MM = 25.4


def pages(pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(BytesIO(pdf)))


def told(pdf: bytes) -> str:
    words = " ".join(page.get_textpage().get_text_range() for page in pages(pdf))
    return " ".join(words.replace("\u200b", "").split())


def blank(shop: ShopFixture, look: PaperLook | None = None, **more: str) -> bytes:
    with shop.app.app_context(), in_shop(shop.id):
        return blank_pdf(look, **more)


def test_the_counter_gets_a_sheet_with_all_there_is_to_write_down(shop: ShopFixture) -> None:
    reply = shop.worker.opens("/WorkOrder/Blank")
    assert reply.mimetype == "application/pdf"
    read = told(reply.data)
    for word in (
        shop.shop.name, "Work order", "NUMBER · OFFICE USE", "CUSTOMER", "ADDRESS", "PHONE", "E-MAIL", "PO NUMBER",
        "DROPPED OFF", "WANTED BY", "RUSH", "Quantity", "Work", "Color / finish", "Prep", "Condition", "Sandblasting",
        "Old coating", "NOTES", "Parts are taken", "SIGNED", "DATE", "RECEIPT", "page 1 of 1",
    ):  # fmt: skip
        assert word in read, word


def test_printing_it_writes_nothing_down(shop: ShopFixture) -> None:
    before = newest(shop)
    shop.worker.opens("/WorkOrder/Blank")
    assert newest(shop) == before


def newest(shop: ShopFixture) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return shop.newest_seq()


@pytest.mark.parametrize(("asked", "size"), [("letter", (215.9, 279.4)), ("a4", (210.0, 297.0))])
def test_it_comes_on_letter_and_a4(shop: ShopFixture, asked: str, size: tuple[float, float]) -> None:
    [page] = pages(shop.worker.opens(f"/WorkOrder/Blank?paper={asked}").data)
    assert [side / 72 * MM for side in page.get_size()] == pytest.approx(size, abs=0.1)


def test_the_list_of_jobs_has_its_button(shop: ShopFixture) -> None:
    assert "Blank Work Order" in shop.worker.opens("/jobs").text


def test_what_a_shop_switches_off_is_gone(shop: ShopFixture) -> None:
    bare = replace(
        WorkOrderLook(), company=(), customer=("phone",), prep=False, condition=False, terms="", signatures=(),
        columns=tuple(Column(c.code, c.label, c.code == "part") for c in WorkOrderLook().columns),
    )  # fmt: skip
    read = told(blank(shop, bare))
    for word in (shop.shop.name, "ADDRESS", "E-MAIL", "PO NUMBER", "Sandblasting", "Rust", "Parts are taken", "SIGNED", "Prep"):
        assert word not in read, word
    assert "PHONE" in read and "Work" in read


def test_a_shops_own_words_stand_on_it(shop: ShopFixture) -> None:
    own = replace(
        WorkOrderLook(), title="Auftrag", terms="Bar bei Abholung", footer="Danke schön", signatures=("Kunde",),
        columns=(Column("part", "Teil"),),
    )  # fmt: skip
    read = told(blank(shop, own))
    for word in ("Auftrag", "Bar bei Abholung", "Danke schön", "KUNDE", "Teil"):
        assert word in read


ODD = {
    "long terms": {"terms": "Terms and conditions. " * 450},
    "one long word": {"terms": "W" * 10_000},
    "right to left": {"terms": "שלום עולם " * 50, "title": "طلب عمل"},
    "emoji": {"title": "🔥 Order ⚡", "footer": "🙏" * 60},
    "markup": {"title": "#panic() *x*", "terms": '#eval("1") $x$ <a>', "footer": "[x] @ref"},
    "no color": {"accent": "red; }"},
    "no rows": {"blank_rows": 0},
    "a thousand rows": {"blank_rows": 1000},
    "tiny letters": {"font_points": 1},
    "control characters": {"title": "A\x00B\x07\ud800", "terms": "\u202eabc"},
    "another size": {"logo_size": "huge", "logo_place": "up", "paper": "a0"},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nothing_that_was_chosen_breaks_it(shop: ShopFixture, odd: dict[str, object]) -> None:
    look = replace(WorkOrderLook(), **odd)
    assert 1 <= len(pages(blank(shop, look))) <= 8
    assert all(margins_are_white(page) for page in pages(blank(shop, look)))


def margins_are_white(page: pypdfium2.PdfPage) -> bool:
    """Nothing within 6 mm of the edge, where a printer cannot print."""
    grey = page.render(scale=1).to_pil().convert("L")
    left, top, right, bottom = grey.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    edge = 6 / MM * 72
    return left > edge and top > edge and right < grey.width - edge and bottom < grey.height - edge


def test_the_accent_is_printed_and_its_letters_can_be_read(shop: ShopFixture) -> None:
    for accent, letters in (("#ffee00", 0), ("#101060", 255)):
        picture = pages(blank(shop, replace(WorkOrderLook(), accent=accent)))[0].render(scale=2).to_pil().convert("RGB")
        colours = {colour for _, colour in picture.getcolors(1 << 24)}
        assert tuple(int(accent[i : i + 2], 16) for i in (1, 3, 5)) in colours
        assert (letters,) * 3 in colours


@pytest.mark.parametrize("trade", ["jewelry", "field"])
def test_other_trades_have_their_own_words(request: pytest.FixtureRequest, trade: str) -> None:
    read = told(blank(request.getfixturevalue(trade)))
    assert ("Loose stone" in read) == (trade == "jewelry")
    assert "Rust" not in read
