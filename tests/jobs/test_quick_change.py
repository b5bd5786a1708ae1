"""A press on a badge: what may be chosen, what is recorded, and that no customer hears who does not want to."""

import re
from typing import Any

import pytest

from shopfloor.customers.models import Customer
from shopfloor.db import db, in_shop
from shopfloor.events import Event
from shopfloor.jobs.queries import email_wish
from tests.jobs.test_aside import status_id
from tests.support.people import JobHandle, Person, ShopFixture


def offered(person: Person, job: JobHandle) -> list[str]:
    page = person.opens(f"/jobs/{job}/quick-change").text
    return re.findall(r'<i class="dot"></i>([^<]+)</span></label>', page)


def wishes(shop: ShopFixture, job: JobHandle) -> list[bool | None]:
    """What was said about an e-mail with each event that the test has made, oldest first."""
    with shop.app.app_context(), in_shop(shop.id):
        moves = db.session.query(Event).filter(Event.subject_id == job.id, Event.seq > job.began, Event.kind.like("job.%"))
        seqs = [event.seq for event in moves.order_by(Event.seq) if event.kind != "job.email_wished"]
        return [email_wish(seq, job.id) for seq in seqs]


def reached_by(shop: ShopFixture, *, email: str = "hc@harlan.example", status_emails: bool = True) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        customer = db.session.query(Customer).one()
        customer.email, customer.status_emails = email, status_emails
        db.session.commit()


