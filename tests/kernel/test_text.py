"""What people type, made fit to keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.kernel.text import clean, one_line

# Lone surrogates come from broken pasting; st.text leaves them out unless asked.
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)

CLEANED = {
    "  Harlan  ": "Harlan",
    "two\r\nlines\rand three": "two\nlines\nand three",
    "a\x00b\x07c\x1b[31m": "abc[31m",
    "half \ud83d of an emoji": "half  of an emoji",
    "cafe\u0301": "caf\u00e9",
    "tab\tstays": "tab\tstays",
    "👩‍🔧": "👩‍🔧",  # its joiner is invisible and belongs to it
    "صاحب العمل": "صاحب العمل",
    "": "",
    "\x00": "",
}


@pytest.mark.parametrize(("typed", "kept"), CLEANED.items())
def test_text_is_kept_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(anything)
def test_any_text_can_be_stored_by_both_databases(typed: str) -> None:
    kept = clean(typed)
    assert "\x00" not in kept
    kept.encode()  # raises for half a character


@given(anything)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(anything)
def test_one_line_is_one_line(typed: str) -> None:
    line = one_line(typed)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert line == line.strip() == one_line(line)
