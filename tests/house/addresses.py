"""Every address of the app, filled in with real things of a shop, or with things that never were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from shopfloor.accounts.models import Session
from shopfloor.catalog.operations import ProductDetails, save_product
from shopfloor.catalog.queries import all_products, services
from shopfloor.db import db, everywhere, in_shop
from shopfloor.job_templates.operations import Title, save_as_template
from shopfloor.job_templates.queries import templates
from shopfloor.jobs import queries
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.notifications.models import PushSubscription
from shopfloor.sheets.models import Code, Purpose
from tests.support.people import Person, ShopFixture
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


NEVER = Things("JOB-9912-0001", LONG_GONE, "AAAAAAAAAAAAAAAAAAAAAA", LONG_GONE)


class Knock(NamedTuple):
    """A request to be made."""

    method: str
    endpoint: str
    address: str


def things_of(shop: ShopFixture, number: str) -> Things:
    """The real things behind one of the shop's jobs."""
    with shop.app.app_context(), in_shop(shop.id):
        job = queries.job(number)
        in_force = (Code.job_id == job.id, Code.purpose == Purpose.VIEW, Code.revoked_at.is_(None))
        code = db.session.scalars(select(Code).where(*in_force)).one()
        session = db.session.scalars(select(Session.id).where(Session.member_id == shop.worker.member.id)).first()
        assert session is not None
        service, powder = services()[0].id, shop.powders[0].id
        return Things(
            number, powder, code.token, session, code.short, job.status_id,
            shop.worker.member.id, service, shop.customer.name, job.id, device_of(shop.worker),
            **made_again(shop, job),
        )  # fmt: skip


def made_again(shop: ShopFixture, job: Job) -> dict[str, int]:
    """A product and a template of the shop, made from a job if there are none."""
    office = shop.office.member
    if not all_products():
        save_product(ProductDetails("Wheel", "Wheels", plans_of(job)[0]), by=office)
    if not templates():
        save_as_template(job, Title("Wheels"), keep_prices=False, by=office)
    return {"product_id": all_products()[0].id, "template_id": templates()[0].id}


def device_of(person: Person) -> int:
    """The device on which someone hears; theirs from now on, if they had none."""
    with person.app.app_context(), everywhere():
        heard = select(PushSubscription.id).where(PushSubscription.member_id == person.member.id)
        return db.session.scalars(heard).first() or hears(person, Phone(f"http://127.0.0.1:9/{uuid4().hex}"))


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
    }
