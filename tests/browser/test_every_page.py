"""Every page, on every kind of screen: nothing axe finds, nothing wider than the screen, everything large enough to press."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from shopfloor.db import db, everywhere
from shopfloor.jobs.models import Job
from shopfloor.mail.models import Letter
from shopfloor.rework.models import Rework
from shopfloor.timekeeping.models import TimeEntry
from tests.browser.conftest import DESK, PHONE, TABLET, sign_in

Device = Callable[..., BrowserContext]

SCREENS = {"phone": PHONE, "tablet": TABLET, "desk": DESK}
FLOOR = ("/mobile", "/jobs/{number}/bump", "/materials/{powder}/log?job={number}", "/scan")
DESKS = (
    "/jobs", "/jobs?filter=all", "/jobs/new", "/jobs/{number}", "/account", "/jobs/nothing-here", "/jobs?q=zzzz",
    "/jobs/{number}/edit", "/jobs/new?from={number}", "/products", "/products?q=zzzz", "/products/new", "/products/1",
    "/job-templates", "/job-templates/1", "/job-templates/1/job", "/jobs/{number}/template", "/settings/pricing",
    "/settings/services", "/quotes", "/quotes/new", "/invoices", "/open-amounts", "/settings/taxes",
    "/settings/quotes-and-invoices", "/jobs?filter=all&sort=-price&worker=1", "/jobs/{number}/quick-change",
    "/jobs/{number}/customer", "/jobs/{number}/intake", "/jobs/{number}/intake/versions", "/jobs/{number}/labels", "/customers",
    "/customers?filter=archived", "/customers?q=zzzz", "/customers/new", "/customers/{customer}",
    "/customers/{customer}/edit", "/customers/{customer}/merging", "/customers/{customer}/merging?customer=Tom+Beckett",
    "/mail", "/mail?filter=failed", "/mail/{letter}", "/settings/mail", "/rework", "/rework?state=open&reason=Blooming",
    "/rework/{rework}", "/jobs/{number}/reworks/new", "/jobs/{timed}", "/jobs/{number}/time-entries/new",
    "/time-entries/{entry}", "/settings/time",
)  # fmt: skip
OFFICE = (
    "/menu", "/schedule", "/schedule?by=oven", "/schedule?view=day", "/schedule/jobs/{number}", "/settings",
    "/settings/company", "/settings/hours", "/settings/ovens", "/settings/pdf-templates",
    "/settings/pdf-templates?document=quote",
)  # fmt: skip


@pytest.fixture(scope="module")
def names(demo: Flask) -> dict[str, object]:
    """A job and a powder to put into addresses."""
    with demo.app_context(), everywhere():
        at_work = db.session.query(Job).filter(Job.shop_id == 1, Job.active, Job.kind == "coating").order_by(Job.id)
        job = next(job for job in at_work if job.items[0].coats)  # other tests may have made some without
        letter = db.session.query(Letter).filter(Letter.shop_id == job.shop_id).first()
        powder = job.items[0].coats[0].material_id
        entry = db.session.query(TimeEntry).filter(TimeEntry.shop_id == job.shop_id).order_by(TimeEntry.id.desc()).first()
        again = db.session.query(Rework).filter(Rework.shop_id == job.shop_id).order_by(Rework.id.desc()).first()
        own = {"timed": entry.job.number, "entry": entry.id, "rework": again.number, "letter": letter.id}
        return {"number": job.number, "powder": powder, "customer": job.customer_id, **own}


# Each screen and each scheme; the other three of the six in the long tests.
SHORT = [("phone", "light"), ("tablet", "dark"), ("desk", "light")]
LONG = [(screen, scheme) for screen in SCREENS for scheme in ("light", "dark") if (screen, scheme) not in SHORT]


@pytest.fixture(params=[*SHORT, *(pytest.param(pair, marks=pytest.mark.soak) for pair in LONG)], ids="-".join)
def page(request: pytest.FixtureRequest, device: Device) -> Iterator[Page]:
    screen, scheme = request.param
    page = device(SCREENS[screen], color_scheme=scheme).new_page()
    sign_in(page, "owner@powder.example")
    yield page
    page.close()


def test_every_page_can_be_read_and_pressed(page: Page, names: dict[str, object], axe: str) -> None:
    problems = []
    for address in (*FLOOR, *DESKS, *OFFICE):
        page.goto(address.format(**names))
        problems += [f"{address}: {found}" for found in (*accessibility(page, axe), *layout(page, is_floor=address in FLOOR))]
    assert problems == []


def test_pages_before_sign_in(device: Device, axe: str) -> None:
    for screen in SCREENS.values():
        page = device(screen).new_page()
        for address in ("/sign-in", "/offline", "/pocket", "/nothing-here"):
            page.goto(address)
            assert [*accessibility(page, axe), *layout(page, is_floor=False)] == []


def accessibility(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def layout(page: Page, *, is_floor: bool) -> list[str]:
    """Wider than the screen; on the floor, controls a glove would miss (48 px, Advance 64)."""
    said = []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        said.append("wider than the screen")
    return said + (page.evaluate(SMALL) if is_floor else [])


SMALL = """[...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main select, nav.bar a')]
  .filter(control => control.checkVisibility() && !control.closest('p, li, .note'))
  .map(control => ({ control, box: control.getBoundingClientRect() }))
  .filter(({ control, box }) => box.height < (control.matches('[action$="moves"] *') ? 64 : 47.5) && box.width)
  .map(({ control, box }) => `${Math.round(box.height)} px high: ${control.outerHTML.slice(0, 120)}`)"""
