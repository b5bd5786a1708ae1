"""Every trade, through the same checks. A new one is in them by being in TRADES."""

from typing import Any

import pytest

from shopfloor.workflow.kinds import LaneKind, StatusKind
from shopfloor.workflow.models import Lane, Status
from shopfloor.workflow.routes import route_for
from shopfloor.workflow.trades import NORMAL, TRADES, KindSeed, Trade
from tests.support.people import ShopFixture
from tests.workflow.stages import stages_of
from tests.workflow.vectors import VECTORS

ONE_EACH = {StatusKind.HOLD, StatusKind.CANCELLED}
AT_LEAST = {StatusKind.NEW, StatusKind.ACTIVE, StatusKind.DONE}

all_trades = pytest.mark.parametrize("trade", TRADES.values(), ids=TRADES)
all_kinds = pytest.mark.parametrize(
    ("trade", "kind"),
    [(trade, kind) for trade in TRADES.values() for kind in trade.kinds],
    ids=[f"{trade.code}-{kind.code}" for trade in TRADES.values() for kind in trade.kinds],
)


def labels(kind: KindSeed, lane: str | None = None) -> list[str]:
    return [status.label for status in kind.statuses if lane in (None, status.lane)]


@all_kinds
def test_work_can_begin_be_done_held_and_cancelled(trade: Trade, kind: KindSeed) -> None:
    met = [status.kind for status in kind.statuses]
    assert set(met) >= AT_LEAST
    assert {kind: met.count(kind) for kind in ONE_EACH} == dict.fromkeys(ONE_EACH, 1)


@all_kinds
def test_every_status_has_a_code_and_a_name_of_its_own(trade: Trade, kind: KindSeed) -> None:
    for of in (labels(kind), [status.code for status in kind.statuses]):
        assert len(of) == len(set(of))


@all_kinds
def test_every_status_stands_in_a_lane_that_fits_it(trade: Trade, kind: KindSeed) -> None:
    lanes = {lane.name: lane.kind for lane in trade.lanes}
    where = {status.label: (status.kind, lanes[status.lane]) for status in kind.statuses}
    assert {lane for of, lane in where.values() if of is StatusKind.HOLD} == {LaneKind.APART}
    assert {lane for of, lane in where.values() if of is StatusKind.CANCELLED} == {LaneKind.OFF}
    assert {lane for of, lane in where.values() if not of.is_closed and of is not StatusKind.HOLD} == {LaneKind.COLUMN}


@all_kinds
@pytest.mark.parametrize("coats", [1, 3])
def test_whatever_a_job_needs_its_way_leads_from_new_to_done(trade: Trade, kind: KindSeed, coats: int) -> None:
    stages = stages_of(kind)
    for services in (set(), {"quote"}, {status.needs for status in kind.statuses if status.needs}):
        stops = route_for(stages, services=services, coats=coats)
        way = [kind.statuses[stop.status_id].kind for stop in stops]
        assert (way[0], way[-1]) == (StatusKind.NEW, StatusKind.DONE)
        assert way.count(StatusKind.DONE) == 1
        assert not ONE_EACH & set(way)


@all_kinds
def test_a_status_is_late_after_it_is_nearly_late(trade: Trade, kind: KindSeed) -> None:
    for status in kind.statuses:
        if status.kind.is_closed:
            assert status.amber is status.red is None
        else:
            assert status.amber and status.red and status.amber < status.red, status.label


@all_kinds
def test_what_a_status_needs_can_be_chosen(trade: Trade, kind: KindSeed) -> None:
    offered = {service.code for service in trade.services} | {"quote", None}
    assert {status.needs for status in kind.statuses} <= offered


@all_kinds
def test_only_trades_with_coats_repeat_statuses_and_those_stand_together(trade: Trade, kind: KindSeed) -> None:
    places = [i for i, status in enumerate(kind.statuses) if status.per_coat]
    assert bool(places) == trade.uses_coats
    assert places == list(range(places[0], places[-1] + 1)) if places else True


@all_trades
def test_no_lane_stays_empty(trade: Trade) -> None:
    used = {status.lane for kind in trade.kinds for status in kind.statuses}
    assert used == {lane.name for lane in trade.lanes}


