"""The statuses one job will pass: what it skips, what comes again for each coat, what someone puts in by hand."""

from hypothesis import given
from hypothesis import strategies as st

from shopfloor.workflow.routes import Stop, place_of, route_ahead, route_for
from shopfloor.workflow.trades import TRADES
from tests.workflow.stages import Stage, stages_of

POWDER = stages_of(TRADES["powder"].kinds[0])
ORDER = {stage.id: stage.position for stage in POWDER}
SERVICES = ["quote", "blasting", "masking", "cleaning"]

services = st.sets(st.sampled_from(SERVICES))
coats = st.integers(0, 4)
settable = st.sampled_from([stage for stage in POWDER if stage.label not in ("On Hold", "Cancelled")])


def called(label: str) -> Stage:
    return next(stage for stage in POWDER if stage.label == label)


def told(route: list[Stop]) -> list[str]:
    """The route in words; a coat by its number."""
    return [POWDER[stop.status_id].label + (f" {stop.coat}" if stop.coat else "") for stop in route]


def test_a_plain_job_skips_what_it_does_not_need() -> None:
    assert told(route_for(POWDER, services=set(), coats=1)) == [
        "Pending", "In Preparation", "In Oven", "Coating 1", "Curing 1",
        "Quality Check", "Completed", "Ready for Pickup", "Delivered",
    ]  # fmt: skip


def test_a_job_with_everything_passes_all_but_hold_and_cancelled() -> None:
    route = told(route_for(POWDER, services=SERVICES, coats=1))
    assert [label.removesuffix(" 1") for label in route] == [stage.label for stage in POWDER][:14]


def test_each_coat_is_laid_and_cured_before_the_next() -> None:
    route = told(route_for(POWDER, services=set(), coats=3))
    loop = ["Coating 1", "Curing 1", "Coating 2", "Curing 2", "Coating 3", "Curing 3"]
    assert route[route.index("Coating 1") : route.index("Quality Check")] == loop


def test_work_without_coats_written_down_still_passes_the_booth_once() -> None:
    assert route_for(POWDER, services=set(), coats=0) == route_for(POWDER, services=set(), coats=1)


def test_a_trade_without_coats_knows_no_loop() -> None:
    repair = stages_of(TRADES["jewelry"].kinds[0])
    assert {stop.coat for stop in route_for(repair, services={"quote"}, coats=3)} == {0}


@given(services, coats)
def test_a_route_goes_forward_and_repeats_nothing_but_coats(wanted: set[str], number: int) -> None:
    route = route_for(POWDER, services=wanted, coats=number)
    assert len(set(route)) == len(route)
    outside = [stop.status_id for stop in route if not stop.coat]
    assert outside == sorted(outside)
    assert max(stop.coat for stop in route) == max(number, 1)
    assert all(POWDER[stop.status_id].needs in {*wanted, None} for stop in route)


def test_a_status_that_is_on_the_route_is_found_there() -> None:
    route = route_for(POWDER, services=set(), coats=1)
    same, place = place_of(route, called("Quality Check"), near=0, order=ORDER)
    assert (same, told(same)[place]) == (route, "Quality Check")


def test_of_several_coats_the_nearest_is_meant() -> None:
    route = route_for(POWDER, services=set(), coats=3)
    near_second = told(route).index("Curing 2")
    _, place = place_of(route, called("Coating"), near=near_second, order=ORDER)
    assert told(route)[place] == "Coating 2"


def test_a_skipped_status_is_put_in_where_the_work_has_it() -> None:
    route = route_for(POWDER, services=set(), coats=2)
    longer, place = place_of(route, called("Masking / Taping"), near=4, order=ORDER)
    assert told(longer)[place - 1 : place + 2] == ["In Preparation", "Masking / Taping", "In Oven"]


