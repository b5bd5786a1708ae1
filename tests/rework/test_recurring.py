"""What comes up again and again: bars, the records behind them, and the table for a spreadsheet."""

import csv
import io
from datetime import datetime

import pytest

from shopfloor.kernel import clock
from shopfloor.rework.charts import bars
from shopfloor.rework.queries import last_months
from tests.rework.conftest import closes, number_of, opens
from tests.support.people import ShopFixture


@pytest.fixture
def year(shop: ShopFixture) -> list[str]:
    """Records of three months; the numbers, oldest first."""
    found = []
    for day, reason, powder in (
        ("2026-08-10", "Orange peel", 0),
        ("2026-09-30", "Gloss off", 1),
        ("2026-11-05", "Orange peel", 0),
        ("2026-11-20", "Orange peel", None),
    ):
        with clock.set_to(datetime.fromisoformat(f"{day}T22:30:00-05:00")):
            shop.owner.signs_in_quietly()
            job = shop.job(at="Quality Check", coats=2)
            material = shop.powders[powder].id if powder is not None else 0
            found.append(number_of(opens(shop.owner, job, reason=reason, material=material)))
    shop.owner.signs_in_quietly()
    return found


def shown(page: str, year: list[str]) -> list[str]:
    return [number for number in year if f'/rework/{number}"' in page]


@pytest.mark.usefixtures("noon")
def test_the_page_counts_by_reason_powder_and_month(shop: ShopFixture, year: list[str]) -> None:
    page = shop.owner.opens("/rework").text
    assert shown(page, year) == year
    for bar in ("Orange peel</span>", "RAL 9005 Jet black</span>", "Nov 2026</span>", "Sep 2026</span>"):
        assert bar in page
    assert "4 records" in page


@pytest.mark.usefixtures("noon")
def test_each_bar_leads_to_its_records(shop: ShopFixture, year: list[str]) -> None:
    behind = {
        "reason=Orange+peel": [0, 2, 3],
        f"powder={shop.powders[0].id}": [0, 2],
        "month=2026-09": [1],  # the last evening of September in Chicago is October in UTC
        "month=2026-11&reason=Orange+peel": [2, 3],
        "month=2026-11&reason=Gloss+off": [],
        "state=closed": [],
    }
    for question, which in behind.items():
        assert shown(shop.owner.opens(f"/rework?{question}").text, year) == [year[i] for i in which], question
    assert "No rework like that" in shop.owner.opens("/rework?state=closed").text


@pytest.mark.usefixtures("noon")
def test_closed_ones_are_found_apart(shop: ShopFixture, year: list[str]) -> None:
    closes(shop.owner, year[1])
    assert shown(shop.owner.opens("/rework?state=closed").text, year) == [year[1]]
    assert year[1] not in shown(shop.owner.opens("/rework?state=open").text, year)


@pytest.mark.parametrize(
    "question", ["month=2026-99", "month=x", "powder=x", "powder=-1", "powder=9999999999999", "state=odd", "before=x"]
)
def test_what_can_not_be_asked_is_not_asked(shop: ShopFixture, question: str) -> None:
    number_of(opens(shop.worker, shop.job()))
    reply = shop.worker.opens(f"/rework?{question}")
    assert (reply.status_code, "1 record<" in reply.text) == (200, True)


def test_what_is_older_than_a_year_is_asked_for_by_its_month(shop: ShopFixture) -> None:
    with clock.set_to(datetime.fromisoformat("2025-03-10T12:00:00-05:00")):
        shop.owner.signs_in_quietly()
        number = number_of(opens(shop.owner, shop.job()))
    shop.owner.signs_in_quietly()
    assert number not in shop.owner.opens("/rework").text
    assert number in shop.owner.opens("/rework?month=2025-03").text
    assert number in shop.owner.opens("/rework.csv?month=2025-03").text


def test_a_shop_without_rework_is_told_so(shop: ShopFixture) -> None:
    assert "Nothing had to be done again" in shop.worker.opens("/rework").text


@pytest.mark.usefixtures("noon")
def test_older_records_are_a_page_away(shop: ShopFixture, monkeypatch: pytest.MonkeyPatch, year: list[str]) -> None:
    monkeypatch.setattr("shopfloor.rework.views.PAGE", 3)
    first = shop.owner.opens("/rework").text
    assert shown(first, year) == year[1:]
    older = first.split('">Older records')[0].rsplit('href="', 1)[1].split("#")[0]
    assert shown(shop.owner.opens(older).text, year) == year[:1]


def test_the_table_for_a_spreadsheet_runs_nothing_in_it(shop: ShopFixture) -> None:
    formula = '=HYPERLINK("https://evil.example","Open")'
    number = number_of(opens(shop.worker, shop.job(), note=formula))
    reply = shop.worker.opens("/rework.csv")
    assert reply.mimetype == "text/csv"
    head, row = csv.reader(io.StringIO(reply.get_data().decode("utf-8-sig")))
    assert (head[0], row[0], row[head.index("Note")]) == ("Number", number, f"'{formula}")


def test_bars_compare_to_the_longest_and_what_is_there_is_seen() -> None:
    drawn = bars([("Often", 500, "/a", False), ("Half", 250, "/b", True), ("Once", 1, "/c", False), ("Never", 0, "/d", False)])
    assert [bar.length for bar in drawn] == [100, 50, 2, 0]
    assert bars([]) == []


def test_a_year_of_months_ends_with_this_one() -> None:
    months = last_months(datetime.fromisoformat("2026-02-10").date())
    assert (months[0], months[-1], len(months)) == ("2025-03", "2026-02", 12)
