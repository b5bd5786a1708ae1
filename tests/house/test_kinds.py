"""Kinds of event: a name is for ever, and what was written years ago still reads as a sentence.

golden/kinds.json holds one entry for each kind that was ever shipped: what it is about, a payload as it lies in logs,
and the sentence that reads. A new kind gets its entry here; no entry is ever taken out, no field of a payload renamed.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shopfloor.accounts.queries import open_sessions
from shopfloor.billing.settings import BillingSettings
from shopfloor.catalog.operations import (
    ProductDetails,
    add_material,
    archive_product,
    change_product,
    keep_service,
    save_product,
    save_service,
)
from shopfloor.customers.details import Details
from shopfloor.customers.operations import archive_customer, bring_back, change_customer, merge_customers, take_on
from shopfloor.db import db, everywhere, in_shop
from shopfloor.events import Event, kind, kind_of, kinds
from shopfloor.inventory.operations import log_material, open_stock
from shopfloor.job_templates.operations import Title, archive_template, change_template, save_as_template
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.events import MOVES
from shopfloor.jobs.operations import Item, JobEdit, edit_job, reprice_job
from shopfloor.jobs.operations import change_customer as give_job
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.standing import Place
from shopfloor.mail.operations import NewLetter, queue_letter, retry_letter
from shopfloor.schedule.operations import Wanted, add_oven, archive_oven, change_oven, schedule_job, unschedule_job
from shopfloor.shops.settings import change_settings, change_some
from shopfloor.timekeeping.queries import entries_of
from shopfloor.workflow.queries import workflow
from tests.house.addresses import things_of
from tests.house.conftest import SomeChoice
from tests.intake.forms import intake_form
from tests.support.papers import billed_job, invoice_in, quote_in
from tests.support.people import JobHandle, Person, ShopFixture, found_shop

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "kinds.json").read_text())

shipped = pytest.mark.parametrize("name", GOLDEN)


def test_every_kind_has_its_golden_payload_and_every_shipped_name_its_kind(app: Flask) -> None:
    assert [kind.name for kind in kinds()] == sorted(GOLDEN)


@shipped
def test_a_shipped_payload_still_reads_as_its_sentence(app: Flask, name: str) -> None:
    golden = GOLDEN[name]
    assert kind_of(name).sentence("Ana Whitfield", golden["about"], golden["label"], golden["payload"]) == golden["reads"]


@shipped
def test_a_payload_has_the_fields_it_was_shipped_with(app: Flask, name: str) -> None:
    assert [field.name for field in fields(kind_of(name).payload)] == list(GOLDEN[name]["payload"])


@shipped
def test_a_sentence_needs_only_what_its_event_has(app: Flask, name: str) -> None:
    golden = GOLDEN[name]
    assert kind_of(name).words <= {"actor", golden["about"], *golden["payload"]}
    assert golden["about"] in kind_of(name).words


@shipped
def test_a_name_says_a_thing_and_what_became_of_it(app: Flask, name: str) -> None:
    thing, _, became = name.partition(".")
    assert thing == GOLDEN[name]["about"]
    assert became.replace("_", "").isalpha()
    assert len(name) <= Event.__table__.c.kind.type.length  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", MOVES)
def test_a_move_of_long_ago_can_still_be_taken_back(name: str) -> None:
    assert GOLDEN[name]["payload"]["back"].keys() == {field.name for field in fields(Place)}


def test_the_log_is_written_as_the_golden_payloads_are(app: Flask) -> None:
    lived_through(found_shop(app, trade="powder"))
    with app.app_context(), everywhere():
        written = db.session.execute(select(Event.kind, Event.subject_type, Event.payload)).all()
    odd = {row.kind for row in written if row.payload.keys() != GOLDEN[row.kind]["payload"].keys()}
    strange = {row.kind for row in written if row.subject_type != GOLDEN[row.kind]["about"]}
    assert (odd, strange) == (set(), set())
    assert {row.kind for row in written} == GOLDEN.keys()


def lived_through(shop: ShopFixture) -> None:
    """Everything that can happen, once."""
    job, boss = shop.job(at="Coating"), shop.owner
    things = things_of(shop, job.number)
    deeds: list[Callable[[], Any]] = [
        lambda: boss.taps(boss.sees(job)),
        lambda: boss.does("undos", boss.sees(job)),
        lambda: boss.does("holds", boss.sees(job), reason="Oven down"),
        lambda: boss.does("resumptions", boss.sees(job)),
        lambda: boss.does("status-changes", boss.sees(job), status=first_status(shop), note="Again"),
        lambda: boss.posts(f"/jobs/{job}/notes", text="Rim is scratched"),
        lambda: boss.does("quick-changes", boss.sees(job), to="next", asked="1"),
        lambda: boss.posts("/jobs/bulk", job=f"{job}.0", do="assign", worker=shop.worker.member.id),
        lambda: boss.posts("/jobs/bulk", job=f"{job}.0", do="due", due_on="2026-12-24"),
        lambda: boss.posts(f"/jobs/{job}/codes"),
        lambda: boss.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="2", unit="lb", note=""),
        lambda: boss.posts(f"/materials/{shop.powders[0].id}/log", quantity="2", unit="lb", note=""),
        lambda: boss.posts(f"/jobs/{job}/timers"),
        lambda: boss.posts(f"/jobs/{job}/timer-stops"),
        lambda: boss.posts(f"/jobs/{job}/time-entries", length="20", worker=boss.member.id),
        lambda: boss.posts(f"/photos/{things.photo_id}/kind", kind="issue"),
        lambda: boss.posts(f"/photos/{things.photo_id}/archiving", reason="Another customer's"),
        lambda: boss.posts(f"/jobs/{job}/intake", **intake_form(shop, job, seen=1)),
        lambda: boss.does("cancellations", boss.sees(job), reason="Withdrawn"),
    ]
    assert {deed().status_code for deed in deeds} <= {200, 303}
    with shop.app.app_context(), in_shop(shop.id):
        customers_live_through(boss, job)
        low = add_material("Flat white", by=boss.member, reorder_point=Decimal(0))
        open_stock(low, Decimal(1), by=boss.member)
        log_material(low, Decimal(1), "lb", job=None, by=boss.member)
        is_scheduled(shop)
        change_settings(SomeChoice(chosen=True), by=boss.member)
        retry_letter(queue_letter(NewLetter("pat@x.example", "Hello", "Hello", "hello", boss.member), by=None), by=boss.member)
    corrects_time(shop, job)
    does_again(shop, job)
    bills_and_quotes(shop)
    comes_again(shop)
    comes_and_goes(shop)


def customers_live_through(boss: Person, job: JobHandle) -> None:
    """Taken on, changed, put away, brought back, given a job, made one with another."""
    goes, stays = (take_on(Details(name), by=boss.member) for name in ("Gone Tomorrow", "Here to Stay"))
    bring_back(archive_customer(goes, by=boss.member), by=boss.member)
    change_customer(goes.id, Details("Gone Soon", phone="555-0101", terms_days=30), seen=0, by=boss.member)
    give_job(job.number, goes, seen=jobs.job(job.number).customer_id, by=boss.member)
    merge_customers(goes.id, stays.id, seen=(1, 0), by=boss.member)


def corrects_time(shop: ShopFixture, job: JobHandle) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        entry = entries_of(job.id)[0].id
    deeds = {"corrections": {"seen": 0, "note": "Second coat"}, "removals": {"seen": 1}}
    for what, said in deeds.items():
        assert shop.owner.posts(f"/time-entries/{entry}/{what}", **said).status_code == 303


def does_again(shop: ShopFixture, job: JobHandle) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        item = jobs.job(job.number).items[0].id
    said = {"kind": "Recoat", "reason": "Orange peel", "quantity": 1, "item": item, "material": 0, "send_to": 0}
    ends = {"responsibility": "The shop", "disposition": "Do it again", "resolution": "Coated again"}
    opened = shop.owner.posts(f"/jobs/{job}/reworks", **said, **ends)
    for what in ("starts", "closings"):
        assert shop.owner.posts(f"{opened.location}/{what}", **ends).status_code == 303


def is_scheduled(shop: ShopFixture) -> None:
    """A job comes on the calendar, moves, and leaves it; an oven comes and goes."""
    boss, number = shop.owner.member, shop.job().number
    for seen, at in enumerate((time(9), time(10))):
        schedule_job(number, Wanted(date(2026, 12, 1), at, 60), seen=seen, by=boss)
    unschedule_job(number, seen=2, by=boss)
    oven = change_oven(add_oven("Cure oven", by=boss), "Batch oven", by=boss)
    archive_oven(oven, by=boss)


def bills_and_quotes(shop: ShopFixture) -> None:
    """Quotes that come to everything a quote comes to; a deposit on each; an invoice changed, paid, refunded and void."""
    paid = {"amount": "5", "method": "cash", "received_on": "2026-11-02"}
    declined, job = quote_in(shop, "declined").number, billed_job(shop)
    line = {"lines-0-description": "Wheel", "lines-0-quantity": "4", "lines-0-unit_price": "125", "terms_days": "0"}
    posts = [
        (f"/quotes/{declined}", {**quote_form(shop), "edits": "0"}),
        (f"/quotes/{declined}/deposits", paid),
        (f"/jobs/{job}/deposits", paid),
        (f"/invoices/{invoice_in(shop).number}", {"edits": "0", "tax": "0", "discount_in": "percent", **line}),
    ]
    assert {shop.office.posts(address, **fields).status_code for address, fields in posts} == {303}
    quote_in(shop, "converted")
    invoice_in(shop, "void")
    invoice_in(shop, "paid")
    with shop.app.app_context(), in_shop(shop.id):
        change_some(BillingSettings, draft_when_ready=True, by=shop.owner.member)
        reprice_job(jobs.job(job.number), Decimal(450), by=shop.office.member)
    shop.job(at="Ready for Pickup")


def quote_form(shop: ShopFixture) -> dict[str, str]:
    return {
        "customer": shop.customer.name, "kind": "coating", "description": "Wheels", "priority": "2", "valid_days": "30",
        "tax": "0", "discount_in": "percent", "items-0-description": "Wheel", "items-0-quantity": "4",
        "items-0-unit_price": "125", **{f"items-0-coats-{n}": "0" for n in range(3)},
    }  # fmt: skip


def comes_again(shop: ShopFixture) -> None:
    """A job is edited, kept as product and template; a service of the shop's own comes and goes."""
    job, boss = shop.job(), shop.owner.member
    with shop.app.app_context(), in_shop(shop.id):
        made = jobs.job(job.number)
        plan = plans_of(made)[0]
        edit = JobEdit("Other wheels", [Item(plan, made.items[0].id)], 2, None, None, [boss], "", "", "")
        edit_job(job.number, edit, seen=0, by=boss)
        details = ProductDetails("Rim", "Wheels", plan)
        product = save_product(details, by=boss)
        change_product(product.id, details, by=boss)
        archive_product(product.id, by=boss)
        template = save_as_template(made, Title("Wheels"), keep_prices=True, by=boss)
        change_template(template.id, Title("Wheels again"), template.pattern, seen=1, by=boss)
        archive_template(template.id, by=boss)
        service = save_service(None, "Stripping", hourly=None, minutes=Decimal(5), by=boss)
        save_service(service.id, "Stripping", hourly=None, minutes=Decimal(6), by=boss)
        keep_service(service.id, in_use=False, by=boss)
        keep_service(service.id, in_use=True, by=boss)


def comes_and_goes(shop: ShopFixture) -> None:
    """Signed in on two devices: one is ended from the other, which then signs out."""
    shop.owner.signs_in_quietly()
    with shop.app.app_context():
        elsewhere = open_sessions(shop.owner.member.user_id)[-1].id
    assert shop.owner.posts(f"/account/sessions/{elsewhere}/revocation").status_code == 303
    assert shop.owner.posts("/sign-out").status_code == 303


def first_status(shop: ShopFixture) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return workflow(shop.shop.workflow_version).of("coating")[0].id


def test_two_kinds_can_not_share_a_name(app: Flask) -> None:
    with pytest.raises(ValueError, match="Two kinds are called"):
        kind("job.moved", says="{actor} moved {job}")(type("Again", (), {}))
