"""What fits into a push: words are cut before anything is too long, and what is too long is never sent."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.notifications.payload import LIMIT, Notice, TooLong, packed

ADDRESS = "https://shop.example/jobs/JOB-2608-0007"


def notice(title: str = "JOB-2608-0007 is yours", body: str = "Four wheels", address: str = ADDRESS) -> Notice:
    return Notice(title, body, address, "job-7", 3, "JOB-2608-0007", 4, "Curing")


def test_it_is_what_ios_shows_by_itself() -> None:
    assert orjson.loads(packed(notice())) == {
        "web_push": 8030,
        "notification": {
            "title": "JOB-2608-0007 is yours",
            "body": "Four wheels",
            "navigate": ADDRESS,
            "tag": "job-7",
            "app_badge": "3",
            "data": {"job": "JOB-2608-0007", "step": 4, "next": "Curing"},
        },
        "app_badge": "3",
    }


@given(st.text(max_size=120), st.text(max_size=1500))
def test_whatever_the_words_it_stays_under_a_kilobyte(title: str, body: str) -> None:
    made = packed(notice(title, body))
    assert len(made) < 1024
    shown = orjson.loads(made)["notification"]
    assert shown["navigate"] == ADDRESS
    assert title.startswith(shown["title"].removesuffix("…")) or shown["title"] == title


@pytest.mark.parametrize("words", ["x", "é", "🛞", '"', "\x01"])
def test_long_words_are_cut_and_say_so(words: str) -> None:
    shown = orjson.loads(packed(notice(body=words * 5000)))["notification"]
    assert shown["title"] == "JOB-2608-0007 is yours"
    assert shown["body"].endswith("…")
    assert set(shown["body"][:-1]) == {words}


def test_what_can_not_be_cut_is_refused() -> None:
    with pytest.raises(TooLong):
        packed(notice(address="https://shop.example/" + "x" * LIMIT))
