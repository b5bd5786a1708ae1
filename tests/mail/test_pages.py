"""The list of all e-mail, and the page of each."""

import re
from html import unescape

import pytest

from shopfloor.mail import queries
from shopfloor.mail.models import Fate
from shopfloor.mail.operations import Attachment
from tests.mail.conftest import Works, fates, letters, writes
from tests.support.people import ShopFixture
from tests.support.post import PostOffice

OLDER = re.compile(r'href="(/mail[^"]*before=[^"]*)"')


def test_the_list_shows_each_letter_with_what_became_of_it(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, key="one", subject="Went out")
    works()
    writes(shop, key="two", subject="Came back")
    office.at_door = ["550 No such mailbox"]
    works()
    page = shop.office.opens("/mail").text
    assert page.index("Came back") < page.index("Went out")
    assert "550 No such mailbox" in page
    failed = shop.office.opens("/mail?filter=failed").text
    assert "Came back" in failed
    assert "Went out" not in failed
    sent = shop.office.opens("/mail?filter=sent").text
    assert "Came back" not in sent


@pytest.mark.parametrize("typed", ["pat@harlan", "PAT HAR", "your wheels", "harlan cycle"])
def test_it_is_found_by_address_name_subject_or_number(shop: ShopFixture, office: PostOffice, typed: str) -> None:
    writes(shop, to_name="Pat Harlan")
    assert "Your wheels" in shop.office.opens("/mail", query_string={"q": typed}).text
    assert "No e-mail matches" in shop.office.opens("/mail", query_string={"q": f"{typed}%_"}).text


def test_a_long_list_goes_on(shop: ShopFixture) -> None:
    for n in range(52):
        writes(shop, key=f"key-{n}", subject=f"Letter {n:02}")
    first = shop.office.opens("/mail").text
    assert "Letter 02" in first
    assert "Letter 01" not in first
    older = shop.office.opens(f"/mail?filter=all&before={letters(shop)[2].id}").text
    assert "Letter 01" in older
    assert "Letter 02" not in older


def test_a_search_looks_through_the_newest_and_offers_to_look_further_back(
    shop: ShopFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOOKED_AT", 3)
    for n in range(6):
        writes(shop, key=f"key-{n}", subject=f"Letter {n}")
    first = shop.office.opens("/mail?q=letter 2").text
    assert "Older e-mails have not been looked through yet" in first
    assert "No e-mail matches" not in first
    further = shop.office.opens(unescape(OLDER.findall(first)[0])).text
    assert '"auto">Letter 2</b>' in further
    last = shop.office.opens(unescape(OLDER.findall(further)[0])).text
    assert "No e-mail matches" in last
    assert OLDER.findall(last) == []
    assert "Nothing has failed" in shop.office.opens(f"/mail?filter=failed&before={letters(shop)[2].id}").text


def test_a_letter_stands_in_a_frame_in_which_nothing_can_act(shop: ShopFixture) -> None:
    letter = writes(shop, text="<script>alert(1)</script>")
    page = shop.office.opens(f"/mail/{letter.id}")
    assert f'<iframe class="letter-view" sandbox src="/mail/{letter.id}/page"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    framed = shop.office.opens(f"/mail/{letter.id}/page")
    policy = framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert " sandbox;" in policy
    assert "script-src" not in policy
    assert "<script>" not in framed.text


def test_its_files_are_kept_and_never_opened_here(shop: ShopFixture) -> None:
    letter = writes(shop, attachments=(Attachment("Preise für Räder.html", "text/html", b"<script>alert(1)</script>"),))
    reply = shop.office.opens(f"/mail/{letter.id}/files/0")
    assert reply.data == b"<script>alert(1)</script>"
    assert reply.headers["Content-Disposition"].startswith("attachment;")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert shop.office.opens(f"/mail/{letter.id}/files/1").status_code == 404


def test_a_page_of_a_letter_about_to_go_looks_again_by_itself(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    letter = writes(shop)
    assert shop.office.opens(f"/mail/{letter.id}").headers["Refresh"] == "2"
    works()
    assert "Refresh" not in shop.office.opens(f"/mail/{letter.id}").headers


def test_a_refused_letter_is_tried_again_from_its_page(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    letter = writes(shop)
    office.at_door = ["550 No"]
    works()
    assert "Try again now" in shop.office.opens(f"/mail/{letter.id}").text
    assert shop.office.posts(f"/mail/{letter.id}/retries").status_code == 303
    works()
    assert fates(shop) == [Fate.SENT]
    assert "Try again now" not in shop.office.opens(f"/mail/{letter.id}").text
    assert shop.office.posts(f"/mail/{letter.id}/retries").status_code == 422


def test_the_floor_sees_no_mail(shop: ShopFixture) -> None:
    letter = writes(shop)
    for address in ("/mail", f"/mail/{letter.id}", f"/mail/{letter.id}/page"):
        assert shop.worker.opens(address).status_code == 403
        assert shop.supervisor.opens(address).status_code == 403
    assert shop.stranger.opens(f"/mail/{letter.id}").status_code == 404
