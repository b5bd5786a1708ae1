"""A word that stands in every text of one shop is read on no page of another."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import String, func, select, update
from werkzeug.test import TestResponse

from shopfloor.customers.operations import add_customer
from shopfloor.db import Base, Document, db, everywhere, in_shop
from shopfloor.db.guard import scoped_tables
from shopfloor.shops.models import Shop
from tests.house.addresses import first_job, knock, rules, things_of
from tests.house.conftest import lived_in
from tests.intake.forms import intake_form
from tests.support.people import Person, ShopFixture, found_shop

CANARY = "Zq7x"

# Text that code gives its meaning to. All other text of a shop carries the canary; a new column is one or the other.
CODED = {
    "codes.purpose", "codes.short", "codes.token", "counters.period", "counters.series", "customers.addresses",
    "customers.contacts", "customers.price_tier", "deliveries.channel", "deliveries.fate", "deliveries.key",
    "deliveries.kind", "deliveries.tag", "events.fingerprint", "events.key", "events.kind", "events.source",
    "events.subject_type", "invoices.body", "invoices.number", "invoices.status", "job_items.kind", "job_items.measures",
    "job_items.price_parts", "job_items.substrate", "job_templates.document", "job_words.words", "jobs.kind", "jobs.number",
    "jobs.route", "lanes.kind", "letter_attachments.mimetype", "letters.about_type", "letters.fate", "letters.key",
    "letters.kind", "letters.mark", "list_views.chosen", "logos.name", "materials.colour_class", "materials.folded",
    "materials.hex", "materials.unit", "members.role", "notification_preferences.off", "payments.kind", "payments.method",
    "photos.kind", "photos.name", "products.document", "products.picture", "push_subscriptions.auth",
    "push_subscriptions.endpoint", "push_subscriptions.p256dh", "quote_versions.body", "quote_versions.token",
    "quotes.kind", "quotes.number", "quotes.status", "reworks.month", "reworks.number", "reworks.state", "services.code",
    "shop_settings.chosen", "shop_settings.section", "statuses.code", "statuses.job_kind", "statuses.kind",
    "statuses.needs", "statuses.tone", "stock_movements.entered_unit", "stock_movements.kind",
}  # fmt: skip
GROWS_ONLY = {"events", "intakes", "payments", "stock_movements"}

SHOWS_IT = {
    "/WorkOrder/Blank", "/account", "/customers", "/customers.csv", "/customers/matches?q=Z", "/feed?since=0&view=bump",
    "/feed?since=0&view=mobile", "/invoices", "/invoices/INVOICE", "/job-templates", "/jobs", "/jobs/new", "/mail", "/mobile",
    "/products", "/quotes", "/quotes/QUOTE", "/rework", "/rework.csv", "/schedule", "/schedule/board", "/scheduleJOB",
    "/settings/company", "/settings/ovens", "/your-quote/OFFER", "CUSTOMER", "CUSTOMER/edit", "ENTRY", "JOB", "JOB/bump",
    "JOB/edit", "JOB/intake", "JOB/intake/receipt.pdf", "JOB/intake/versions", "JOB/sheet.pdf", "LETTER", "LETTER/page",
    "POWDER/log", "PRODUCT", "REWORK", "TEMPLATE",
}  # fmt: skip


def free_texts() -> Iterator[Any]:
    """The columns of shops' tables that hold what people write."""
    for table in Base.metadata.sorted_tables:
        for column in table.c if table.name in scoped_tables() else ():
            if isinstance(column.type, String | Document) and f"{table.name}.{column.name}" not in CODED:
                yield column


@pytest.fixture(scope="module")
def marked(app: Flask) -> ShopFixture:
    """A shop with the canary in its rows, and then, by what is done with those, in its log and ledger."""
    shop = lived_in(found_shop(app, trade="powder"))
    job = shop.job()
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    with app.app_context(), in_shop(shop.id):
        for column in free_texts():
            if column.table.name not in GROWS_ONLY:
                mine = column.table.c.shop_id == shop.id
                db.session.execute(update(column.table).where(mine).values({column: CANARY}))
        db.session.execute(update(Shop).where(Shop.id == shop.id).values(name=CANARY, address=CANARY, phone=CANARY))
        db.session.commit()
        add_customer(f"{CANARY} & Sons", by=shop.owner.member)
    shop.worker.posts(f"/jobs/{job}/notes", text=CANARY)
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="1", unit="lb", note=CANARY)
    shop.worker.posts(f"/jobs/{job}/intake", **intake_form(shop, job, notes=CANARY))
    paid = {"amount": "5", "method": "cash", "received_on": "2026-11-02", "reference": CANARY, "note": CANARY}
    assert shop.office.posts(f"/jobs/{job}/deposits", **paid).status_code == 303
    return shop


