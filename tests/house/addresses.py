"""Every address of the app, filled in with real things of a shop, or with things that never were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from uuid import uuid4

from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.routing import Rule

from shopfloor.accounts.models import Session
from shopfloor.billing.models import Invoice, Payment
from shopfloor.catalog.operations import ProductDetails, save_product
from shopfloor.catalog.queries import all_products, services
from shopfloor.company.operations import set_logo
from shopfloor.company.queries import logo
from shopfloor.db import db, everywhere, in_shop
from shopfloor.intake.operations import take_in
from shopfloor.intake.queries import versions_of
from shopfloor.intake.record import Counted, TakenIn
from shopfloor.job_templates.operations import Title, save_as_template
from shopfloor.job_templates.queries import templates
from shopfloor.jobs import queries
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.kernel import clock
from shopfloor.mail.operations import Attachment, NewLetter, queue_letter
from shopfloor.notifications.models import PushSubscription
from shopfloor.photos.operations import add_photo
from shopfloor.photos.queries import photos_of
from shopfloor.pictures import store
from shopfloor.pictures.darkroom import Picture
from shopfloor.quotes.models import Quote
from shopfloor.quotes.queries import version_of
from shopfloor.rework.models import Rework
from shopfloor.rework.operations import NewRework, open_rework
from shopfloor.schedule.operations import add_oven
from shopfloor.schedule.queries import ovens
from shopfloor.sheets.models import Code, Purpose
from shopfloor.shops.models import Member
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.operations import log_time
from shopfloor.workflow.trades import TRADES
from tests.support.papers import invoice_in, quote_in
from tests.support.people import Person, ShopFixture
from tests.support.pictures import jpeg
from tests.support.push import Phone, hears

LONG_GONE = 987_654_321


@dataclass(frozen=True)
class Things:
    """What addresses and forms speak of. The first four are what stands between slashes."""

    number: str
    material_id: int
    token: str
    session_id: int
    short: str = "222222"
    status_id: int = LONG_GONE
    member_id: int = LONG_GONE
    service_id: int = LONG_GONE
    customer: str = "Nobody Knows Them"
    job_id: int = LONG_GONE
    device_id: int = LONG_GONE
    product_id: int = LONG_GONE
    template_id: int = LONG_GONE
    code: str = "materials"  # a section of the job page
    quote: str = "QTE-9912-0001"
    offer: str = "A" * 32  # a customer's link
    invoice: str = "INV-9912-0001"
    payment: int = LONG_GONE
    customer_id: int = LONG_GONE
    entry_id: int = LONG_GONE
    rework_number: str = "RW-9912-0001"
    letter_id: int = LONG_GONE
    place: int = 0
    photo_id: int = LONG_GONE
    picture: str = "a" * 32
    logo: str = "AAAAAAAAAAAAAAAAAAAAAA"
    oven_id: int = LONG_GONE


NEVER = Things("JOB-9912-0001", LONG_GONE, "AAAAAAAAAAAAAAAAAAAAAA", LONG_GONE)


class Knock(NamedTuple):
    """A request to be made."""

    method: str
    endpoint: str
    address: str


def things_of(shop: ShopFixture, number: str) -> Things:
    """The real things behind one of the shop's jobs."""
    papers = papers_of(shop)
    with shop.app.app_context(), in_shop(shop.id):
        job = queries.job(number)
        in_force = (Code.job_id == job.id, Code.purpose == Purpose.VIEW, Code.revoked_at.is_(None))
        code = db.session.scalars(select(Code).where(*in_force)).one()
        session = db.session.scalars(select(Session.id).where(Session.member_id == shop.worker.member.id)).first()
        assert session is not None
        service, powder = services()[0].id, shop.powders[0].id
        return Things(
            number=number,
            material_id=powder,
            token=code.token,
            session_id=session,
            short=code.short,
            status_id=job.status_id,
            member_id=shop.worker.member.id,
            service_id=service,
            customer=shop.customer.name,
            customer_id=shop.customer.id,
            job_id=job.id,
            letter_id=letter_of(shop),
            photo_id=photo_of(job, shop.worker.member),
            logo=logo_of(shop),
            oven_id=oven_of(shop),
            device_id=device_of(shop.worker),
            entry_id=entry_of(shop.worker, job),
            rework_number=rework_of(shop.worker, job),
            **made_again(shop, job),
            **papers,
        )


def papers_of(shop: ShopFixture) -> dict[str, Any]:
    """A quote that is with its customer, and an invoice with a payment; made if the shop has none."""
    with shop.app.app_context(), in_shop(shop.id):
        found = _papers()
    if found is None:
        quote_in(shop, "sent")
        invoice_in(shop, "paying")
        with shop.app.app_context(), in_shop(shop.id):
            found = _papers()
    assert found is not None
    return found


def _papers() -> dict[str, Any] | None:
    quote = db.session.scalars(select(Quote).where(Quote.status == "sent")).first()
    payment = db.session.scalars(select(Payment).where(Payment.invoice_id.is_not(None)).order_by(Payment.id)).first()
    if quote is None or payment is None:
        return None
    invoice = db.session.get_one(Invoice, payment.invoice_id)
    return {"quote": quote.number, "offer": version_of(quote).token, "invoice": invoice.number, "payment": payment.id}


