"""Templates: what of a job comes again, and what does not."""

import html
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

from shopfloor.catalog.rules import PricingRules
from shopfloor.db import in_shop
from shopfloor.job_templates.models import JobTemplate
from shopfloor.job_templates.queries import templates
from shopfloor.jobs import queries
from shopfloor.shops.settings import change_settings
from tests.jobs.test_items import calculated
from tests.jobs.test_new_job import made_by
from tests.support.people import Person, ShopFixture


def saved(shop: ShopFixture, *, by: Person | None = None, price: str = "", **more: Any) -> JobTemplate:
    """A template of a job that has all a job can have."""
    number = made_by(shop.office, calculated(shop, priority="5", **{"items-0-unit_price": price, "items-0-films-0": "3"}))
    form = {"key": uuid4().hex, "name": "Set of wheels", "category": "Wheels", "about": "The usual", **more}
    assert (by or shop.office).posts(f"/jobs/{number}/template", **form).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        return templates()[-1]


def used(shop: ShopFixture, template: JobTemplate, by: Person, **changes: Any) -> str:
    """A job made from the template, with nothing typed but the customer."""
    page = by.opens(f"/job-templates/{template.id}/job").text
    form = {name: html.unescape(value) for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)}
    kinds = {
        "items-0-kind": "calculated",
        "items-0-coats-0": str(shop.powders[0].id),
        "items-0-complexity": "1",
        "priority": "5",
    }
    form |= {
        "customer": shop.customer.name,
        "items-0-shape": "",
        "items-0-unit": "in",
        "instructions": "Mask the lug seats.",
        **kinds,
    }
    for unticked in ("approved", "new_customer", "items-0-untaxed", "workers", "items-0-services"):
        form.pop(unticked, None)
    reply = by.posts(f"/job-templates/{template.id}/job", **{**form, "do": "save", "key": uuid4().hex, **changes})
    assert reply.status_code == 303, re.sub(r"<[^>]+>", " ", reply.text)
    return str(reply.location).rsplit("/", 1)[-1]


def test_a_template_keeps_the_work_and_not_the_customer(shop: ShopFixture) -> None:
    pattern = saved(shop).pattern
    assert (pattern.description, pattern.priority, pattern.instructions) == ("Four wheels", 5, "Mask the lug seats.")
    (item,) = pattern.items
    assert (item.quantity, item.area, item.coats[0].film_mils) == (4, 12, 3)
    assert (item.unit_price, item.price_parts) == (None, ())
    assert shop.customer.name not in str(saved(shop).document)


def test_a_new_job_from_it_costs_what_the_rules_say_on_its_day(shop: ShopFixture) -> None:
    template = saved(shop)
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(PricingRules(area_rate=Decimal(10)), by=shop.owner.member)
    page = html.unescape(shop.office.opens(f"/job-templates/{template.id}/job").text)
    assert "From the template Set of wheels" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    number = used(shop, template, shop.office)
    with shop.app.app_context(), in_shop(shop.id):
        assert queries.job(number).items[0].unit_price == Decimal("120.00")


def test_kept_prices_come_along_also_with_those_who_may_not_see_them(shop: ShopFixture) -> None:
    template = saved(shop, price="61.50", keep_prices="y")
    assert template.pattern.keeps_prices
    for person in (shop.office, shop.supervisor):
        number = used(shop, template, person)
        with shop.app.app_context(), in_shop(shop.id):
            assert queries.job(number).items[0].unit_price == Decimal("61.50")
    assert "61.50" not in shop.supervisor.opens(f"/job-templates/{template.id}/job").text
    assert "61.50" not in shop.supervisor.opens(f"/job-templates/{template.id}").text


def test_editing_a_template_changes_no_job_made_from_it(shop: ShopFixture) -> None:
    template = saved(shop)
    number = used(shop, template, shop.office)
    form = {
        "name": "Set of five", "kind": "coating", "description": "Five wheels", "priority": "2", "seen": "1",
        "items-0-item_id": "0", "items-0-kind": "flat", "items-0-description": "Rim", "items-0-quantity": "5",
    }  # fmt: skip
    assert shop.office.posts(f"/job-templates/{template.id}", do="save", key=uuid4().hex, **form).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        (now,) = templates()
        assert (now.name, now.pattern.items[0].quantity) == ("Set of five", 5)
        assert queries.job(number).items[0].quantity == 4
    late = shop.owner.posts(
        f"/job-templates/{template.id}", do="save", key=uuid4().hex, **{**form, "about": "mine, typed long"}
    )
    assert late.status_code == 409
    assert "mine, typed long" in late.text


def test_a_template_form_sent_twice_makes_one(shop: ShopFixture) -> None:
    job, form = shop.job(), {"key": uuid4().hex, "name": "Wheels"}
    assert {shop.office.posts(f"/jobs/{job}/template", **form).status_code for _ in range(2)} == {303}
    with shop.app.app_context(), in_shop(shop.id):
        assert len(templates()) == 1


def test_a_template_has_a_name(shop: ShopFixture) -> None:
    reply = shop.office.posts(f"/jobs/{shop.job()}/template", name=" ", about="typed already")
    assert reply.status_code == 422
    assert "Give the template a name." in reply.text
    assert "typed already" in reply.text


def test_an_archived_template_is_offered_no_more(shop: ShopFixture) -> None:
    template = saved(shop)
    assert "Set of wheels" in shop.supervisor.opens("/job-templates").text
    assert shop.supervisor.posts(f"/job-templates/{template.id}/archiving").status_code == 303
    assert "Set of wheels" not in shop.supervisor.opens("/job-templates").text
    assert "No templates yet" in shop.supervisor.opens("/job-templates").text


def test_the_address_in_the_help_leads_to_the_templates(shop: ShopFixture) -> None:
    assert shop.office.opens("/JobTemplates").location == "/job-templates"
