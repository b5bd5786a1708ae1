"""Invoices that follow the floor: drafted when a job is ready, gone with the move that made them when it is taken back."""

from typing import Any

import pytest

from shopfloor.billing import operations, queries
from shopfloor.billing.models import Invoice
from shopfloor.db import in_shop
from shopfloor.jobs.standing import locked
from tests.billing.test_invoices import form, invoices_of
from tests.support.papers import billed_job, money
from tests.support.people import JobHandle, ShopFixture

READY, BEFORE = "Ready for pickup", "Quality check"


@pytest.fixture
def ready(jewelry: ShopFixture) -> JobHandle:
    """A ring that has just been taken to its last shelf."""
    job = jewelry.job(at=BEFORE)
    jewelry.worker.taps(jewelry.worker.sees(job))
    return job


def the_invoice(shop: ShopFixture, job: JobHandle) -> Invoice:
    found = invoices_of(shop, job.number)
    assert found is not None
    return found


def now(shop: ShopFixture, invoice: Invoice) -> Invoice:
    with shop.app.app_context(), in_shop(shop.id):
        return queries.invoice(invoice.number)


def undoes(shop: ShopFixture, job: JobHandle) -> None:
    assert shop.worker.does("undos", shop.worker.sees(job)).status_code == 200


def goes_to(shop: ShopFixture, job: JobHandle, label: str) -> None:
    with shop.app.app_context(), in_shop(shop.id):
        standing = locked(job.number)
        status = next(stand.id for stand in standing.workflow.of(standing.kind) if stand.label == label)
    reply = shop.supervisor.does("status-changes", shop.supervisor.sees(job), status=status, note="A prong is loose")
    assert reply.status_code == 200


def test_the_draft_goes_with_the_tap_that_made_it(jewelry: ShopFixture, ready: JobHandle) -> None:
    draft = the_invoice(jewelry, ready)
    undoes(jewelry, ready)
    assert invoices_of(jewelry, ready.number) is None
    assert now(jewelry, draft).status == "void"
    page = jewelry.office.opens(f"/invoices/{draft.number}").text
    assert f"voided {draft.number}: {ready} went back to {BEFORE} before anybody worked on it" in page


def test_the_draft_goes_with_a_later_move_back_and_the_next_one_has_the_next_number(
    jewelry: ShopFixture, ready: JobHandle
) -> None:
    first = the_invoice(jewelry, ready)
    goes_to(jewelry, ready, BEFORE)
    assert now(jewelry, first).status == "void"
    jewelry.worker.taps(jewelry.worker.sees(ready))
    second = the_invoice(jewelry, ready)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1


def test_a_job_that_is_cancelled_owes_no_draft_and_has_it_again_when_that_was_wrong(
    jewelry: ShopFixture, ready: JobHandle
) -> None:
    jewelry.supervisor.does("cancellations", jewelry.supervisor.sees(ready), reason="Sold as it was")
    assert invoices_of(jewelry, ready.number) is None
    jewelry.supervisor.does("undos", jewelry.supervisor.sees(ready))
    assert the_invoice(jewelry, ready).status == "draft"


@pytest.mark.parametrize("label", ["Delivered", "hold"])
def test_a_job_that_goes_on_or_waits_keeps_its_draft(jewelry: ShopFixture, ready: JobHandle, label: str) -> None:
    if label == "hold":
        jewelry.worker.does("holds", jewelry.worker.sees(ready), reason="Customer is away")
    else:
        jewelry.worker.taps(jewelry.worker.sees(ready))
        jewelry.worker.does("undos", jewelry.worker.sees(ready))
    assert the_invoice(jewelry, ready).status == "draft"


@pytest.mark.parametrize("touched_by", ["saving", "sending", "paying"])
def test_what_somebody_worked_on_stays_and_says_so(jewelry: ShopFixture, ready: JobHandle, touched_by: str) -> None:
    draft = the_invoice(jewelry, ready)
    saved = jewelry.office.posts(f"/invoices/{draft.number}", **form(draft))
    assert saved.status_code == 303
    with jewelry.app.app_context(), in_shop(jewelry.id):
        if touched_by != "saving":
            operations.issue_invoice(draft.number, by=jewelry.office.member)
        if touched_by == "paying":
            operations.book_payment(draft.number, money("500"), by=jewelry.office.member)
    goes_to(jewelry, ready, BEFORE)
    assert the_invoice(jewelry, ready).number == draft.number
    for address in (f"/invoices/{draft.number}", f"/jobs/{ready}/sections/invoice"):
        assert "has gone back to work" in jewelry.office.opens(address).text
    jewelry.worker.taps(jewelry.worker.sees(ready))
    assert "has gone back to work" not in jewelry.office.opens(f"/invoices/{draft.number}").text


def test_what_the_office_drafted_itself_stays(jewelry: ShopFixture) -> None:
    job = billed_job(jewelry, at=BEFORE)
    jewelry.office.posts(f"/jobs/{job}/invoices")
    jewelry.worker.taps(jewelry.worker.sees(job))
    undoes(jewelry, job)
    invoice = the_invoice(jewelry, job)
    assert invoice.status == "draft"
    assert "gone back to work" not in jewelry.office.opens(f"/invoices/{invoice.number}").text


def test_a_deposit_counts_again_when_the_draft_is_gone(jewelry: ShopFixture) -> None:
    job: Any = jewelry.job(at=BEFORE)
    paid = {"amount": "40", "method": "cash", "received_on": "2026-11-02"}
    assert jewelry.office.posts(f"/jobs/{job}/deposits", **paid).status_code == 303
    jewelry.worker.taps(jewelry.worker.sees(job))
    undoes(jewelry, job)
    assert "$40.00" in jewelry.office.opens(f"/jobs/{job}/sections/invoice").text
    jewelry.worker.taps(jewelry.worker.sees(job))
    assert the_invoice(jewelry, job).paid == 40