def made_again(shop: ShopFixture, job: Job) -> dict[str, Any]:
    """A product and a template of the shop, made from a job if there are none."""
    office = shop.office.member
    if not any(product.picture for product in all_products()):
        shown = store.keep(Picture(40, 30, jpeg(40, 30), jpeg(40, 30)))
        save_product(ProductDetails("Wheel", "Wheels", plans_of(job)[0], picture=shown), by=office)
    if not templates():
        save_as_template(job, Title("Wheels"), keep_prices=False, by=office)
    product = next(product for product in all_products() if product.picture)
    return {"product_id": product.id, "picture": product.picture, "template_id": templates()[0].id}


def device_of(person: Person) -> int:
    """The device on which someone hears; theirs from now on, if they had none."""
    with person.app.app_context(), everywhere():
        heard = select(PushSubscription.id).where(PushSubscription.member_id == person.member.id)
        return db.session.scalars(heard).first() or hears(person, Phone(f"http://127.0.0.1:9/{uuid4().hex}"))


def entry_of(person: Person, job: Job) -> int:
    """An entry of someone's time on that job; a new one, if they had none."""
    with person.app.app_context(), in_shop(person.shop_id):
        theirs = select(TimeEntry.id).where(TimeEntry.job_id == job.id, TimeEntry.removed_at.is_(None))
        return db.session.scalars(theirs).first() or log_time(job.number, Decimal(20), by=person.member).id  # type: ignore[union-attr]


def rework_of(person: Person, job: Job) -> str:
    """The number of a rework record of that job; a new one, if it had none."""
    with person.app.app_context(), in_shop(person.shop_id):
        known = db.session.scalars(select(Rework.number).where(Rework.job_id == job.id)).first()
        return known or open_rework(job, NewRework("Recoat", "Orange peel", Decimal(1)), by=person.member).number


def letter_of(shop: ShopFixture) -> int:
    """A letter of the shop in scope, with a file; written now, to go out long after these tests, if there was none."""
    file = Attachment("Prices.txt", "text/plain", b"Wheels: 90")
    about: dict[str, Any] = {"about": shop.customer, "customer_id": shop.customer.id, "key": "welcome"}
    late = clock.now() + timedelta(days=9999)
    letter = NewLetter("pat@harlan.example", "Welcome", "Hello", attachments=(file,), not_before=late, **about)
    return queue_letter(letter, by=shop.owner.member).id


def photo_of(job: Job, by: Member) -> int:
    """A photo of that job, whose parts have been taken in; both made when there are none yet."""
    if not versions_of(job.id):
        counted = tuple(Counted(item.id, item.description, item.quantity, item.quantity) for item in job.items)
        taken = TakenIn(items=counted, customer_name="Hal Harlan", signature="M10 10L90 90")
        take_in(job.number, taken, trade=TRADES["powder"], seen=0, by=by)
    made = photos_of(job.id)
    return made[0].id if made else hang(job.number, by)


def hang(number: str, by: Member) -> int:
    """A photo on that job, past the darkroom: its picture is plain already."""
    name = store.keep(Picture(40, 30, jpeg(40, 30), jpeg(40, 30)))
    photo = add_photo(number, "before", name, (40, 30), by=by)
    assert photo
    return photo.id


def logo_of(shop: ShopFixture) -> str:
    """The name of the shop's logo; it has one from now on, if it had none."""
    if logo() is None:
        drawn = BytesIO()
        Image.new("RGB", (60, 20), "#246").save(drawn, "PNG")
        set_logo(drawn.getvalue(), by=shop.owner.member)
    return found.name if (found := logo()) else ""


def oven_of(shop: ShopFixture) -> int:
    """An oven of the shop's in use."""
    here = ovens()
    return here[0].id if here else add_oven("Oven 1", by=shop.owner.member).id


def first_job(app: Flask, shop_id: int) -> str:
    """The number of the oldest job there."""
    with app.app_context(), in_shop(shop_id):
        return db.session.scalars(select(Job.number).order_by(Job.id)).first() or ""


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Each route once for each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def knock(app: Flask, method: str, rule: Rule, things: Things) -> Knock:
    """The request that asks this route for those things. Raises AttributeError for a kind of thing not known here."""
    values = {name: getattr(things, name) for name in rule.arguments}
    built = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    return Knock(method, rule.endpoint, built)


def form_about(things: Things) -> dict[str, Any]:
    """One form that fits every route that takes one. Its step is one nobody has seen, so that nothing moves."""
    return {
        "key": uuid4().hex,
        "at": datetime.now(UTC).isoformat(),
        "view": "mobile",
        "step": 999_999,
        "reason": "Powder not here",
        "status": things.status_id,
        "note": "As agreed",
        "text": "Rim is scratched",
        "quantity": "1",
        "unit": "lb",
        "code": things.short,
        "length": "20",
        "worker": things.member_id,
        "kind": "issue",
    }
