"""Settings › E-mail, and what stands on the job page."""

from typing import Any

import pytest

from shopfloor.db import in_shop
from shopfloor.mail.settings import SenderSettings
from shopfloor.shops.settings import settings
from shopfloor.status_mail.settings import OTHER, READY, StatusMailSettings, tells_by_default
from shopfloor.workflow.queries import workflow
from tests.mail.conftest import Works, fates, letters
from tests.status_mail.conftest import WINDOW, customer_is, moves_on
from tests.support.people import ShopFixture
from tests.support.post import PostOffice


def words(**other: Any) -> dict[str, Any]:
    texts = {"ready_subject": READY.subject, "ready_text": READY.text, "other_subject": OTHER.subject, "other_text": OTHER.text}
    return {"seen": "0", "wait_seconds": "60", "statuses": [], **texts, **other}


def chosen(shop: ShopFixture, of: type) -> Any:
    with shop.app.app_context(), in_shop(shop.id):
        return settings(of)


def status_ids(shop: ShopFixture, *labels: str) -> list[int]:
    with shop.app.app_context(), in_shop(shop.id):
        return [stand.id for stand in workflow(shop.shop.workflow_version).of("coating") if stand.label in labels]


def test_the_shop_says_who_signs(shop: ShopFixture) -> None:
    reply = shop.owner.posts(
        "/settings/mail/sender",
        seen="0",
        sender=" Northfield  Coating ",
        reply_to="desk@shop.example",
        signature="Open\r\n8 to 5",
    )
    assert reply.status_code == 303
    assert chosen(shop, SenderSettings) == SenderSettings("Northfield Coating", "desk@shop.example", "Open\n8 to 5")
    assert "Northfield Coating" in shop.owner.opens("/settings/mail?saved=1").text


def test_an_answer_address_that_is_none_is_refused_beside_its_field(shop: ShopFixture) -> None:
    reply = shop.owner.posts(
        "/settings/mail/sender", seen="0", sender="Kept", reply_to="desk\nBcc: x@evil.test", signature="Kept too"
    )
    assert reply.status_code == 422
    assert "That is no e-mail address" in reply.text
    assert "Kept too" in reply.text
    assert chosen(shop, SenderSettings) == SenderSettings()


def test_the_shop_chooses_statuses_words_and_patience(shop: ShopFixture) -> None:
    curing = status_ids(shop, "Curing", "Ready for Pickup")
    reply = shop.owner.posts(
        "/settings/mail/status", **words(statuses=curing, wait_seconds="0", ready_text="Hello {customer}\r\n\r\nCome!")
    )
    assert reply.status_code == 303
    made = chosen(shop, StatusMailSettings)
    assert (made.statuses, made.wait_seconds, made.ready.text) == (tuple(curing), 0, "Hello {customer}\n\nCome!")
    page = shop.owner.opens("/settings/mail").text
    assert page.count("checked") == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ready_text": "Hello {custmer} {job.__class__}"}, "{custmer}, {job.__class__} stands for nothing"),
        ({"ready_subject": ""}, "An e-mail needs a subject."),
        ({"other_text": "  "}, "Write what the e-mail is to say."),
        ({"wait_seconds": "soon"}, "Not a valid integer value."),
        ({"wait_seconds": "99999"}, "Enter 0 to 3600 seconds."),
        ({"wait_seconds": ""}, "Enter a number of seconds."),
        ({"statuses": ["987654321"]}, "Choose from the list."),
        ({"statuses": ["all"]}, "Choose from the list."),
    ],
)
def test_what_can_not_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    shop: ShopFixture, wrong: dict[str, Any], said: str
) -> None:
    reply = shop.owner.posts("/settings/mail/status", **words(other_subject="Kept as typed", **wrong))
    assert reply.status_code == 422
    assert said in reply.text.replace("&#39;", "'")
    assert "Kept as typed" in reply.text
    assert chosen(shop, StatusMailSettings) == StatusMailSettings()


def test_someone_who_saved_meanwhile_is_not_overwritten(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/mail/status", **words(ready_subject="First")).status_code == 303
    reply = shop.owner.posts("/settings/mail/status", **words(ready_subject="Second"))
    assert reply.status_code == 409
    assert "Someone saved these settings meanwhile" in reply.text
    assert "Second" in reply.text
    assert chosen(shop, StatusMailSettings).ready.subject == "First"


def test_a_preview_shows_what_is_typed_and_saves_nothing(shop: ShopFixture) -> None:
    typed = {"which": "other", "other_subject": "x", "other_text": "Dear {customer}, <b>{status}</b> {nothing}"}
    reply = shop.owner.posts("/settings/mail/preview", **typed)
    assert "Dear Harlan Cycle Works, &lt;b&gt;Ready for Pickup&lt;/b&gt; {nothing}" in reply.text
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert chosen(shop, StatusMailSettings) == StatusMailSettings()
    assert "Your order is done" in shop.owner.opens("/settings/mail/preview").text


def test_a_test_mail_goes_to_whoever_asks_for_it_and_once(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    replies = [shop.owner.posts("/settings/mail/tests", key="abcdefgh12345678") for _ in range(2)]
    assert {reply.location for reply in replies} == {f"/mail/{letters(shop)[0].id}"}
    works()
    assert [taken.rcpt_tos for taken in office.taken] == [[shop.owner.email]]


def test_the_quick_change_asks_what_the_shop_does_by_itself(shop: ShopFixture) -> None:
    assert shop.app.extensions["emails_by_default"] is tells_by_default
    with shop.app.app_context(), in_shop(shop.id):
        stands = workflow(shop.shop.workflow_version).of("coating")
        assert [stand.label for stand in stands if tells_by_default(stand)] == ["Ready for Pickup"]


# On the job page.


def test_the_job_page_lists_what_its_customer_was_told(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    customer_is(shop, email="pat@harlan.example", status_emails=False)
    job = shop.job(at="Completed")
    works()
    assert "No e-mail about this job yet" in shop.office.opens(f"/jobs/{job}/sections/emails").text
    moves_on(shop, job)
    works(WINDOW)
    for person in (shop.office, shop.worker):
        page = person.opens(f"/jobs/{job}/sections/emails").text
        assert f"{job}: Ready for Pickup" in page
        assert "The customer wants no e-mails about their jobs." in page
        assert ("pat@harlan.example" in page) == (person is shop.office)
    assert fates(shop) == ["skipped"]


def test_a_letter_leads_to_its_job(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    customer_is(shop, email="pat@harlan.example")
    job = shop.job(at="Ready for Pickup")
    works(WINDOW)
    assert f'<a href="/jobs/{job}">{job}</a>' in shop.office.opens(f"/mail/{letters(shop)[0].id}").text