@all_trades
def test_priorities_go_from_the_most_urgent_down_and_one_is_normal(trade: Trade) -> None:
    ranks = [priority.rank for priority in trade.priorities]
    assert ranks == sorted(set(ranks), reverse=True)
    assert [priority.label for priority in trade.priorities if priority.quiet] == ["Normal"]
    assert [priority.due_days for priority in trade.priorities] == sorted(priority.due_days for priority in trade.priorities)
    assert trade.priorities[0].loud
    assert not trade.priority(NORMAL).loud


@all_trades
@pytest.mark.parametrize("rank", [-1, 0, 6, 99])
def test_a_rank_a_trade_does_not_have_counts_as_normal(trade: Trade, rank: int) -> None:
    assert trade.priority(rank).label == "Normal"


@all_trades
def test_screens_have_their_words(trade: Trade) -> None:
    assert {"jobs", "job", "worker", "location"} <= trade.words.keys()
    assert all(trade.words.values())
    assert trade.hold_reasons
    assert len({kind.number_prefix for kind in trade.kinds}) == len(trade.kinds)


@all_trades
def test_all_of_it_fits_into_its_columns(trade: Trade) -> None:
    def longest(column: Any, values: list[str]) -> bool:
        return max(map(len, values)) <= column.type.length

    statuses = [status for kind in trade.kinds for status in kind.statuses]
    table = Status.__table__.c
    assert longest(table.code, [status.code for status in statuses])
    assert longest(table.label, [status.label for status in statuses])
    assert longest(table.tone, [status.tone for status in statuses])
    assert longest(table.kind, [status.kind.value for status in statuses])
    assert longest(table.job_kind, [kind.code for kind in trade.kinds])
    assert longest(Lane.__table__.c.name, [lane.name for lane in trade.lanes])


def test_powder_coating_has_its_sixteen_statuses_in_order() -> None:
    (kind,) = TRADES["powder"].kinds
    assert labels(kind) == [*VECTORS["powder_statuses"], *VECTORS["powder_any_time"]]
    assert len(labels(kind)) == 16


def test_powder_coatings_statuses_stand_in_their_lanes() -> None:
    (kind,) = TRADES["powder"].kinds
    lanes = dict(VECTORS["powder_lanes"])
    apart, off = lanes.pop("separate"), lanes.pop("off_board")
    assert {lane: labels(kind, lane) for lane in lanes} == lanes
    assert (labels(kind, "On Hold"), labels(kind, "Done")) == (apart, off)


@pytest.mark.parametrize("kind", TRADES["jewelry"].kinds[:2], ids=lambda kind: kind.code)
def test_a_customers_piece_of_jewelry_stands_in_its_lanes(kind: KindSeed) -> None:
    lanes = dict(VECTORS["jewelry_lanes"])
    apart, off = lanes.pop("separate"), lanes.pop("off_board")
    assert {lane: labels(kind, lane) for lane in lanes} == lanes
    assert (labels(kind, "On Hold"), labels(kind, "Closed")) == (apart, off)


def test_field_service_has_its_columns() -> None:
    columns = [lane.name for lane in TRADES["field"].lanes if lane.kind is LaneKind.COLUMN]
    assert columns == VECTORS["field_lanes"]


@pytest.mark.parametrize("code", VECTORS["priorities"])
def test_priorities_are_called_what_the_trade_calls_them(code: str) -> None:
    assert [priority.label for priority in TRADES[code].priorities] == VECTORS["priorities"][code]


@pytest.mark.parametrize("code", TRADES)
def test_a_shop_that_opens_has_its_trade_as_rows(code: str, request: pytest.FixtureRequest) -> None:
    fixture = {"powder": "shop"}.get(code, code)
    found: ShopFixture = request.getfixturevalue(fixture)
    page = found.owner.opens("/jobs/new").text
    assert all(f">{priority.label}<" in page for priority in TRADES[code].priorities)
    assert all(f">{service.name}<" in page for service in TRADES[code].services)
    made = [found.job(kind=kind.code) for kind in TRADES[code].kinds]
    assert [job.number.split("-")[0] for job in made] == [kind.number_prefix for kind in TRADES[code].kinds]