@pytest.fixture(scope="module")
def neighbour(app: Flask) -> ShopFixture:
    return lived_in(found_shop(app, trade="powder", with_stranger=False))


def pages_of(shop: ShopFixture, person: Person) -> dict[str, str]:
    """All that a person can look at in their shop, as text, by address; the shop's own things told by what they are."""
    things = things_of(shop, first_job(shop.app, shop.id))
    own = [knock(shop.app, method, rule, things).address for method, rule in rules(shop.app) if method == "GET"]
    asked = [*own, *(f"/feed?since=0&view={view}" for view in ("mobile", "bump")), "/jobs?filter=all", "/customers/matches?q=Z"]
    names = {
        things.token: "CODE",
        f"/customers/{things.customer_id}": "CUSTOMER",
        f"/time-entries/{things.entry_id}": "ENTRY",
        things.invoice: "INVOICE",
        f"/jobs/{things.number}": "JOB",
        f"/mail/{things.letter_id}": "LETTER",
        things.logo: "LOGO",
        things.offer: "OFFER",
        f"/photos/{things.photo_id}": "PHOTO",
        f"/materials/{things.material_id}": "POWDER",
        things.picture: "PICTURE",
        f"/products/{things.product_id}": "PRODUCT",
        things.quote: "QUOTE",
        f"/rework/{things.rework_number}": "REWORK",
        f"/job-templates/{things.template_id}": "TEMPLATE",
    }
    return {short(address, names): text_of(person.opens(address)) for address in asked}


def short(address: str, names: dict[str, str]) -> str:
    for thing, name in names.items():
        address = address.replace(thing, name)
    return address


def text_of(reply: TestResponse) -> str:
    """The body as people read it, and where it sends them."""
    if reply.mimetype.startswith("image/"):
        return str(reply.headers)
    if reply.mimetype != "application/pdf":
        return f"{reply.text} {reply.headers}"
    with pypdfium2.PdfDocument(BytesIO(reply.data)) as paper:
        return " ".join(page.get_textpage().get_text_range() for page in paper)


def test_every_text_of_that_shop_carries_the_word(marked: ShopFixture) -> None:
    with marked.app.app_context(), everywhere():
        without = {
            f"{column.table.name}.{column.name}"
            for column in free_texts()
            if not db.session.scalar(
                select(func.count())
                .select_from(column.table)
                .where(column.table.c.shop_id == marked.id, func.cast(column, String).contains(CANARY))
            )
        }
    assert without == set()


def test_it_is_read_all_over_that_shop_and_nowhere_in_the_next(marked: ShopFixture, neighbour: ShopFixture) -> None:
    at_home = pages_of(marked, marked.owner)
    assert {address for address, text in at_home.items() if CANARY in text} >= SHOWS_IT
    next_door = pages_of(neighbour, neighbour.owner)
    assert next_door.keys() == at_home.keys()
    assert {address for address, text in next_door.items() if CANARY in text} == set()


def test_two_shops_at_the_same_number_of_their_logs_are_told_apart(app: Flask) -> None:
    """Answers are kept by number and view: what is kept for one shop must not be handed to the other."""
    shops = [found_shop(app, trade="powder", with_stranger=False) for _ in range(2)]
    jobs = [shop.job(at="Coating") for shop in shops]
    while (head := [number_of(shop) for shop in shops])[0] != head[1]:
        behind = head.index(min(head))
        shops[behind].worker.posts(f"/jobs/{jobs[behind]}/notes", text="One more")
    told = [shop.worker.opens("/feed?since=0&view=mobile").json for shop in shops]
    assert told[0]["seq"] == told[1]["seq"]
    assert [[card["id"] for card in feed["cards"]] for feed in told] == [[f"job-{job.id}"] for job in jobs]


def number_of(shop: ShopFixture) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return shop.newest_seq()
