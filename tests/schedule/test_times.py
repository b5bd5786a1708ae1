"""Days of 23, 24 and 25 hours, slots over midnight, and who stands in whose way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from shopfloor.schedule.times import Span, crowded, day_span, first_free, moment_on, span, week_of

CHICAGO = "America/Chicago"
NINE = datetime(2026, 12, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 8), 23), (date(2026, 6, 1), 24), (date(2026, 11, 1), 25)],
    ids=["spring", "summer", "fall"],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    there = day_span(day, CHICAGO)
    assert there.end - there.start == timedelta(hours=hours)


def test_nine_is_nine_on_the_wall_before_and_after_the_clocks_change() -> None:
    assert [moment_on(date(2026, 3, day), time(9), CHICAGO).hour for day in (7, 8)] == [15, 14]


def test_a_time_that_the_clocks_go_over_twice_is_the_first_of_them() -> None:
    assert moment_on(date(2026, 11, 1), time(1, 30), CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_leave_out_is_none() -> None:
    with pytest.raises(ValueError, match="There is no 02:30 on that day"):
        moment_on(date(2026, 3, 8), time(2, 30), CHICAGO)


def test_a_week_begins_on_monday() -> None:
    assert [week_of(date(2026, 11, day))[0] for day in (23, 29)] == [date(2026, 11, 23)] * 2


def at(minute: int, minutes: int) -> Span:
    return span(NINE + timedelta(minutes=minute), minutes)


@pytest.mark.parametrize(
    ("spans", "capacity", "over"),
    [
        ([], 1, set()),
        ([at(0, 60), at(60, 60)], 1, set()),
        ([at(0, 60), at(59, 60)], 1, {0, 1}),
        ([at(0, 60), at(59, 60)], 2, set()),
        ([at(0, 600), at(10, 20), at(20, 20), at(300, 5)], 2, {0, 1, 2}),
        ([at(0, 60)] * 3, 2, {0, 1, 2}),
    ],
)
def test_whatever_stands_among_too_many_is_crowded(spans: list[Span], capacity: int, over: set[int]) -> None:
    assert crowded(spans, capacity) == over


@pytest.mark.parametrize(
    ("taken", "capacity", "minutes", "free"),
    [
        ([], 1, 60, 0),
        ([at(0, 60)], 1, 60, 60),
        ([at(30, 60)], 1, 30, 0),
        ([at(30, 60)], 1, 60, 90),
        ([at(0, 60), at(70, 60)], 1, 15, 130),
        ([at(0, 60), at(70, 60)], 1, 10, 60),
        ([at(0, 60), at(0, 90)], 2, 10, 60),
        ([at(-600, 660)], 1, 60, 60),
    ],
)
def test_the_first_free_time_is_the_first(taken: list[Span], capacity: int, minutes: int, free: int) -> None:
    assert first_free(NINE, minutes, [(taken, capacity)]) == NINE + timedelta(minutes=free)


def test_both_the_worker_and_the_oven_have_to_be_free() -> None:
    worker, oven = [at(0, 60)], [at(60, 60)]
    assert first_free(NINE, 30, [(worker, 1), (oven, 1)]) == NINE + timedelta(minutes=120)
