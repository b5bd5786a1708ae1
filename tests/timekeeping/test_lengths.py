"""Lengths of time, by the tables."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shopfloor.kernel import clock
from shopfloor.timekeeping import lengths

VECTORS: dict[str, Any] = {v["id"]: v for v in json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]}
STEPS = {"nearest quarter hour": 15, "nearest tenth of an hour": 6, "none (default)": 0}
ELSEWHERE = {"T-11", "T-13", "T-14"}  # in test_timers and test_entries: they need a shop
CHICAGO = "America/Chicago"


def of_day(punch: str) -> Decimal:
    hour, minute = punch.split(":")
    return Decimal(hour) * 60 + Decimal(minute)


@pytest.mark.parametrize("name", ["T-01", "T-02", "T-04"])
def test_a_punch_is_rounded_as_the_law_allows(name: str) -> None:
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    assert lengths.rounded(of_day(given["punch"]), STEPS[given["rule"]]) == of_day(expected["rounded"])


@pytest.mark.parametrize("name", ["T-05", "T-07"])
def test_a_length_is_rounded_as_the_shop_chose(name: str) -> None:
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    assert lengths.rounded(Decimal(given["duration_min"]), STEPS[given["rule"]]) == Decimal(expected["minutes"])


def test_by_itself_nothing_is_rounded_and_hours_are_only_shown() -> None:
    given, expected = VECTORS["T-08"]["input"], VECTORS["T-08"]["expected"]
    kept = lengths.rounded(Decimal(given["duration_min"]), STEPS[given["rule"]])
    assert (str(lengths.hours(kept)), str(kept)) == (expected["hours"], expected["minutes_kept"])


def test_labor_costs_what_its_minutes_cost() -> None:
    given = VECTORS["T-10"]["input"]
    cost = lengths.labor_cost(Decimal(given["duration_min"]), Decimal(given["rate_per_hour"]))
    assert str(cost) == VECTORS["T-10"]["expected"]["labour_cost"]


def test_every_vector_is_run() -> None:
    assert VECTORS.keys() == {"T-01", "T-02", "T-04", "T-05", "T-07", "T-08", "T-10"} | ELSEWHERE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("90", 90), ("1:30", 90), ("1.5 h", 90), ("1,5h", 90), ("1 h 30 min", 90), ("45 min", 45), ("45m", 45), ("2 hours", 120)],
)
def test_a_length_is_read_as_it_was_meant(typed: str, meant: int) -> None:
    assert lengths.parse(typed) == meant


@pytest.mark.parametrize("typed", ["", "soon", "1:75", "h", "1;30", "1 h 2 h", "\x00", "1e9", "99999999"])
def test_what_is_no_length_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"no length|at most"):
        lengths.parse(typed)


@pytest.mark.parametrize(
    ("minutes", "words"), [("0.4", "less than a minute"), ("45.9", "45 min"), ("60", "1 h"), ("165", "2 h 45 min")]
)
def test_lengths_read_as_people_say_them(minutes: str, words: str) -> None:
    assert lengths.words(Decimal(minutes)) == words


def wall(said: str) -> datetime:
    return clock.at_wall(datetime.fromisoformat(said), CHICAGO)


def test_clocks_put_forward_or_back_in_the_night_change_no_length() -> None:
    assert lengths.minutes_between(wall("2026-03-07T23:00"), wall("2026-03-08T04:00")) == 240
    assert lengths.minutes_between(wall("2026-10-31T23:00"), wall("2026-11-01T04:00")) == 360


def test_an_hour_that_was_left_out_is_no_time() -> None:
    with pytest.raises(ValueError, match="put forward"):
        wall("2026-03-08T02:30")


@pytest.mark.parametrize(
    ("started", "now", "forgotten"),
    [
        ("2026-11-22T16:10", "2026-11-22T23:00", False),
        ("2026-11-22T16:10", "2026-11-23T04:00", False),
        ("2026-11-22T16:10", "2026-11-23T05:00", True),
        ("2026-11-22T22:00", "2026-11-23T06:30", False),  # someone who works at night
        ("2026-11-22T22:00", "2026-11-23T10:01", True),
        ("2026-11-23T05:00", "2026-11-23T17:01", True),
    ],
)
def test_a_timer_is_forgotten_after_twelve_hours_or_a_night(started: str, now: str, forgotten: bool) -> None:
    assert lengths.is_forgotten(wall(started), wall(now), CHICAGO) is forgotten


def test_a_length_is_exact_to_the_second() -> None:
    began = datetime(2026, 11, 23, 10, 0, 20, tzinfo=UTC)
    assert lengths.minutes_between(began, began.astimezone(ZoneInfo("Asia/Tokyo")) + timedelta(seconds=90)) == Decimal("1.5")
