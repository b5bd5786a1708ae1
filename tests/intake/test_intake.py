"""Taking things in: counted, looked at, signed for; and never written over."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from shopfloor.db import in_shop
from shopfloor.intake.queries import Version, versions_of
from tests.house.addresses import hang
from tests.intake.forms import SIGNATURE, intake_form
from tests.support.people import JobHandle, ShopFixture


def takes_in(shop: ShopFixture, job: JobHandle, *, json: bool = True, **form: Any) -> Any:
    return shop.worker.posts(f"/jobs/{job}/intake", json=json, **intake_form(shop, job, **form))


def versions(shop: ShopFixture, job: JobHandle) -> list[Version]:
    with shop.app.app_context(), in_shop(shop.id):
        return versions_of(job.id)


def has_a_photo(shop: ShopFixture, job: JobHandle) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        hang(job.number, shop.worker.member)


def test_an_intake_is_on_the_job_with_count_person_and_signature(shop: ShopFixture) -> None:
    job = shop.job()
    reply = takes_in(shop, job, notes="Two pallets", delivered_by="Lee", tags="3", location="Rack 9")
    assert reply.json["said"] == "Intake saved: 4 of 4 arrived"
    assert reply.json["go"] == f"/jobs/{job}#intake"
    page = shop.office.reads_job(job)
    for words in ("4 of 4 pieces", str(shop.worker), "Two pallets", "Lee", "Hal Harlan", f'd="{SIGNATURE}"', "Rack 9"):
        assert words in page
    assert shop.story(job) == [f"{shop.worker} took in {job}: 4 of 4 pieces arrived"]


def test_the_place_becomes_the_jobs_and_its_card_shows_it(shop: ShopFixture) -> None:
    job = shop.job(location="Counter")
    takes_in(shop, job, location="Rack 9")
    assert "Rack 9" in shop.worker.opens("/mobile").text


def test_a_wrong_count_stands_over_the_job_and_offers_to_hold_it(shop: ShopFixture) -> None:
    job = shop.job()
    takes_in(shop, job, actual="3")
    page = shop.worker.reads_job(job)
    assert "3 of 4 arrived." in page
    assert 'value="Parts missing: 3 of 4 arrived"' in page
    shop.worker.does("holds", shop.worker.sees(job), reason="Parts missing: 3 of 4 arrived")
    assert 'value="Parts missing' not in shop.worker.reads_job(job)


def test_a_right_count_says_nothing(shop: ShopFixture) -> None:
    job = shop.job()
    takes_in(shop, job)
    assert "arrived." not in shop.worker.reads_job(job)


def test_damage_needs_a_photo(shop: ShopFixture) -> None:
    job = shop.job()
    damaged = {"items-0-conditions": ["Rust", "Dents"]}
    reply = takes_in(shop, job, **damaged)
    assert reply.status_code == 422
    assert "photo of the damage (dents)" in reply.json["error"]
    assert takes_in(shop, job, **{"items-0-conditions": ["Rust"]}).status_code == 200  # to be expected, no damage
    has_a_photo(shop, job)
    assert takes_in(shop, job, seen=1, **damaged).status_code == 200
    assert versions(shop, job)[0].taken.conditions == {"Rust", "Dents"}


def test_a_photo_that_waits_on_the_phone_proves_it_too(shop: ShopFixture) -> None:
    job = shop.job()
    assert takes_in(shop, job, on_their_way="2", **{"items-0-conditions": ["Dents"]}).status_code == 200


def test_a_later_edit_keeps_the_first_version(shop: ShopFixture) -> None:
    job = shop.job()
    takes_in(shop, job, actual="3")
    assert 'value="3"' in shop.office.opens(f"/jobs/{job}/intake").text
    shop.office.posts(f"/jobs/{job}/intake", json=True, **intake_form(shop, job, seen=1))
    now, first = versions(shop, job)
    assert (now.taken.count_words, first.taken.count_words) == ("4 of 4", "3 of 4")
    page = shop.worker.opens(f"/jobs/{job}/intake/versions").text
    assert page.index("As it holds") < page.index("As it was first saved")
    assert shop.story(job)[-1] == f"{shop.office} changed the intake of {job}: 4 of 4 pieces arrived"


def test_two_people_edit_at_once_and_the_second_is_told(shop: ShopFixture) -> None:
    job = shop.job()
    takes_in(shop, job)
    stale = takes_in(shop, job, json=False, actual="2", notes="Mine")
    assert stale.status_code == 409
    assert "Someone saved this intake meanwhile" in stale.text
    assert "Mine" in stale.text  # nothing typed is lost
    assert takes_in(shop, job, actual="2").status_code == 422  # our script keeps the form as it stands
    assert len(versions(shop, job)) == 1


def test_the_same_tap_twice_is_one_intake(shop: ShopFixture) -> None:
    job = shop.job()
    form = intake_form(shop, job)
    assert [shop.worker.posts(f"/jobs/{job}/intake", json=True, **form).status_code for _ in range(2)] == [200, 200]
    assert len(versions(shop, job)) == 1


def test_all_that_is_missing_stands_beside_its_field(shop: ShopFixture) -> None:
    job = shop.job()
    missing = {"signature": "", "items-0-conditions": ["Dents"]}
    beside = takes_in(shop, job, **missing).json["beside"]
    assert [each["at"] for each in beside] == ["photos", "signing"]
    page = takes_in(shop, job, json=False, **missing).text
    for place in ("photos", "signing"):
        assert f'<a href="#{place}">' in page
        assert f'id="{place}" tabindex="-1"' in page
    assert 'id="photos-error">Take at least one photo of the damage (dents) first.' in page
    assert 'id="signature-error">Have the customer sign' in page


def test_each_wrong_count_stands_beside_its_own(shop: ShopFixture) -> None:
    job = shop.job()
    beside = takes_in(shop, job, actual="four", tags="many").json["beside"]
    assert [each["at"] for each in beside] == ["items-0-actual", "tags"]
    page = takes_in(shop, job, json=False, actual="four", tags="many").text
    for place in ("items-0-actual", "tags"):
        assert f'<a href="#{place}">' in page
        assert f'id="{place}-error"' in page


LONG = "x" * 5000
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"actual": ""}, "18-inch wheel: Count the pieces"),
    ({"actual": "-1"}, "At least 0"),
    ({"actual": "9" * 30}, "more than this app can count"),
    ({"actual": "four"}, "is not a number"),
    ({"tags": "many"}, "Tags tied on"),
    ({"tags": "-4"}, "A number from 0"),
    ({"notes": LONG}, "At most 2,000"),
    ({"location": LONG}, "At most 60"),
    ({"items-0-note": LONG}, "At most 300"),
    ({"items-0-conditions": "Enchanted"}, "18-inch wheel"),
    ({"fact_substrate": "Unobtainium"}, "Not a valid choice"),
    ({"items-0-item_id": "1"}, "items of this job have changed"),
    ({"items-0-item_id": "<b>"}, "items of this job have changed"),
    ({"signature": ""}, "Have the customer sign"),
    ({"signature": "M1 1", "unattended": ""}, "can't be read"),
    ({"signature": 'M1 1L2 2"/><script>'}, "can't be read"),
    ({"signature": "M1 1L2 2" * 9000}, "can't be read"),
    ({"customer_name": " "}, "Who signed?"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED, ids=[sentence + str(n) for n, (_, sentence) in enumerate(REFUSED)])
def test_what_can_not_be_meant_is_refused_in_words_and_stays_typed(
    shop: ShopFixture, typed: dict[str, Any], sentence: str
) -> None:
    job = shop.job()
    as_json = takes_in(shop, job, **typed)
    assert as_json.status_code == 422
    assert sentence in as_json.json["error"]
    page = takes_in(shop, job, json=False, delivered_by="Lee 🚚", **typed)
    assert page.status_code == 422
    assert "Lee 🚚" in page.text
    assert versions(shop, job) == []


def test_control_characters_and_emoji_are_cleaned_and_kept(shop: ShopFixture) -> None:
    job = shop.job()
    takes_in(shop, job, notes="Box\x00 is wet \u202e💧", delivered_by="\x07Lee")
    taken = versions(shop, job)[0].taken
    assert "💧" in taken.notes
    assert "\x00" not in taken.notes
    assert taken.delivered_by == "Lee"


def test_nobody_was_there(shop: ShopFixture) -> None:
    job = shop.job()
    assert takes_in(shop, job, signature="", customer_name="", unattended="Night drop").status_code == 200
    page = shop.worker.reads_job(job)
    assert "Not signed" in page
    assert "Night drop" in page


def test_a_job_that_another_shop_has_is_not_taken_in(shop: ShopFixture) -> None:
    job = shop.job(location="Counter")
    assert shop.stranger.posts(f"/jobs/{job}/intake", json=True, **intake_form(shop, job)).status_code in {404, 422}
    assert versions(shop, job) == []


@pytest.mark.parametrize(
    ("trade", "answer", "words"),
    [
        ("jewelry", {"fact_stamp": "Illegible", "fact_metal": "yellow metal with 1 white stone"}, "white stone"),
        ("field", {"fact_access": "Key or code", "fact_plate": "XR-15, 2291"}, "XR-15, 2291"),
        ("powder", {"fact_substrate": "Cast", "fact_hardware": "Yes, mask them"}, "Yes, mask them"),
    ],
)
def test_each_trade_asks_its_own(request: pytest.FixtureRequest, trade: str, answer: dict[str, str], words: str) -> None:
    shop: ShopFixture = request.getfixturevalue({"powder": "shop"}.get(trade, trade))
    job = shop.job()
    assert takes_in(shop, job, **answer).status_code == 200
    assert words in shop.worker.reads_job(job)
    assert words in shop.worker.opens(f"/jobs/{job}/intake").text


def test_the_receipt_says_what_was_handed_over(shop: ShopFixture) -> None:
    job = shop.job()
    assert shop.worker.opens(f"/jobs/{job}/intake/receipt.pdf").status_code == 404
    has_a_photo(shop, job)
    takes_in(shop, job, actual="3", notes="Two pallets", **{"items-0-conditions": ["Dents"], "items-0-note": "Left lip"})
    reply = shop.worker.opens(f"/jobs/{job}/intake/receipt.pdf")
    assert reply.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(BytesIO(reply.data)) as paper:
        text = paper[0].get_textpage().get_text_range()
        assert len(paper) == 1
    for words in (str(job), shop.customer.name, "18-inch wheel", "Dents", "Left lip", "Two pallets", "Hal Harlan", "1 photo"):
        assert words in text


@pytest.mark.parametrize("odd", ["مرحبا", "=1+1 #let x = 1 $a$ *b* _c_", "W" * 80, "💧🚚", "a\u2028b"])
def test_the_receipt_prints_whatever_was_typed(shop: ShopFixture, odd: str) -> None:
    job = shop.job()
    takes_in(shop, job, notes=odd * 8, delivered_by=odd[:80], customer_name=odd[:80])
    assert shop.worker.opens(f"/jobs/{job}/intake/receipt.pdf").status_code == 200
