"""Kinds of event: a name is for ever, and what was written years ago still reads as a sentence.

golden/kinds.json holds one entry for each kind that was ever shipped: what it is about, a payload as it lies in logs,
and the sentence that reads. A new kind gets its entry here; no entry is ever taken out, no field of a payload renamed.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shopfloor.accounts.queries import open_sessions
from shopfloor.catalog.operations import (
    ProductDetails,
    add_material,
    archive_product,
    change_product,
    keep_service,
    save_product,
    save_service,
)
from shopfloor.customers.operations import add_customer, archive_customer
from shopfloor.db import db, everywhere, in_shop
from shopfloor.events import Event, kind, kind_of, kinds
from shopfloor.job_templates.operations import Title, archive_template, change_template, save_as_template
from shopfloor.jobs import operations, queries
from shopfloor.jobs.events import MOVES
from shopfloor.jobs.operations import Item, JobEdit
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.standing import Place
from shopfloor.shops.settings import change_settings
from shopfloor.workflow.queries import workflow
from tests.house.conftest import SomeChoice
from tests.support.people import ShopFixture, found_shop

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
    deeds: list[Callable[[], Any]] = [
        lambda: boss.taps(boss.sees(job)),
        lambda: boss.does("undos", boss.sees(job)),
        lambda: boss.does("holds", boss.sees(job), reason="Oven down"),
        lambda: boss.does("resumptions", boss.sees(job)),
        lambda: boss.does("status-changes", boss.sees(job), status=first_status(shop), note="Again"),
        lambda: boss.posts(f"/jobs/{job}/notes", text="Rim is scratched"),
        lambda: boss.posts(f"/jobs/{job}/codes"),
        lambda: boss.posts(f"/materials/{shop.powders[0].id}/log?job={job}", quantity="2", unit="lb", note=""),
        lambda: boss.posts(f"/materials/{shop.powders[0].id}/log", quantity="2", unit="lb", note=""),
        lambda: boss.does("cancellations", boss.sees(job), reason="Withdrawn"),
    ]
    assert {deed().status_code for deed in deeds} <= {200, 303}
    with shop.app.app_context(), in_shop(shop.id):
        archive_customer(add_customer("Gone Tomorrow", by=boss.member), by=boss.member)
        add_material("Flat white", by=boss.member)
        change_settings(SomeChoice(chosen=True), by=boss.member)
    comes_again(shop)
    comes_and_goes(shop)


def comes_again(shop: ShopFixture) -> None:
    """A job is edited, kept as product and template; a service of the shop's own comes and goes."""
    job, boss = shop.job(), shop.owner.member
    with shop.app.app_context(), in_shop(shop.id):
        made = queries.job(job.number)
        plan = plans_of(made)[0]
        edit = JobEdit("Other wheels", [Item(plan, made.items[0].id)], 2, None, None, [boss], "", "", "")
        operations.edit_job(job.number, edit, seen=0, by=boss)
        details = ProductDetails("Wheel", "Wheels", plan)
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
