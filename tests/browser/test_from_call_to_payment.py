"""From the call to the money: written in the office, answered by the customer, taken in and worked on, billed, paid."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, visit
from tests.browser.office import Device, at_work, dialog, number_of, part, sign, told
from tests.support.pictures import jpeg
from tests.support.post import PostOffice
from tests.support.server import Server

STEPS = (
    "In Preparation", "Sandblasting", "In Oven", "Coating", "Curing", "Coating", "Curing", "Quality Check", "Completed",
    "Ready for Pickup",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(mailing: Server) -> Server:
    return mailing


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_1.jpg"
    file.write_bytes(jpeg(1600, 1200))
    return file


@pytest.mark.parametrize("kind", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_call_to_the_payment(device: Device, kind: dict[str, object], post: PostOffice, picture: Path) -> None:
    office, worker = at_work(device, kind, "office"), at_work(device, PHONE, "worker")
    name = f"Hollis Gates of {kind['viewport']['width']}"  # type: ignore[index]

    quote = write_quote(office, name)
    send_by_mail(office)
    customer = device(PHONE).new_page()  # nobody is signed in there
    approve(customer, link_for(post, quote))
    office.reload()
    take_deposit(office)
    job = convert(office, quote)

    take_in(worker, job, picture)
    for step in STEPS:
        advance(worker, job, step)

    invoice = bill(office, job)
    deliver(office, job)
    assert_story(office, job, quote, invoice)


def write_quote(office: Page, name: str) -> str:
    visit(office, "/quotes/new")
    office.get_by_label("Customer", exact=True).press_sequentially(name)
    office.get_by_role("option", name=re.compile("as a new customer")).click()
    office.get_by_label("Their e-mail").fill("hollis@gates.example")
    office.get_by_label("Description").fill("Driveway gate")
    item = office.locator("#items-0")
    item.get_by_label("What is it?").fill("Gate leaf")
    item.get_by_label("Quantity").fill("2")
    item.get_by_label("Area of one, sq ft").fill("12.5")
    item.get_by_label("Coat 1", exact=True).select_option(label="ZP-280 Zinc-rich primer")
    item.get_by_label("Coat 2", exact=True).select_option(label="RAL 7016 Anthracite grey")
    item.get_by_label("Sandblasting", exact=True).check()
    item.get_by_label("Minutes of Sandblasting on one piece").fill("20")
    figures = office.locator("#items-0-figures .coat")
    expect(figures.nth(0)).to_contain_text("Powder Needed: 1.4 lb")  # 25 sq ft × 2.8 × 2.5 mils ÷ (192.3 × 65 %)
    expect(figures.nth(1)).to_contain_text("Powder Needed: 1.09 lb")
    item.get_by_label("Price of one").fill("250")
    office.get_by_label("Deposit asked for, %").fill("50")
    office.get_by_role("button", name="Save quote").last.click()
    expect(head(office)).to_contain_text("Draft")
    return number_of(office)


def head(page: Page) -> Locator:
    return page.locator(".job-head")


def send_by_mail(office: Page) -> None:
    asked = dialog(office, "Send")
    expect(asked.get_by_label("By e-mail, with the PDF")).to_be_checked()
    asked.get_by_role("button", name="Send").click()
    expect(head(office)).to_contain_text("Sent")


def link_for(post: PostOffice, quote: str) -> str:
    """What the customer finds in the mail, beside the quote on paper."""
    latest = time.monotonic() + 20
    while not (letters := [letter for letter in post.letters if quote in letter["Subject"]]):
        assert time.monotonic() < latest, "No letter came."
        time.sleep(0.1)
    (letter,) = letters
    assert [file.get_filename() for file in letter.iter_attachments()] == [f"{quote}.pdf"]
    words = letter.get_body(("plain",)).get_content()
    return re.search(r"http\S+/your-quote/\S+", words)[0]


def approve(customer: Page, link: str) -> None:
    customer.goto(link)
    expect(customer.locator("tfoot tr.loud")).to_contain_text("$573.79")  # 500, 35 for the change of color, 7.25 % tax
    customer.get_by_label("Your name").fill("Hal Hollis")
    customer.get_by_role("button", name="Approve this quote").tap()
    expect(customer.get_by_role("status")).to_contain_text("Approved by Hal Hollis")


def take_deposit(office: Page) -> None:
    office.get_by_text("Record a deposit").click()
    deposits = office.locator("#deposits-of-quote")
    expect(deposits.get_by_label("Amount", exact=True)).to_have_value(re.compile(r"^\d+\.\d\d$"))
    deposits.get_by_label("Amount", exact=True).fill("250")
    deposits.get_by_role("button", name="Record deposit").click()
    expect(deposits).to_contain_text("Held: $250.00")


def convert(office: Page, quote: str) -> str:
    """Pressed in two tabs, it is one job."""
    office.get_by_role("link", name="Convert to Job").click()
    tab = office.context.new_page()
    visit(tab, f"/quotes/{quote}/job")
    jobs = []
    for page in (office, tab):
        page.get_by_role("button", name="Create job").click()
        expect(head(page)).to_contain_text("Approved")
        jobs.append(number_of(page))
    assert jobs[0] == jobs[1]
    tab.close()
    return jobs[0]


def take_in(worker: Page, job: str, picture: Path) -> None:
    visit(worker, f"/jobs/{job}/intake")
    worker.locator("[data-photos] input[multiple]").set_input_files(picture)
    expect(worker.locator("#job-photos img")).to_have_count(1, timeout=20_000)
    worker.get_by_role("button", name="All 2 are here").tap()
    worker.get_by_label("Name of who signs").fill("Hal Hollis")
    sign(worker)
    worker.get_by_role("button", name="Save intake").tap()
    worker.wait_for_url(f"**/jobs/{job}#intake")
    expect(worker.locator("#intake .signature path")).to_have_attribute("d", re.compile(r"^M\d+ \d+(L\d+ \d+){5,}"))


def advance(worker: Page, job: str, to: str) -> None:
    """The sheet is scanned at each place anew."""
    visit(worker, f"/jobs/{job}/bump")
    worker.get_by_role("button", name=f"Advance to {to}").tap()
    expect(worker.locator("#bump [aria-current=step]")).to_contain_text(to)


def bill(office: Page, job: str) -> str:
    """The invoice knows of the deposit by itself."""
    visit(office, f"/jobs/{job}")
    part(office, "invoice").get_by_role("button", name="Create Invoice").click()
    expect(head(office)).to_contain_text("Draft")
    expect(office.locator("tfoot")).to_contain_text("−$250.00")
    dialog(office, "Send").get_by_role("button", name="Send").click()
    expect(head(office)).to_contain_text("Partially paid")
    office.get_by_role("button", name="Record payment").click()
    expect(head(office)).to_contain_text("Paid")
    expect(office.locator("tfoot tr.loud").last).to_contain_text("$0.00")
    return number_of(office)


def deliver(office: Page, job: str) -> None:
    visit(office, f"/jobs/{job}")
    office.get_by_role("button", name="Advance to Delivered").click()
    expect(head(office)).to_contain_text("Delivered")


def assert_story(office: Page, job: str, quote: str, invoice: str) -> None:
    name = office.locator("h2.customer").inner_text()
    moves = zip(("Approved", *STEPS), STEPS, strict=False)
    assert told(office) == [
        f"Priya Raman created {job} for {name}",
        f"Priya Raman set {job} from Pending to Approved: {quote} was approved",
        f"Joe Tran added a photo to {job}: Before",
        f"Joe Tran took in {job}: 2 of 2 pieces arrived",
        *(f"Joe Tran moved {job} from {before} to {after} · scanned" for before, after in moves),
        f"Priya Raman moved {job} from Ready for Pickup to Delivered",
    ]
    visit(office, f"/quotes/{quote}")
    assert story_of(office) == [
        f"Priya Raman wrote {quote} for {name}",
        f"Priya Raman sent version 1 of {quote} to hollis@gates.example",
        f"Hal Hollis approved version 1 of {quote}",
        f"Priya Raman recorded a deposit of $250.00 on {quote}",
        f"Priya Raman made {job} of {quote}",
    ]
    visit(office, f"/invoices/{invoice}")
    assert story_of(office) == [
        f"Priya Raman drafted {invoice} for {job}",
        f"Priya Raman sent {invoice} to hollis@gates.example",
        f"Priya Raman recorded $323.79 on {invoice}",
    ]


def story_of(office: Page) -> list[str]:
    """What the history of a quote or an invoice says, oldest first."""
    history = office.locator("section.panel", has=office.get_by_role("heading", name="History", exact=True))
    return history.locator("li > span:first-child").all_inner_texts()[::-1]
