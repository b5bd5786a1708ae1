"""A job that is there is changed: what was walked stays, everyone sees it, and nobody's change is lost."""

import html
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from shopfloor.catalog.rules import PricingRules
from shopfloor.db import db, in_shop
from shopfloor.jobs import operations, queries
from shopfloor.jobs.operations import Item, JobEdit
from shopfloor.jobs.plans import plans_of
from shopfloor.jobs.pricing import charges_of
from shopfloor.notifications.models import Delivery
from shopfloor.notifications.operations import tell_news
from shopfloor.rework.operations import NewRework, open_rework
from shopfloor.sheets.models import Code
from shopfloor.shops.settings import change_settings
from tests.house.addresses import device_of
from tests.jobs.test_items import calculated, service_called
from tests.jobs.test_new_job import made_by
from tests.support.people import JobHandle, Person, ShopFixture

FIELD = re.compile(r"<(?:input|select|textarea)[^>]*\bname=\"([^\"]+)\"")


def form_of(person: Person, job: Any) -> dict[str, Any]:
    """What a browser would send back of the edit page, untouched."""
    page = person.opens(f"/jobs/{job}/edit")
    assert page.status_code == 200
    text, form = page.text, {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="(\w+)"', tag)
        if name and not (kind and kind[1] in ("checkbox", "radio") and "checked" not in tag):
            value = re.search(r'value="([^"]*)"', tag)
            form.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        form[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]  # type: ignore[index]
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S):
        form[name] = html.unescape(words.strip("\r\n"))
    return {**form, "do": "save", "key": uuid4().hex}


def edits(person: Person, job: Any, **changes: Any) -> Any:
    return person.posts(f"/jobs/{job}/edit", **{**form_of(person, job), **changes})


def labels(shop: ShopFixture, number: str) -> list[str]:
    return re.findall(
        r'<span dir="auto">([^<]+)</span>',
        shop.office.opens(f"/jobs/{number}").text.partition('class="path"')[2].partition("</ol>")[0],
    )


def handle(shop: ShopFixture, number: str) -> JobHandle:
    with shop.app.app_context(), in_shop(shop.id):
        return JobHandle(queries.job(number).id, number, shop.newest_seq())


def test_a_form_that_is_sent_back_untouched_changes_nothing(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop, **{"items-0-films-0": "3"})))
    for person in (shop.office, shop.supervisor):
        assert edits(person, job).status_code == 303
    assert shop.story(job) == []