def test_everyone_is_offered_what_they_may_the_next_step_first(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    assert offered(shop.worker, job) == ["Advance to Curing", "Put on hold"]
    lead = offered(shop.supervisor, job)
    assert lead[0] == "Advance to Curing"
    assert lead[-2:] == ["Put on hold", "Cancel the job"]
    assert {"Pending", "Sandblasting", "Delivered"} <= set(lead)
    assert not {"Coating", "Curing", "On Hold", "Cancelled"} & set(lead)
    shop.worker.does("holds", shop.worker.sees(job), reason="Oven down")
    assert offered(shop.worker, job) == ["Resume Coating"]
    assert offered(shop.worker, shop.job(at="Delivered")) == []


def test_the_next_step_with_a_note_and_no_wish_is_a_move_like_any_other(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    reply = shop.worker.does("quick-changes", shop.worker.sees(job), to="next", note="Second gun")
    assert reply.json["said"] == f"{job} is in Curing"
    assert shop.story(job) == [f"{shop.worker} moved {job} from Coating to Curing", f"{shop.worker} noted on {job}: Second gun"]
    assert wishes(shop, job) == [None, None]
    undo = reply.json["undo"]
    assert shop.worker.posts(undo["url"], json=True, step=undo["step"], key="taken-back").status_code == 200


def test_hold_resume_cancel_and_any_status_go_through_the_same_form(shop: ShopFixture) -> None:
    job, boss = shop.job(at="Coating"), shop.supervisor
    for to, note in (("hold", "Oven down"), ("resume", ""), (str(status_id(shop, "Cleaning")), "Dust"), ("cancel", "Gone")):
        assert boss.does("quick-changes", boss.sees(job), to=to, note=note).status_code == 200
    assert shop.story(job) == [
        f"{boss} put {job} on hold (Coating): Oven down",
        f"{boss} resumed {job} in Coating",
        f"{boss} set {job} from Coating to Cleaning: Dust",
        f"{boss} cancelled {job} (Cleaning): Gone",
    ]


@pytest.mark.parametrize(
    ("who", "said", "status"),
    [
        ("worker", {"to": "hold", "note": ""}, 422),
        ("worker", {"to": "resume"}, 422),
        ("worker", {"to": "cancel", "note": "No"}, 403),
        ("worker", {"to": "1", "note": "No"}, 403),
        ("supervisor", {"to": "cancel", "note": " "}, 422),
        ("supervisor", {"to": "99999999999", "note": "No such"}, 422),
        ("supervisor", {"to": ""}, 422),
        ("supervisor", {"to": "²"}, 422),
        ("supervisor", {"to": "next", "step": "none"}, 422),
        ("supervisor", {"to": "next", "note": "x" * 2001}, 422),
    ],
)
def test_what_cant_be_changes_nothing(shop: ShopFixture, who: str, said: dict[str, Any], status: int) -> None:
    job, person = shop.job(at="Coating"), getattr(shop, who)
    assert person.does("quick-changes", person.sees(job), **said).status_code == status
    assert shop.story(job) == []


def test_someone_was_quicker_and_what_was_typed_is_kept(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    card = shop.worker.sees(job)
    shop.supervisor.taps(card)
    assert shop.worker.does("quick-changes", card, to="next").json["stale"] is True
    page = shop.worker.posts(f"/jobs/{job}/quick-changes", to="hold", note="Rim is scratched", step=card.step, back="/jobs?q=x")
    assert page.status_code == 409
    for kept in ("Rim is scratched", "/jobs?q=x", "Now: Curing", f"{shop.supervisor} moved"):
        assert kept in page.text


def test_a_plain_form_goes_back_to_the_list_it_came_from(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    back = "/jobs?filter=ready"
    fields = {"to": "next", "step": shop.worker.sees(job).step}
    assert shop.worker.posts(f"/jobs/{job}/quick-changes", back=back, **fields).location == back


def test_sent_twice_counts_once_with_its_note_and_its_wish(shop: ShopFixture) -> None:
    reached_by(shop)
    job, card = (job := shop.job(at="Coating")), shop.worker.sees(job)
    for _ in range(2):
        sent = shop.worker.does("quick-changes", card, to="next", note="Once", key="the-same-tap", at="", asked="1", notify="1")
        assert sent.status_code == 200
    assert shop.story(job) == [
        f"{shop.worker} asked for an e-mail to the customer of {job}",
        f"{shop.worker} moved {job} from Coating to Curing",
        f"{shop.worker} noted on {job}: Once",
    ]


@pytest.mark.parametrize(("box", "wish"), [({"notify": "1"}, True), ({}, False)])
def test_the_wish_stands_right_before_its_move(shop: ShopFixture, box: dict[str, str], wish: bool) -> None:
    reached_by(shop)
    job = shop.job(at="Coating")
    shop.worker.does("quick-changes", shop.worker.sees(job), to="next", asked="1", **box)
    assert wishes(shop, job) == [wish]


CANT = [({"status_emails": False}, "notifications turned off"), ({"email": ""}, "no e-mail address")]


@pytest.mark.parametrize(("customer", "words"), CANT)
def test_a_customer_who_cant_be_told_is_not_whatever_is_sent(shop: ShopFixture, customer: dict[str, Any], words: str) -> None:
    reached_by(shop, **customer)
    job = shop.job(at="Coating")
    page = shop.worker.opens(f"/jobs/{job}/quick-change").text
    assert words in page
    assert re.search(r'name="notify"[^>]* disabled', page)
    shop.worker.does("quick-changes", shop.worker.sees(job), to="next", asked="1", notify="1")
    assert wishes(shop, job) == [False]


def test_a_piece_for_stock_has_nobody_to_tell(jewelry: ShopFixture) -> None:
    job = jewelry.job(kind="production")
    assert "there is no customer to tell" in jewelry.worker.opens(f"/jobs/{job}/quick-change").text
    jewelry.worker.does("quick-changes", jewelry.worker.sees(job), to="next", asked="1", notify="1")
    assert wishes(jewelry, job) == [False]


def test_the_switch_is_on_where_the_shop_tells_its_customers_anyway(shop: ShopFixture) -> None:
    reached_by(shop)
    at_the_end, before = shop.job(at="Completed"), shop.job(at="Coating")
    is_on = re.compile(r'name="notify"[^>]* checked')
    assert is_on.search(shop.worker.opens(f"/jobs/{at_the_end}/quick-change").text)
    assert not is_on.search(shop.worker.opens(f"/jobs/{before}/quick-change").text)


@pytest.mark.parametrize("back", ["javascript:alert(1)", "//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_never_leads_elsewhere(shop: ShopFixture, back: str) -> None:
    job = shop.job(at="Coating")
    page = shop.worker.opens(f"/jobs/{job}/quick-change", query_string={"back": back}).text
    assert back not in page
    fields = {"to": "next", "step": shop.worker.sees(job).step, "back": back}
    assert shop.worker.posts(f"/jobs/{job}/quick-changes", **fields).location == "/"
