"""Cells for spreadsheets: what goes out comes back, and no cell is a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopfloor.web.csv import LEAD, in_cell, out_cell

texts = st.text() | st.text(alphabet=f"{LEAD}' a1", max_size=6)


@given(texts)
def test_a_cell_comes_back_as_it_went_out(text: str) -> None:
    assert in_cell(out_cell(text)) == text


@given(texts)
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert out_cell(text).lstrip()[:1] not in tuple(LEAD)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1", "|cmd", "'quoted"])
def test_what_a_spreadsheet_might_run_is_quoted(text: str) -> None:
    assert out_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Harlan", "O'Brien", "1-2", " a"])
def test_all_else_goes_as_it_is(text: str) -> None:
    assert out_cell(text) == text
