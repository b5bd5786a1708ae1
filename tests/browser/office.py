"""What stories of the office share: people at their devices, a job to begin with, what a dialog asks, a signature."""

import re
import time
from collections.abc import Callable
from decimal import Decimal

from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from shopfloor.catalog.plan import ItemPlan
from shopfloor.customers.details import Details
from shopfloor.customers.operations import take_on
from shopfloor.db import db, in_shop
from shopfloor.jobs.operations import NewJob, create_job
from shopfloor.shops.models import Member
from shopfloor.workflow.trades import NORMAL
from tests.browser.conftest import sign_in

Device = Callable[..., BrowserContext]
POWDER = 1  # the shop's id in the demo


def at_work(device: Device, kind: dict[str, object], who: str) -> Page:
    """A page on a device of someone of the powder shop, signed in."""
    page = device(kind).new_page()
    sign_in(page, f"{who}@powder.example")
    return page


def job_for(demo: Flask, customer: str, *, email: str = "", status_emails: bool = True) -> str:
    """The number of a new job for a new customer: two brackets."""
    with demo.app_context(), in_shop(POWDER):
        office = db.session.scalars(select(Member).where(Member.role == "office")).one()
        whose = take_on(Details(customer, email=email, status_emails=status_emails), by=office)
        item = ItemPlan(description="Bracket", quantity=Decimal(2), unit_price=Decimal(40))
        return create_job(NewJob("coating", "Brackets", (item,), customer=whose, priority=NORMAL), by=office).number


def number_of(page: Page) -> str:
    """The number of the job, quote or invoice whose page is open."""
    found = re.search(r"[A-Z]+-\d{4}-\d{4}", page.url)
    assert found, page.url
    return found[0]


def dialog(page: Page, words: str) -> Locator:
    """What a button with those words asks before it does anything."""
    page.get_by_role("button", name=words, exact=True).first.click()
    return page.locator("dialog[open]")


def part(page: Page, code: str) -> Locator:
    """A part of the job's page that comes when it is looked at."""
    place = page.locator(f"#part-{code}")
    place.scroll_into_view_if_needed()
    expect(place.locator(".bones")).to_have_count(0)
    return place


def reads(page: Page, code: str, words: str) -> None:
    """That part of the job's page says so, sooner or later: the worker writes it."""
    latest = time.monotonic() + 20
    while words not in part(page, code).inner_text():
        assert time.monotonic() < latest, part(page, code).inner_text()
        page.wait_for_timeout(200)
        page.reload()


def told(page: Page) -> list[str]:
    """The sentences of the job's history, oldest first."""
    return page.locator(".history li > span").all_inner_texts()[::-1]


def sign(page: Page) -> None:
    """Draw a name on the signature's field with a finger."""
    field = page.locator("[data-pad]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    finger = page.context.new_cdp_session(page)

    def put(kind: str, *points: tuple[int, int]) -> None:
        at = [{"x": box["x"] + right, "y": box["y"] + down} for right, down in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    put("touchStart", (20, 60))
    for point in ((40, 40), (60, 20), (80, 50), (100, 80), (130, 40), (150, 30), (190, 50), (220, 70)):
        put("touchMove", point)
    page.wait_for_timeout(150)  # lifted in full flight it is a fling, and what is tapped next only stops that
    put("touchEnd")
