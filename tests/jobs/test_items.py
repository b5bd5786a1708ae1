"""Items as people type them: kinds, powder needed against what is free, and prices by the shop's rules."""

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from shopfloor.catalog.models import Material
from shopfloor.db import db, in_shop
from shopfloor.jobs import queries
from shopfloor.jobs.models import Job, JobItem
from shopfloor.jobs.plans import plan_of
from shopfloor.jobs.pricing import charges_of
from shopfloor.kernel import clock
from tests.jobs.test_new_job import filled, made_by
from tests.support.people import Person, ShopFixture

COATED = {
    "items-0-kind": "calculated",
    "items-0-unit_price": "",
    "items-0-coats-1": "0",
    "items-0-complexity": "1",
}


def calculated(shop: ShopFixture, **changes: Any) -> dict[str, Any]:
    """Four wheels of 12 sq ft in one coat, at normal priority."""
    return filled(shop, **{**COATED, "priority": "2", **changes})


def told(person: Person, form: dict[str, Any], address: str = "/jobs/figures") -> dict[str, str]:
    """The figures as a person reads them, by what they are of."""
    reply = person.posts(address, json=True, **form)
    assert reply.status_code == 200
    return {part["id"]: " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part["html"])).split()) for part in reply.json}


def item_of(shop: ShopFixture, number: str) -> JobItem:
    return queries.job(number).items[0]


def test_powder_is_told_as_one_types_against_what_is_free(shop: ShopFixture) -> None:
    """48 sq ft at 192.3 / 1.5 / 2.5 sq ft a pound and 65 %; twenty pounds on the shelf."""
    figures = told(shop.office, calculated(shop))["items-0-figures"]
    assert "RAL 9005 Jet black Powder Needed: 1.44 lb , 20 free" in figures
    assert "short" not in figures


def test_what_is_short_is_told_for_all_items_of_the_form_together(shop: ShopFixture) -> None:
    form = calculated(shop, **{"items-0-quantity": "40"})
    form |= {name.replace("items-0", "items-1"): value for name, value in form.items() if name.startswith("items-0")}
    figures = told(shop.office, form)
    for place in (0, 1):
        assert "Powder Needed: 14.4 lb , 20 free: short 8.8 lb" in figures[f"items-{place}-figures"]


def test_film_and_efficiency_of_a_coat_count_before_the_powders_own(shop: ShopFixture) -> None:
    form = calculated(shop, **{"items-0-films-0": "5", "items-0-efficiencies-0": "32.5"})
    assert "Powder Needed: 5.76 lb" in told(shop.office, form)["items-0-figures"]
    number = made_by(shop.office, form)
    with shop.app.app_context(), in_shop(shop.id):
        coat = item_of(shop, number).coats[0]
        assert (coat.film_mils, coat.efficiency) == (5, Decimal("32.5"))
    assert "about 5.76 lb needed" in shop.worker.opens(f"/jobs/{number}").text


def test_powder_promised_to_earlier_jobs_is_not_free_until_they_have_logged_it(shop: ShopFixture) -> None:
    number = made_by(shop.office, calculated(shop))
    assert "18.56 free" in told(shop.office, calculated(shop))["items-0-figures"]
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={number}", quantity="1", unit="lb", note="")
    assert "18.56 free" in told(shop.office, calculated(shop))["items-0-figures"]  # on the part or on the shelf: spoken for
    shop.worker.posts(f"/materials/{shop.powders[0].id}/log?job={number}", quantity="2", unit="lb", note="")
    assert "17 free" in told(shop.office, calculated(shop))["items-0-figures"]
    own = told(shop.office, calculated(shop), f"/jobs/figures?job={number}")
    assert "17 free" in own["items-0-figures"]  # a job does not compete with itself


def test_a_shape_gives_the_area(shop: ShopFixture) -> None:
    form = calculated(
        shop,
        **{"items-0-shape": "sheet", "items-0-length": "4", "items-0-width": "5", "items-0-unit": "ft", "items-0-area": ""},
    )
    assert "40 sq ft each, from its measures" in told(shop.office, form)["items-0-figures"]
    number = made_by(shop.office, form)
    with shop.app.app_context(), in_shop(shop.id):
        plan = plan_of(item_of(shop, number))
        assert (plan.area, plan.shape, [measure.unit for measure in plan.measures]) == (40, "sheet", ["ft", "ft"])


def test_a_price_is_made_by_the_rules_and_explained_to_those_who_may_see_it(shop: ShopFixture) -> None:
    form = calculated(shop, **{"items-0-services": ["1"]})
    form["items-0-services"] = [str(service_called(shop, "blasting"))]
    figures = told(shop.office, form)
    assert "$66.38 each · $265.52 for 4 Coating 12 sq ft × 3.50 $42.00" in figures["items-0-figures"]
    assert "15 min × 97.50 an hour" in figures["items-0-figures"]
    assert "Before tax $265.52" in figures["charges"]
    for text in told(shop.supervisor, form).values():
        assert "$" not in text
        assert "97.50" not in text


def service_called(shop: ShopFixture, code: str) -> int:
    from shopfloor.catalog.queries import services

    with shop.app.app_context(), in_shop(shop.id):
        return next(service.id for service in services() if service.code == code)


def test_someone_who_sees_no_price_makes_a_job_that_has_one(shop: ShopFixture) -> None:
    number = made_by(shop.supervisor, calculated(shop))
    with shop.app.app_context(), in_shop(shop.id):
        job = queries.job(number)
        assert job.items[0].unit_price == Decimal("42.00")  # this powder has no cost
        assert job.price == sum(line.total for line in charges_of(job)) == Decimal("168.00")
    assert "42.00" not in shop.supervisor.opens(f"/jobs/{number}").text


def test_a_price_typed_goes_before_the_rules_and_says_so(shop: ShopFixture) -> None:
    number = made_by(shop.office, calculated(shop, **{"items-0-unit_price": "50"}))
    page = html.unescape(shop.office.opens(f"/jobs/{number}").text)
    assert "Price set by hand" in page
    assert "By the shop's rules it would be 42.00" in page


def test_rush_and_color_change_are_lines_of_their_own(shop: ShopFixture) -> None:
    form = calculated(shop, priority="5", **{"items-0-coats-1": str(shop.powders[1].id)})
    lines = told(shop.office, form)["charges"]
    assert "Color change 2 powders: the booth is cleaned between them $35.00" in lines
    assert "Rush surcharge 25 % of 253.40 $63.35 Before tax $316.75" in lines


WRONG = [
    ("items-0-area", "0", "nothing has no surface"),
    ("items-0-area", "", "How large is one?"),
    ("items-0-quantity", "1.5", "Parts are whole pieces"),
    ("items-0-films-0", "0", "between 0.1 and 40 mils"),
    ("items-0-efficiencies-0", "0", "Between 1 and 100 %"),
    ("items-0-efficiencies-0", "130", "Between 1 and 100 %"),
    ("items-0-shape", "cone", "Not a valid choice"),
    ("items-0-shape", "box", "A box needs its length"),
    ("items-0-complexity", "7", "Not a valid choice"),
    ("items-0-complexity", "NaN", "Not a valid choice"),
    ("items-0-kind", "hologram", "Not a valid choice"),
    ("items-0-kind", "labor", "How many minutes"),
    ("items-0-kind", "catalog", "Choose it from the catalog"),
    ("items-0-minutes", "-1", "Between 0 and 10,000 minutes"),
    ("items-0-product_id", "9" * 40, None),
    ("items-0-item_id", "🎨", None),
]


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_what_no_item_can_be_is_said_and_never_breaks(shop: ShopFixture, field: str, value: str, words: str | None) -> None:
    form = calculated(shop, **{field: value})
    told(shop.office, form)  # figures of what is half typed are no error
    reply = shop.office.posts("/jobs", **form)
    assert reply.status_code == (422 if words else 303)
    if words:
        assert words in html.unescape(reply.text)
        assert "Mask the lug seats." in reply.text


def test_a_powder_archived_meanwhile_is_told_and_nothing_is_lost(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        db.session.get_one(Material, shop.powders[0].id).archived_at = clock.now()
        db.session.commit()
    reply = shop.office.posts("/jobs", **calculated(shop))
    assert reply.status_code == 422
    assert "RAL 9005 Jet black is no longer in use. Choose another powder." in reply.text
    assert "Mask the lug seats." in reply.text


def test_an_old_powder_without_film_or_a_rate_of_nothing_tells_nothing_and_breaks_nothing(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        powder = db.session.get_one(Material, shop.powders[0].id)
        powder.coverage, powder.cost = Decimal(0), Decimal(5)
        db.session.commit()
    made_by(shop.office, calculated(shop, priority="1"))
    assert "its record has no coverage to go by" in told(shop.office, calculated(shop))["items-0-figures"]


def test_labor_alone_needs_minutes_and_no_powder(shop: ShopFixture) -> None:
    form = calculated(shop, **{"items-0-kind": "labor", "items-0-minutes": "90", "items-0-coats-0": "0", "items-0-area": ""})
    number = made_by(shop.office, form)
    with shop.app.app_context(), in_shop(shop.id):
        assert item_of(shop, number).unit_price == Decimal("97.50")


def test_a_duplicate_begins_as_the_job_is_without_its_dates_and_people(shop: ShopFixture) -> None:
    number = made_by(shop.office, calculated(shop))
    page = shop.office.opens(f"/jobs/new?from={number}").text
    for kept in ("Four wheels", 'value="12"', "Mask the lug seats.", shop.customer.name):
        assert kept in html.unescape(page)
    for gone in ("PO-17", "Rack B3", "2026-12-01"):
        assert gone not in page
    assert shop.office.opens("/jobs/new?from=JOB-9999-0001").status_code == 404
    with shop.app.app_context(), in_shop(shop.id):
        assert [job.number for job in db.session.scalars(select(Job))] == [number]


def test_a_full_form_takes_no_more_items_and_loses_none(shop: ShopFixture) -> None:
    one = {name.removeprefix("items-0-"): value for name, value in calculated(shop).items() if name.startswith("items-0")}
    full = calculated(shop) | {f"items-{n}-{name}": value for n in range(40) for name, value in one.items()}
    for do in ("add_item", "add_product-1"):
        page = shop.office.posts("/jobs", **{**full, "do": do})
        assert page.status_code == 200
        assert 'name="items-39-description"' in page.text


def test_more_than_can_be_counted_is_said(shop: ShopFixture) -> None:
    dear = {"items-0-unit_price": "1000000", "items-0-quantity": "100000"}
    form = calculated(shop) | {name.replace("items-0", f"items-{n}"): value for n in range(12) for name, value in dear.items()}
    form |= {f"items-{n}-{name}": value for n in range(12) for name, value in (("description", "Gold"), ("kind", "flat"))}
    reply = shop.office.posts("/jobs", **form)
    assert reply.status_code == 422
    assert "more than this app can count" in reply.text


def test_what_was_chosen_under_another_kind_is_not_meant_any_more(shop: ShopFixture) -> None:
    number = made_by(shop.office, calculated(shop, **{"items-0-kind": "labor", "items-0-minutes": "30"}))
    with shop.app.app_context(), in_shop(shop.id):
        item = item_of(shop, number)
        assert (item.coats, item.area) == ([], None)
