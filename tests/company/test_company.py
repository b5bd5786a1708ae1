"""Company Settings: what the company says of itself, its logo, its hours."""

import struct
import zlib
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from shopfloor.company.pictures import BOX, logo_from
from shopfloor.company.queries import company, logo
from shopfloor.company.sections import DueDays, WorkingHours, due_after
from shopfloor.db import in_shop
from shopfloor.jobs.draft import usual_due
from shopfloor.jobs.queries import job as job_called
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.settings import settings
from shopfloor.workflow.trades import TRADES
from tests.support.people import ORIGIN, Person, ShopFixture

FIELDS = {
    "name": "Northfield Coating", "address": "1180 Foundry Road\nNorthfield", "phone": "(330) 555-0142",
    "email": "front@northfield.example", "website": "northfield.example", "paper": "a4",
}  # fmt: skip


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), **more: Any) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#246810").save(written, kind, **more)
    return written.getvalue()


def uploads(shop: ShopFixture, data: bytes, name: str = "logo.png") -> TestResponse:
    form = {"logo": (BytesIO(data), name)}
    return shop.owner.client.post("/settings/company/logo", data=form, headers={"Origin": ORIGIN})


def saves(person: Person, fields: dict[str, str], **more: str) -> TestResponse:
    return person.client.post("/settings/company", data={**fields, **more}, headers={"Origin": ORIGIN})


def logo_of(shop: ShopFixture) -> Any:
    with shop.app.app_context(), in_shop(shop.id):
        return logo()


