"""From the queue to a mail server: what it is handed, and what becomes of a letter by what it answers."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from shopfloor.company.operations import set_logo
from shopfloor.db import everywhere, in_shop
from shopfloor.kernel.errors import Invalid, NotPermitted
from shopfloor.mail import checks
from shopfloor.mail.channels import Later
from shopfloor.mail.models import Fate
from shopfloor.mail.operations import Attachment, Button, claim_letters, retry_letter, settle_letter
from shopfloor.mail.operations.sending import LEASE, TRIES, wait_after
from shopfloor.mail.settings import SenderSettings
from shopfloor.shops.settings import change_settings
from tests.mail.conftest import Works, fates, letters, reasons, writes
from tests.support.people import ShopFixture
from tests.support.post import PostOffice


def text_of(letter: object) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[attr-defined,no-any-return]


def html_of(letter: object) -> str:
    return letter.get_body(("html",)).get_content().replace("\r\n", "\n")  # type: ignore[attr-defined,no-any-return]


# What it is handed.


def test_it_carries_the_shops_logo_and_asks_nobody_for_it(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    drawn = BytesIO()
    Image.new("RGB", (900, 100), "#246810").save(drawn, "PNG")
    with shop.app.app_context(), in_shop(shop.id):
        set_logo(drawn.getvalue(), by=shop.owner.member)
    writes(shop, attachments=(Attachment("a.txt", "text/plain", b"x"),))
    works()
    (letter,) = office.letters
    html = html_of(letter)
    assert '<img src="cid:logo" alt="" width="240" height="27"' in html
    assert re.findall(r'(?:src|href)="(?!cid:)', html) == []
    (logo,) = (part for part in letter.walk() if part["Content-ID"] == "<logo>")
    assert logo.get_content_disposition() == "inline"
    with Image.open(BytesIO(logo.get_content())) as seen:
        assert (seen.format, seen.size) == ("PNG", (480, 53))
    assert [part.get_filename() for part in letter.iter_attachments()] == ["a.txt"]


def test_without_a_logo_there_is_no_picture(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    works()
    (letter,) = office.letters
    assert "<img" not in html_of(letter)
    assert "logo" not in html_of(letter)


def test_words_that_look_like_the_logos_place_stay_words(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, text="<!--logo-->")
    works()
    (letter,) = office.letters
    assert "&lt;!--logo--&gt;" in html_of(letter)


def test_a_letter_goes_out_and_says_who_writes_to_whom(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, to_name="Pat Harlan")
    works()
    assert fates(shop) == [Fate.SENT]
    assert (office.taken[0].mail_from, office.taken[0].rcpt_tos) == ("office@shop.example", ["pat@harlan.example"])
    (letter,) = office.letters
    assert letter["From"] == f"{shop.shop.name} <office@shop.example>"
    assert letter["To"] == "Pat Harlan <pat@harlan.example>"
    assert letter["Subject"] == "Your wheels"
    assert text_of(letter).strip() == "They are done."


def test_it_is_signed_and_answered_as_the_shop_wants(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    signed = SenderSettings(
        sender="Northfield Coating", reply_to="desk@northfield.example", signature="Open 8 to 5\nNorth Road"
    )
    with shop.app.app_context(), in_shop(shop.id):
        change_settings(signed, by=shop.owner.member)
    writes(shop)
    works()
    (letter,) = office.letters
    assert letter["From"] == "Northfield Coating <office@shop.example>"
    assert letter["Reply-To"] == "desk@northfield.example"
    assert text_of(letter).endswith("-- \nOpen 8 to 5\nNorth Road\n")
    assert "Open 8 to 5<br>North Road" in html_of(letter)


def test_its_words_are_text_in_the_html_too(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    said = 'Hello <script>alert("x")</script>\n\n<img src="https://evil.test/x.png">\n{{ 7*7 }}'
    writes(shop, subject="<b>Wheels</b>", text=said)
    works()
    (letter,) = office.letters
    html = html_of(letter)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;img src=&#34;https://evil.test/x.png&#34;&gt;<br>{{ 7*7 }}" in html
    assert letter["Subject"] == "<b>Wheels</b>"


def test_its_button_leads_to_the_public_address(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, button=Button("See the quote", "/q/abc?x=1"))
    works()
    (letter,) = office.letters
    assert 'href="http://127.0.0.1:8000/q/abc?x=1"' in html_of(letter)
    assert "See the quote:\nhttp://127.0.0.1:8000/q/abc?x=1" in text_of(letter)


@pytest.mark.parametrize("path", ["https://evil.test/", "//evil.test", "javascript:x", "/a b", '/"onload', "/\\evil.test"])
def test_a_button_leads_nowhere_else(shop: ShopFixture, path: str) -> None:
    with pytest.raises(ValueError, match="no path of ours"):
        writes(shop, button=Button("Click", path))


def test_files_go_with_it(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    paper, note = Attachment("Größe.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"), Attachment("a.txt", "text/plain", b"x")
    writes(shop, attachments=(paper, note))
    works()
    (letter,) = office.letters
    parts = list(letter.iter_attachments())
    files = [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in parts]
    assert files == [(part.name, part.mimetype, part.content) for part in (paper, note)]


def test_it_waits_until_its_time(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, not_before=datetime.now(UTC) + timedelta(seconds=60))
    works(55)
    assert fates(shop) == [None]
    works(61)
    assert fates(shop) == [Fate.SENT]


def test_the_same_key_is_one_letter(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    assert writes(shop).id == writes(shop, subject="Again").id
    works()
    works()
    assert [letter["Subject"] for letter in office.letters] == ["Your wheels"]


# Headers.

BREAKS = [
    "\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x00",
    "\n\n", "\r\n\t", "%0d%0a", "=?utf-8?q?=0D=0A?=",
]  # fmt: skip


@pytest.mark.parametrize("broken", BREAKS)
def test_nothing_written_becomes_a_header(shop: ShopFixture, office: PostOffice, works: Works, broken: str) -> None:
    poison = f"Wheels{broken}Bcc: all@evil.test"
    writes(shop, subject=poison, to_name=poison, attachments=(Attachment(poison, "text/plain", b"x"),))
    works()
    assert fates(shop) == [Fate.SENT]
    assert office.taken[0].rcpt_tos == ["pat@harlan.example"]
    (letter,) = office.letters
    assert b"\nbcc:" not in (office.taken[0].content or b"").lower()
    assert set(letter.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert letter["To"].addresses[0].addr_spec == "pat@harlan.example"
    assert len(letter["To"].addresses) == 1
    assert len(letter["Subject"].splitlines()) == 1


@pytest.mark.parametrize(
    "typed",
    ["", "pat", "pat@", "@harlan.example", "pat@harlan", "pat@harlan.example\nBcc: x@evil.test", "a@x.example, b@x.example",
     "Pat <pat@harlan.example>", "pat@harlan..example", "pa t@harlan.example", "pat@-x.example",
     "pat@harlan.example\x00",     ".pat@harlan.example", "p\u200bat@harlan.example", f"{'a' * 65}@harlan.example",
     f"pat@{'a' * 250}.example", "<pat@harlan.example>",
     "=?utf-8?q?=0D=0ABcc:x?=@evil.test"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(shop: ShopFixture, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        writes(shop, to=typed)
    assert refused.value.field == "to"
    assert "e-mail address" in refused.value.sentence
    assert letters(shop) == []


@pytest.mark.parametrize(
    ("typed", "sent_to"),
    [
        (" Pat.O'Neil+shop@Harlan.Example ", "Pat.O'Neil+shop@harlan.example"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
    ],
)
def test_addresses_people_have_are_taken(shop: ShopFixture, office: PostOffice, works: Works, typed: str, sent_to: str) -> None:
    writes(shop, to=typed)
    works()
    assert office.taken[0].rcpt_tos == [sent_to]


# What it answers.


@pytest.mark.parametrize("place", ["at_door", "answers"])
def test_what_the_server_refuses_is_not_sent_again(shop: ShopFixture, office: PostOffice, works: Works, place: str) -> None:
    writes(shop)
    setattr(office, place, ["550 5.1.1 No such mailbox here"])
    works()
    works(7200)
    assert fates(shop) == [Fate.REFUSED]
    assert reasons(shop) == ["550 5.1.1 No such mailbox here"]
    assert office.taken == []


@pytest.mark.parametrize("place", ["at_door", "answers"])
def test_what_the_server_can_not_take_now_is_tried_later(
    shop: ShopFixture, office: PostOffice, works: Works, place: str
) -> None:
    writes(shop)
    setattr(office, place, ["451 Greylisted, come back later"])
    works()
    assert (fates(shop), reasons(shop)) == ([None], ["451 Greylisted, come back later"])
    works(10)
    assert office.taken == []
    works(60)
    assert (fates(shop), reasons(shop)) == ([Fate.SENT], [""])


def test_a_refused_letter_does_not_hold_up_the_next(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop, key="one")
    writes(shop, key="two")
    office.at_door = ["550 No"]
    works()
    assert fates(shop) == [Fate.REFUSED, Fate.SENT]


def test_a_server_that_is_away_is_asked_once_for_all_that_waits(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    for key in ("one", "two", "three"):
        writes(shop, key=key)
    shop.app.extensions["post"] = by(shop, office.way(timeout=1.0).__class__("127.0.0.1", 1, "", "", False))
    works()
    assert fates(shop) == [None] * 3
    assert reasons(shop) == ["The mail server can't be reached: Connection refused."] * 3


def test_a_server_that_does_not_answer_is_not_waited_for_long(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    office.slow = 3
    shop.app.extensions["post"] = by(shop, office.way(timeout=0.3))
    began = datetime.now(UTC)
    works()
    assert datetime.now(UTC) - began < timedelta(seconds=3)
    assert (fates(shop), reasons(shop)) == ([None], ["The mail server did not answer in time."])


def test_a_server_that_hangs_up_gets_it_again_under_the_same_name(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    office.hangs_up = True
    works()
    assert (fates(shop), reasons(shop)) == ([None], ["The mail server hung up."])
    office.hangs_up = False
    works(60)
    assert fates(shop) == [Fate.SENT]


def test_it_gives_up_in_the_end_and_says_why(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    office.answers = ["451 Not now"] * TRIES
    for turn in range(TRIES):
        works(turn * 9000)
    assert fates(shop) == [Fate.GAVE_UP]
    assert reasons(shop) == ["451 Not now"]


def test_tries_come_slower_and_slower_over_more_than_a_day() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES)]
    assert timedelta(seconds=25) < waits[0] < timedelta(seconds=35)
    assert all(later > sooner * 0.7 for sooner, later in pairwise(waits))
    assert timedelta(hours=24) < sum(waits, timedelta()) < timedelta(hours=48)


# Once, or twice as one.


def test_who_dies_after_sending_sends_it_again_as_the_same(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    """Killed between the server's yes and our commit: the letter is out and nobody knows. It goes twice, seen as one."""
    writes(shop)
    with shop.app.app_context(), everywhere():
        (taken,) = (one for one in claim_letters() if one.shop_id == shop.id)
        line = shop.app.extensions["post"].way.open()
        line.send(taken.envelope)
        line.close()
    works(LEASE.total_seconds() - 5)
    assert len(office.taken) == 1
    works(LEASE.total_seconds() + 5)
    assert fates(shop) == [Fate.SENT]
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@shop.example>")


