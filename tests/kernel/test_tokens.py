"""Words as they are compared, and what a job is found by."""

import pytest

from shopfloor.kernel.text import folded, words_of
from shopfloor.kernel.tokens import LONGEST, job_words, shop_code, token


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Café Ørsted", ["cafe", "orsted"]),
        ('18" wheel, 2×', ["18", "wheel", "2"]),
        ("JOB-2611-0042", ["job", "2611", "0042"]),
        ("Straße Œuvre İstanbul", ["strasse", "oeuvre", "istanbul"]),
        ("Łódź/Đakovo", ["lodz", "dakovo"]),
        ("٣ مرحبا", ["٣", "مرحبا"]),
        ("東京 塗装", ["東京", "塗装"]),
        ("ﬁne ① Ⅳ", ["fine", "1", "iv"]),
        ("a_b%c\\'\"*", ["a", "b", "c"]),
        ("🎨 -- \x00", []),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_accents_and_capitals(written: str, words: list[str]) -> None:
    assert words_of(written) == words
    assert words_of(folded(written)) == words


def test_no_token_of_one_shop_is_one_of_another() -> None:
    codes = {shop_code(n) for n in (1, 35, 36, 1295, 1296, 1_000_000)}
    assert len(codes) == 6
    assert {len(code) for code in codes} == {5}


def test_a_long_word_counts_by_its_beginning() -> None:
    assert token(1, "electrostatically") == token(1, "electrostatic") == shop_code(1) + "electrostati"
    assert len(token(1, "x" * 99)) == len(shop_code(1)) + LONGEST


def test_a_job_has_each_of_its_words_once_and_the_ids_of_whom_and_what_it_is_for() -> None:
    assert job_words(1, ["Gate, gate", "GATE 2"], 7, [3, 3]) == "kc7 kp3 s00012 s0001gate"
    assert job_words(1, ["Stud"], None, []) == "s0001stud"