def test_a_wait_off_the_route_leads_back_onto_it() -> None:
    repair = stages_of(TRADES["jewelry"].kinds[0])
    route = route_for(repair, services=set(), coats=0)
    waiting = next(stage for stage in repair if stage.label == "Waiting on parts")
    longer, place = place_of(route, waiting, near=0, order={stage.id: stage.position for stage in repair})
    assert [repair[stop.status_id].label for stop in longer][place : place + 2] == ["Waiting on parts", "In progress"]


@given(services, coats, settable, st.integers(0, 20))
def test_setting_a_status_adds_at_most_that_one_stop(wanted: set[str], number: int, stage: Stage, near: int) -> None:
    route = route_for(POWDER, services=wanted, coats=number)
    longer, place = place_of(route, stage, near=near, order=ORDER)
    assert longer[place].status_id == stage.id
    rest = longer if len(longer) == len(route) else [*longer[:place], *longer[place + 1 :]]
    assert rest == route
    assert longer[-1].status_id == route[-1].status_id
    assert place_of(longer, stage, near=place, order=ORDER) == (longer, place)


# A job under way whose needs change.


def walked(route: list[Stop], label: str) -> int:
    return told(route).index(label)


def test_prep_that_is_added_is_put_in_ahead_and_not_behind() -> None:
    route = route_for(POWDER, services=set(), coats=1)
    place = walked(route, "In Preparation")
    assert told(route_ahead(route, place, POWDER, services={"masking"}, coats=1))[:3] == [
        "Pending",
        "In Preparation",
        "Masking / Taping",
    ]
    place = walked(route, "Coating 1")
    assert route_ahead(route, place, POWDER, services={"masking"}, coats=1) == route


def test_a_coat_that_is_added_comes_after_the_one_on_the_gun() -> None:
    route = route_for(POWDER, services=set(), coats=1)
    ahead = told(route_ahead(route, walked(route, "Curing 1"), POWDER, services=set(), coats=2))
    assert ahead[ahead.index("Curing 1") + 1 :][:2] == ["Coating 2", "Curing 2"]


def test_a_coat_that_is_taken_off_leaves_what_was_done() -> None:
    route = route_for(POWDER, services=set(), coats=3)
    ahead = told(route_ahead(route, walked(route, "Coating 2"), POWDER, services=set(), coats=1))
    assert ahead[-5:] == ["Coating 2", "Quality Check", "Completed", "Ready for Pickup", "Delivered"]


def test_standing_where_it_no_longer_has_to_be_it_goes_on_from_there() -> None:
    route = route_for(POWDER, services={"masking"}, coats=1)
    ahead = told(route_ahead(route, walked(route, "Masking / Taping"), POWDER, services=set(), coats=1))
    assert ahead[2:4] == ["Masking / Taping", "In Oven"]


@given(services, coats, services, coats, st.data())
def test_what_is_behind_stays_and_what_is_ahead_repeats_nothing(
    had: set[str], were: int, needs: set[str], are: int, data: st.DataObject
) -> None:
    route = route_for(POWDER, services=had, coats=were)
    place = data.draw(st.integers(0, len(route) - 1))
    ahead = route_ahead(route, place, POWDER, services=needs, coats=are)
    assert ahead[: place + 1] == route[: place + 1]
    assert len(set(ahead)) == len(ahead)
    if place < len(route) - 1:
        assert ahead[-1] == route[-1]
    assert route_ahead(ahead, place, POWDER, services=needs, coats=are) == ahead  # saying it again changes nothing


@given(services, coats, settable, st.data())
def test_a_status_put_in_by_hand_is_gone_on_from(needs: set[str], number: int, stage: Stage, data: st.DataObject) -> None:
    route = route_for(POWDER, services=needs, coats=number)
    near = data.draw(st.integers(0, len(route) - 1))
    route, place = place_of(route, stage, near=near, order=ORDER)
    ahead = route_ahead(route, place, POWDER, services=needs, coats=number)
    assert ahead[: place + 1] == route[: place + 1]
