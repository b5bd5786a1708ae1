"""Tables for spreadsheets. A cell that a spreadsheet would run as a formula is sent as text, and read back as it was."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from flask import Response

# What a formula begins with, in the forms that spreadsheets take for one another.
LEAD = "=+-@\t\r\n＝＋－＠|"


def out_cell(text: str) -> str:
    """Free text as it may stand in a table. Only for text: numbers may begin with a minus."""
    return f"'{text}" if text and (text[0] in LEAD + "'" or _begins_so(text)) else text


def in_cell(text: str) -> str:
    """What `out_cell` was given."""
    rest = text[1:]
    return rest if text[:1] == "'" and rest and (rest[0] in LEAD + "'" or _begins_so(rest)) else text


def csv_table(name: str, heads: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    """A file to be saved, called `name`. Decimals are amounts of money, to the cent; text is sent as `out_cell` says."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # The mark by which spreadsheets know UTF-8.
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    if isinstance(value, str):
        return out_cell(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def _begins_so(text: str) -> bool:
    return text.lstrip()[:1] in tuple(LEAD)
