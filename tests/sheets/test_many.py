"""The sheets of all jobs that were ticked in the list, as one PDF."""

import pypdfium2
import pytest
import zxingcpp

from shopfloor.sheets.views import MOST_SHEETS
from tests.house.test_queries import counted
from tests.support.people import JobHandle, ShopFixture


def address(jobs: list[JobHandle]) -> str:
    return "/jobs/sheets.pdf?" + "&".join(f"job={job}.0" for job in jobs)


def test_each_job_has_its_own_sheet_with_its_own_codes_and_pages(shop: ShopFixture) -> None:
    jobs = [shop.job(description=f"Work {n}", coats=n) for n in (1, 2)]
    reply = shop.worker.opens(address(jobs))
    assert reply.mimetype == "application/pdf"
    pages = list(pypdfium2.PdfDocument(reply.data))
    assert len(pages) == 2
    for job, page in zip(jobs, pages, strict=True):
        alone = pypdfium2.PdfDocument(shop.worker.opens(f"/jobs/{job}/sheet.pdf").data)[0]
        text = page.get_textpage().get_text_range()
        assert text == alone.get_textpage().get_text_range()
        assert "page 1 of 1" in text
        codes, same = (sorted(c.text for c in zxingcpp.read_barcodes(p.render(scale=3).to_pil())) for p in (page, alone))
        assert codes == same != []


def test_a_long_sheet_counts_its_own_pages(shop: ShopFixture) -> None:
    short, long = shop.job(), shop.job(instructions="Hang by the rear bolt holes only. " * 200)
    pages = pypdfium2.PdfDocument(shop.worker.opens(address([short, long, short])).data)
    ends = [page.get_textpage().get_text_range().strip().splitlines() for page in pages]
    told = [next(line[line.index("page ") :] for line in reversed(lines) if "page " in line) for lines in ends]
    assert told[0] == "page 1 of 1"
    assert told[1:] == [f"page {n} of {len(told) - 1}" for n in range(1, len(told))]


def test_nothing_ticked_and_too_many_are_said_in_words(shop: ShopFixture) -> None:
    assert "Tick the jobs first" in shop.worker.opens("/jobs/sheets.pdf").text
    many = "&".join(f"job=JOB-{n}.0" for n in range(MOST_SHEETS + 1))
    reply = shop.worker.opens(f"/jobs/sheets.pdf?{many}")
    assert reply.status_code == 422
    assert f"At most {MOST_SHEETS} sheets" in reply.text


@pytest.mark.parametrize("odd", ["job=", "job=%00.1", "job=x", "job=../etc.1", "job=💧.1"])
def test_what_is_no_job_prints_nothing(shop: ShopFixture, odd: str) -> None:
    assert shop.worker.opens(f"/jobs/sheets.pdf?{odd}").status_code in {404, 422}


def test_another_shops_job_prints_nothing_not_even_ours(shop: ShopFixture) -> None:
    assert shop.stranger.opens(address([shop.job()])).status_code == 404


def test_many_sheets_ask_the_database_no_more_than_one(shop: ShopFixture) -> None:
    jobs = [shop.job(coats=2, services={"blasting"}) for _ in range(6)]
    asked = []
    for some in (jobs[:1], jobs):
        with counted(shop.app) as statements:
            assert shop.worker.opens(address(some)).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
