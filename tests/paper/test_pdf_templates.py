"""Company Settings › PDF Templates: Save keeps, Preview shows without keeping, Reset goes back; the papers follow."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from shopfloor.app import PAPERS
from shopfloor.db import in_shop
from shopfloor.paper.look import LOOKS, Column, InvoiceLook, PaperLook, WorkOrderLook, look_of, whole
from shopfloor.shops.settings import change_settings
from tests.paper.test_blank_work_order import told
from tests.support.people import ShopFixture

ADDRESS = "/settings/pdf-templates"


def typed(look: PaperLook, **more: Any) -> dict[str, Any]:
    """The form as the browser sends it for that look."""
    fields: dict[str, Any] = {
        name: getattr(look, name) for name in PaperLook.__slots__ if name not in ("columns", "signatures")
    }
    fields = {name: "y" if value is True else value for name, value in fields.items() if value is not False}
    fields = {name: [*value] if isinstance(value, tuple) else str(value) for name, value in fields.items()}
    fields["signatures"] = "\n".join(look.signatures)
    for i, column in enumerate(look.columns):
        fields |= {f"columns-{i}-code": column.code, f"columns-{i}-label": column.label}
        if column.shown:
            fields[f"columns-{i}-shown"] = "y"
    return {**fields, **more}


def chosen(shop: ShopFixture, document: str) -> PaperLook:
    with shop.app.app_context(), in_shop(shop.id):
        return look_of(document)


@pytest.mark.parametrize("document", LOOKS)
def test_what_is_saved_comes_back_field_by_field(shop: ShopFixture, document: str) -> None:
    usual = LOOKS[document]()
    new = replace(
        usual, title="Our paper", accent="#aa2200", logo=False, logo_size="large", logo_place="right", company=("name",),
        customer=("name", "po"), blank_rows=3, condition=False, prep=False, terms="Net 15", signatures=("Me", "You"),
        footer="Thanks", paper="a4", font_points=13, codes=False, filled_terms=True,
        columns=(*usual.columns[:1], *(Column(c.code, "Mine", False) for c in usual.columns[1:])),
    )  # fmt: skip
    assert shop.owner.posts(f"{ADDRESS}?document={document}", **typed(new)).status_code == 303
    assert chosen(shop, document) == new
    page = shop.owner.opens(f"{ADDRESS}?document={document}").text
    assert "Our paper" in page and "Net 15" in page


def test_preview_shows_what_was_typed_and_keeps_nothing(shop: ShopFixture) -> None:
    for document, kind in LOOKS.items():
        look = replace(kind(), title="Only looking")
        reply = shop.owner.posts(f"{ADDRESS}?document={document}", do="preview", **typed(look))
        assert reply.mimetype == "application/pdf"
        assert "Only looking" in told(reply.data)
        assert chosen(shop, document) == kind()


def test_reset_goes_back_to_what_a_new_shop_has(shop: ShopFixture) -> None:
    shop.owner.posts(f"{ADDRESS}?document=quote", **typed(replace(LOOKS["quote"](), title="Offer")))
    shop.owner.posts(f"{ADDRESS}?document=quote", do="reset", seen="1", title="")
    assert chosen(shop, "quote") == LOOKS["quote"]()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("accent", "bluish", "That is no color"), ("accent", "", "That is no color"), ("title", " ", "needs a title"),
        ("blank_rows", "0", "Between 1 and 40"), ("blank_rows", "1000", "Between 1 and 40"), ("blank_rows", "ten", "integer"),
        ("font_points", "72", "Between 9 and 14"), ("terms", "x" * 10_001, "At most 10,000"),
        ("footer", "x" * 201, "At most 200"),
        ("signatures", "a\nb\nc\nd\ne", "At most 4 lines"),
        ("logo_size", "huge", "valid choice"), ("paper", "a0", "valid choice"),
    ],
)  # fmt: skip
def test_what_can_not_be_taken_is_said_beside_its_field(shop: ShopFixture, field: str, value: str, sentence: str) -> None:
    for do in ("save", "preview"):
        look = typed(WorkOrderLook(), **{field: value, "do": do, "footer": "Keep me" if field != "footer" else value})
        reply = shop.owner.posts(ADDRESS, **look)
        assert reply.status_code == 422
        assert sentence in reply.text
        assert field == "footer" or "Keep me" in reply.text
    assert chosen(shop, "work-order") == WorkOrderLook()


def test_two_owners_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    assert shop.owner.posts(ADDRESS, **typed(replace(WorkOrderLook(), title="First"), seen="0")).status_code == 303
    late = shop.owner.posts(ADDRESS, **typed(replace(WorkOrderLook(), title="Second"), seen="0"))
    assert late.status_code == 409
    assert "Second" in late.text
    assert chosen(shop, "work-order").title == "First"


def test_only_the_owner_chooses(shop: ShopFixture) -> None:
    assert shop.office.posts(ADDRESS, **typed(WorkOrderLook())).status_code == 403


def test_a_document_there_is_none_of_is_not_there(shop: ShopFixture) -> None:
    assert shop.owner.opens(f"{ADDRESS}?document=passport").status_code == 404


def test_a_column_that_came_later_is_there_and_one_that_is_gone_is_not() -> None:
    old = InvoiceLook(columns=(Column("amount", "Sum"), Column("barcode", "Gone")))
    assert [column.code for column in whole(old).columns] == ["amount", "description", "details", "quantity", "unit_price"]


@pytest.mark.parametrize("document", ["quote", "invoice", "receipt"])
def test_hidden_columns_are_not_on_the_sample(shop: ShopFixture, document: str) -> None:
    kind = LOOKS[document]()
    first = kind.columns[0]
    hidden = replace(kind, columns=(Column(first.code, first.label, False), *kind.columns[1:]))
    with shop.app.app_context(), in_shop(shop.id):
        assert first.label in told(PAPERS[document](kind))
        assert first.label not in told(PAPERS[document](hidden)).replace("Coats and prep", "")


# The order that travels with the parts.


def printed(shop: ShopFixture, look: PaperLook) -> bytes:
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(look, by=shop.owner.member)
    job = shop.job(coats=2, services={"masking", "blasting"}, customer_po="HCW-1")
    return shop.worker.opens(f"/jobs/{job}/sheet.pdf").data


def codes_on(pdf: bytes) -> list[str]:
    found = [zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil()) for page in pypdfium2.PdfDocument(BytesIO(pdf))]
    return [code.text for page in found for code in page]


def test_the_filled_order_wears_the_shops_look(shop: ShopFixture) -> None:
    look = replace(
        WorkOrderLook(), title="Traveler", footer="Rack it right", terms="Our terms", filled_terms=True, accent="#00aa55"
    )
    pdf = printed(shop, look)
    for word in (
        "TRAVELER",
        "Sandblasting",
        "Jet black",
        "Rack it right",
        "Our terms",
        shop.shop.name,
        shop.customer.name,
        "PO HCW-1",
    ):
        assert word in told(pdf)
    assert len(codes_on(pdf)) == 4


def test_what_the_shop_switched_off_is_not_on_the_filled_order(shop: ShopFixture) -> None:
    look = replace(
        WorkOrderLook(), title="Order", company=(), customer=(), signatures=(), codes=False, columns=(Column("part", "Piece"),),
    )  # fmt: skip
    look = replace(look, columns=tuple(Column(c.code, c.label, c.code == "part") for c in whole(look).columns))
    pdf = printed(shop, look)
    read = told(pdf)
    for word in (
        shop.shop.name,
        shop.customer.name,
        "PO HCW",
        "Jet black",
        "Sandblasting",
        " SIGNED",
        "QUANTITY",
        "need sign-in",
    ):
        assert word not in read, word
    assert "18-inch wheel" in read
    assert codes_on(pdf) == []


def test_the_paper_asked_for_wins_over_the_looks_and_that_over_the_shops(shop: ShopFixture) -> None:
    pdf = printed(shop, replace(WorkOrderLook(), paper="a4"))
    assert round(pypdfium2.PdfDocument(BytesIO(pdf))[0].get_width()) == 595
    job = shop.job()
    letter = shop.worker.opens(f"/jobs/{job}/sheet.pdf?paper=letter").data
    assert round(pypdfium2.PdfDocument(BytesIO(letter))[0].get_width()) == 612