def test_who_was_too_slow_changes_nothing_any_more(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    with shop.app.app_context(), everywhere():
        (slow,) = (one for one in claim_letters() if one.shop_id == shop.id)
    works(LEASE.total_seconds() + 5)
    with shop.app.app_context(), everywhere():
        settle_letter(slow, Later("I was asleep"))
    assert (fates(shop), reasons(shop)) == ([Fate.SENT], [""])


def test_two_at_once_never_take_the_same(shop: ShopFixture, office: PostOffice) -> None:
    writes(shop)
    with shop.app.app_context(), everywhere():
        assert len([one for one in claim_letters() if one.shop_id == shop.id]) == 1
        assert [one for one in claim_letters() if one.shop_id == shop.id] == []


def test_a_fault_of_ours_holds_up_no_other_letter(
    shop: ShopFixture, office: PostOffice, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(_letter: object) -> str | None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setitem(checks._checks, "odd", stumbles)
        writes(shop, key="one", kind="odd")
        writes(shop, key="two")
        works()
    assert fates(shop) == [Fate.SKIPPED, Fate.SENT]


# By hand.


def test_a_refused_letter_can_be_tried_again_by_hand(shop: ShopFixture, office: PostOffice, works: Works) -> None:
    writes(shop)
    office.at_door = ["550 No"]
    works()
    with shop.app.app_context(), in_shop(shop.id):
        retry_letter(letters(shop)[0], by=shop.office.member)
    works()
    assert fates(shop) == [Fate.SENT]
    with shop.app.app_context(), in_shop(shop.id):
        with pytest.raises(Invalid):
            retry_letter(letters(shop)[0], by=shop.office.member)
        with pytest.raises(NotPermitted):
            retry_letter(letters(shop)[0], by=shop.worker.member)


def by(shop: ShopFixture, way: object) -> object:
    return replace(shop.app.extensions["post"], way=way)