def test_what_changed_is_told_in_words_and_shown_on_every_screen(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    before = shop.worker.opens("/feed?since=0&view=mobile").json["seq"]
    reply = edits(shop.office, job, description="Five wheels", due_on="2026-12-03", customer_po="", **{"items-0-quantity": "5"})
    assert reply.status_code == 303
    assert shop.story(job) == [
        f"{shop.office} changed {job}: description Four wheels → Five wheels; due Tue 1 Dec → Thu 3 Dec; "
        'customer PO PO-17 → none; 18" wheel: quantity 4 → 5'
    ]
    cards = shop.worker.opens(f"/feed?since={before}&view=mobile").json["cards"]
    assert [card["id"] for card in cards] == [f"job-{job.id}"]
    assert "5 × 18" in cards[0]["html"]


def test_prices_are_changed_without_a_number_in_the_history(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    edits(shop.office, job, **{"items-0-unit_price": "61.50"})
    assert shop.story(job) == [f'{shop.office} changed {job}: 18" wheel: price changed']
    with shop.app.app_context(), in_shop(shop.id):
        made = queries.job(job.number)
        assert made.price == sum(line.total for line in charges_of(made)) == Decimal("246.00")


def test_rates_of_today_reprice_only_what_someone_changed(shop: ShopFixture) -> None:
    job = made_by(shop.office, calculated(shop))
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(PricingRules(area_rate=Decimal(10)), by=shop.owner.member)
    edits(shop.office, job, description="Still four")
    with shop.app.app_context(), in_shop(shop.id):
        assert queries.job(job).items[0].unit_price == Decimal("42.00")
    edits(shop.office, job, **{"items-0-area": "13"})
    with shop.app.app_context(), in_shop(shop.id):
        assert queries.job(job).items[0].unit_price == Decimal("130.00")


def test_who_sees_no_prices_changes_none_that_was_set_by_hand(shop: ShopFixture) -> None:
    job = made_by(shop.office, calculated(shop, **{"items-0-unit_price": "61.50"}))
    edits(shop.supervisor, job, **{"items-0-area": "13", "items-0-unit_price": "1"})
    with shop.app.app_context(), in_shop(shop.id):
        item = queries.job(job).items[0]
        assert (item.area, item.unit_price) == (13, Decimal("61.50"))


def test_prep_and_coats_change_only_the_road_ahead(shop: ShopFixture) -> None:
    job = shop.job(at="In Preparation")
    edits(
        shop.supervisor,
        job,
        **{"items-0-services": [str(service_called(shop, "masking"))], "items-0-coats-1": str(shop.powders[1].id)},
    )
    path = labels(shop, job.number)
    assert path[:4] == ["Pending", "In Preparation", "Masking / Taping", "In Oven"]
    assert path.count("Curing") == 2
    seen = shop.worker.sees(job)
    assert "Masking" in shop.worker.taps(seen).json["said"]


def test_a_tap_that_saw_another_next_step_does_not_count_and_hears_why(shop: ShopFixture) -> None:
    job = shop.job(at="In Preparation")
    seen = shop.worker.sees(job)
    edits(shop.supervisor, job, **{"items-0-services": [str(service_called(shop, "masking"))]})
    reply = shop.worker.taps(seen)
    assert reply.status_code == 409
    assert f"{shop.supervisor} changed {job}: 18-inch wheel: prep changed" in reply.json["error"]
    assert shop.worker.taps(shop.worker.sees(job)).status_code == 200


def test_a_tap_made_before_an_edit_counts_where_the_next_step_is_the_same(shop: ShopFixture) -> None:
    job = shop.job(at="In Preparation")
    seen = shop.worker.sees(job)
    edits(shop.supervisor, job, location="Rack 9")
    assert shop.worker.taps(seen).status_code == 200


def test_a_move_before_an_edit_is_not_taken_back_over_it(shop: ShopFixture) -> None:
    job = shop.job(at="In Preparation")
    edits(shop.supervisor, job, **{"items-0-services": [str(service_called(shop, "masking"))]})
    reply = shop.supervisor.does("undos", shop.supervisor.sees(job))
    assert reply.status_code == 422
    assert "Masking / Taping" in labels(shop, job.number)


def test_someone_quicker_is_shown_and_what_was_typed_is_kept(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    mine = form_of(shop.office, job)
    edits(shop.supervisor, job, location="Rack 9")
    reply = shop.office.posts(f"/jobs/{job}/edit", **{**mine, "customer_po": "PO-18"})
    assert reply.status_code == 409
    assert f"{shop.supervisor} changed {job}: location Rack B3 → Rack 9" in html.unescape(reply.text)
    assert "PO-18" in reply.text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', reply.text)
    assert seen is not None
    over = shop.office.posts(f"/jobs/{job}/edit", **{**mine, "customer_po": "PO-18", "seen": seen[1], "key": uuid4().hex})
    assert over.status_code == 303  # knowingly, over theirs


def test_a_form_sent_twice_is_one_edit(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    form = {**form_of(shop.office, job), "location": "Rack 9"}
    assert [shop.office.posts(f"/jobs/{job}/edit", **form).status_code for _ in range(2)] == [303, 303]
    assert len(shop.story(job)) == 1


def test_items_come_and_go_and_what_is_another_jobs_is_not_taken(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    form = form_of(shop.office, job)
    added = {name.replace("items-0", "items-1"): value for name, value in form.items() if name.startswith("items-0")}
    assert shop.office.posts(f"/jobs/{job}/edit", **{**form, **added}).status_code == 422  # one id twice
    added |= {"items-1-item_id": "", "items-1-description": "Caps"}
    assert shop.office.posts(f"/jobs/{job}/edit", **{**form, **added, "key": uuid4().hex}).status_code == 303
    less = form_of(shop.office, job)
    less = {name: value for name, value in less.items() if not name.startswith("items-0")}
    assert shop.office.posts(f"/jobs/{job}/edit", **less).status_code == 303
    assert shop.story(job) == [
        f"{shop.office} changed {job}: item added: 4 × Caps",
        f'{shop.office} changed {job}: item removed: 4 × 18" wheel',
    ]
    other = shop.job()
    stolen = {**form_of(shop.office, job), "items-1-item_id": str(item_id(shop, other))}
    assert shop.office.posts(f"/jobs/{job}/edit", **stolen).status_code == 422


def item_id(shop: ShopFixture, job: Any) -> int:
    with shop.app.app_context(), in_shop(shop.id):
        return queries.job(str(job)).items[0].id


def test_those_the_job_is_given_to_hear_of_it_and_the_others_do_not(shop: ShopFixture) -> None:
    device_of(shop.worker)
    device_of(shop.supervisor)
    job = shop.job(workers=[shop.supervisor.member])
    with shop.app.app_context(), in_shop(shop.id):
        tell_news()
    edits(shop.office, job, workers=[str(shop.supervisor.member.id), str(shop.worker.member.id)])
    with shop.app.app_context(), in_shop(shop.id):
        before = set(db.session.scalars(select(Delivery.id)))
        tell_news()
        told = [each for each in db.session.scalars(select(Delivery)) if each.id not in before]
        assert {delivery.member_id for delivery in told} == {shop.worker.member.id}
    assert shop.story(job) == [f"{shop.office} changed {job}: assigned to Sue Park → Ana Whitfield, Sue Park"]


def test_a_new_powder_gets_its_code_for_the_sheet(shop: ShopFixture) -> None:
    job = shop.job()
    assert edits(shop.office, job, **{"items-0-coats-1": str(shop.powders[1].id)}).status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        coded = list(db.session.scalars(select(Code.material_id).where(Code.job_id == job.id, Code.purpose == "powder")))
    assert coded == [shop.powders[0].id, shop.powders[1].id]


def test_a_worker_edits_nothing(shop: ShopFixture) -> None:
    job = shop.job()
    assert shop.worker.opens(f"/jobs/{job}/edit").status_code == 403
    assert shop.worker.posts(f"/jobs/{job}/edit").status_code == 403
    assert "Edit" not in re.findall(r"</svg>\s*(\w+)</a>", shop.worker.opens(f"/jobs/{job}").text)


def test_a_price_agreed_elsewhere_holds_until_items_change(shop: ShopFixture) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        made = queries.job(shop.job().number)
        made.price = Decimal(500)
        db.session.commit()
        number, plan, row = made.number, plans_of(made)[0], made.items[0].id
        edit = JobEdit("Other words", [Item(plan, row)], made.priority, None, None, [], "", "", "")
        operations.edit_job(number, edit, seen=0, by=shop.office.member)
        assert queries.job(number).price == 500


def test_an_item_that_was_done_again_stays_and_it_is_said_why(shop: ShopFixture) -> None:
    job = handle(shop, made_by(shop.office, calculated(shop)))
    with shop.app.app_context(), in_shop(shop.id):
        made = queries.job(job.number)
        again = open_rework(made, NewRework("Recoat", "Orange peel", Decimal(1), made.items[0]), by=shop.worker.member).number
    form = form_of(shop.office, job)
    other = {name.replace("items-0", "items-1"): value for name, value in form.items() if name.startswith("items-0")}
    less = {name: value for name, value in form.items() if not name.startswith("items-0")}
    told = shop.office.posts(f"/jobs/{job}/edit", **{**less, **other, "items-1-item_id": "", "items-1-description": "Caps"})
    assert told.status_code == 422
    assert f"{again} is rework of an item you removed" in told.text
    assert "Caps" in told.text
    assert edits(shop.office, job, description="Only the words").status_code == 303


def test_a_form_from_before_a_quick_change_does_not_undo_it(shop: ShopFixture) -> None:
    job = shop.job()
    form = form_of(shop.office, job)
    shop.office.posts("/jobs/bulk", job=f"{job}.0", do="due", due_on="2027-02-01")
    told = shop.office.posts(f"/jobs/{job}/edit", **{**form, "location": "Rack 9"})
    assert told.status_code == 409
    assert "1 Feb" in told.text


def test_a_job_is_found_by_the_words_it_was_changed_to(shop: ShopFixture) -> None:
    job = shop.job()
    edits(shop.office, job, **{"items-0-description": "Zeppelin strut"})
    assert str(job) in shop.office.opens("/jobs?q=zeppelin").text