def test_what_is_saved_stands_on_the_page_and_on_paper(shop: ShopFixture) -> None:
    assert saves(shop.owner, FIELDS).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        now = company()
        assert {name: getattr(now, name) for name in FIELDS} == FIELDS
    page = shop.owner.opens("/settings/company").text
    assert "1180 Foundry Road" in page and "America/Chicago" in page and "USD" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "needs a name"), ("name", " ", "needs a name"), ("name", "x" * 121, "At most 120"),
        ("email", "nobody", "no e-mail address"),
        ("paper", "a0", "valid choice"), ("address", "x" * 301, "At most 300"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_beside_its_field(shop: ShopFixture, field: str, value: str, sentence: str) -> None:
    reply = saves(shop.owner, {**FIELDS, field: value})
    assert reply.status_code == 422
    assert sentence in reply.text
    assert FIELDS["website"] in reply.text


def test_two_owners_do_not_overwrite_each_other(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        seen = company().edition
    saves(shop.owner, FIELDS, seen=seen)
    late = saves(shop.owner, FIELDS, seen=seen, name="Another")
    assert late.status_code == 409
    assert "Another" in late.text
    with shop.app.app_context(), in_shop(shop.id):
        assert company().name == FIELDS["name"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png_of_our_own(shop: ShopFixture, kind: str) -> None:
    assert uploads(shop, picture(kind, (4000, 1000))).status_code == 303
    found = logo_of(shop)
    with Image.open(BytesIO(found.png)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.size == (found.width, found.height)
        assert drawn.width <= BOX[0] and drawn.height <= BOX[1]
    shown = shop.worker.opens(f"/company/logo/{found.name}")
    assert (shown.mimetype, shown.data) == ("image/png", found.png)
    assert found.name in shop.owner.opens("/settings/company").text


def test_nothing_of_the_upload_but_its_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x9286] = "taken at home"
    upload = picture("JPEG", exif=exif) + b"<script>trailing</script>"
    drawn = logo_from(upload).png
    assert b"taken at home" not in drawn and b"script" not in drawn


def test_a_photograph_is_kept_small_too() -> None:
    noise = Image.effect_noise((1600, 900), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "JPEG")
    assert len(logo_from(written.getvalue()).png) < 400_000


def bomb() -> bytes:
    """A PNG whose head says 60,000 × 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


REFUSED = {
    "nothing": (b"", "Choose a picture"),
    "no picture": (b"hello", "read as a picture"),
    "an svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "read as a picture"),
    "a gif": (picture("GIF"), "read as a picture"),
    "half a picture": (picture("JPEG", (900, 900))[:400], "read as a picture"),
    "a bomb": (bomb(), "million dots"),
    "too many dots": (picture("PNG", (8000, 6000)), "million dots"),
}


@pytest.mark.parametrize(("upload", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_logo_is_refused_in_words(shop: ShopFixture, upload: bytes, sentence: str) -> None:
    reply = uploads(shop, upload)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert logo_of(shop) is None
    with pytest.raises(Invalid):
        logo_from(upload)


def test_a_file_has_at_most_five_megabytes() -> None:
    with pytest.raises(Invalid, match="5 MB"):
        logo_from(b"\x89PNG" + b"x" * (5 * 1024 * 1024))


def test_far_too_large_a_file_is_not_even_read(shop: ShopFixture) -> None:
    form = "multipart/form-data; boundary=x"
    too_much = b"x" * (6 * 1024 * 1024)
    reply = shop.owner.client.post("/settings/company/logo", data=too_much, content_type=form, headers={"Origin": ORIGIN})
    assert reply.status_code == 413


def test_a_logo_can_be_replaced_and_taken_away(shop: ShopFixture) -> None:
    uploads(shop, picture())
    first = logo_of(shop).name
    uploads(shop, picture(size=(50, 50)))
    assert logo_of(shop).name != first
    assert shop.worker.opens(f"/company/logo/{first}").status_code == 404
    shop.owner.posts("/settings/company/logo/removal")
    assert shop.owner.posts("/settings/company/logo/removal").status_code == 303
    assert logo_of(shop) is None


def test_the_logo_is_on_the_work_orders(shop: ShopFixture) -> None:
    plain = len(shop.worker.opens("/WorkOrder/Blank").data)
    uploads(shop, picture())
    assert len(shop.worker.opens("/WorkOrder/Blank").data) > plain
    assert shop.worker.opens(f"/jobs/{shop.job()}/sheet.pdf").mimetype == "application/pdf"


# Hours and due dates.

HOURS = {"days": ["0", "2"], "opens": "07:30", "closes": "16:00", **{f"rank_{rank}": str(rank) for rank in range(1, 6)}}


def test_hours_and_due_dates_are_kept(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/hours", **HOURS).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        assert settings(WorkingHours) == WorkingHours((0, 2), 450, 960)
        assert settings(DueDays) == DueDays(5, 4, 3, 2, 1)


@pytest.mark.parametrize("field", ["opens", "closes", "rank_3"])
@pytest.mark.parametrize("value", ["", "later", "25:00", "-1"])
def test_hours_that_can_not_be_are_refused(shop: ShopFixture, field: str, value: str) -> None:
    assert shop.owner.posts("/settings/hours", **{**HOURS, field: value}).status_code == 422


def test_a_day_does_not_end_before_it_begins(shop: ShopFixture) -> None:
    reply = shop.owner.posts("/settings/hours", **{**HOURS, "opens": "17:00"})
    assert reply.status_code == 422 and "after it begins" in reply.text


@pytest.mark.parametrize(
    ("days", "due"), [(0, date(2026, 11, 20)), (1, date(2026, 11, 23)), (7, date(2026, 12, 1)), (15, date(2026, 12, 11))]
)
def test_due_dates_count_working_days(days: int, due: date) -> None:
    friday = date(2026, 11, 20)
    assert due_after(friday, days, WorkingHours()) == due


def test_a_shop_that_never_works_counts_every_day() -> None:
    assert due_after(date(2026, 11, 20), 3, WorkingHours(days=())) == date(2026, 11, 23)


def test_only_the_owner_changes_the_company(shop: ShopFixture) -> None:
    assert saves(shop.office, FIELDS).status_code == 403


@pytest.mark.parametrize(("trade", "kind", "rank", "days"), [
    ("powder", "coating", 2, 7), ("powder", "coating", 5, 1), ("jewelry", "repair", 2, 7), ("jewelry", "custom", 2, 30),
    ("jewelry", "custom", 5, 1),
])  # fmt: skip
def test_a_job_made_without_a_due_date_gets_the_usual_one(
    request: pytest.FixtureRequest, trade: str, kind: str, rank: int, days: int
) -> None:
    at: ShopFixture = request.getfixturevalue({"powder": "shop", "jewelry": "jewelry"}[trade])
    form = {
        "customer": at.customer.name, "kind": kind, "description": "Wheels", "priority": rank, "approved": "y",
        "items-0-description": "Wheel", "items-0-quantity": "1",
    }  # fmt: skip
    friday = datetime(2026, 11, 20, 18, tzinfo=UTC)
    with clock.set_to(friday), at.app.app_context(), in_shop(at.id):
        due = usual_due(TRADES[trade].kind(kind), rank)
    assert due == due_after(friday.date(), days, WorkingHours())
    address = at.supervisor.posts("/jobs", **form).location
    with at.app.app_context(), in_shop(at.id):
        assert job_called(address.rsplit("/", 1)[1]).due_on is not None
