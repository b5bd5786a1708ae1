"""Jobs walk their own route: only what they need, each coat in turn."""

from tests.support.people import JobHandle, ShopFixture

SIXTEEN = [
    "Pending", "Quoted", "Approved", "In Preparation", "Sandblasting", "Masking / Taping", "Cleaning", "In Oven",
    "Coating", "Curing", "Quality Check", "Completed", "Ready for Pickup", "Delivered",
]  # fmt: skip


def walk(shop: ShopFixture, job: JobHandle) -> list[str]:
    """Advance to the end; the statuses it came through."""
    seen = []
    while (reply := shop.worker.taps(shop.worker.sees(job))).status_code == 200:
        seen.append(reply.json["said"].removeprefix(f"{job} is in "))
    assert "no next step" in reply.json["error"]
    return seen


def test_a_job_that_needs_everything_passes_the_whole_order(shop: ShopFixture) -> None:
    job = shop.job(services=["blasting", "masking", "cleaning"], quote_first=True)
    assert ["Pending", *walk(shop, job)] == SIXTEEN


def test_stages_whose_service_is_not_needed_are_skipped(shop: ShopFixture) -> None:
    job = shop.job(services=["masking"])
    assert walk(shop, job)[:4] == ["In Preparation", "Masking / Taping", "In Oven", "Coating"]


def test_each_further_coat_goes_through_coating_and_curing_again(shop: ShopFixture) -> None:
    job = shop.job(coats=3)
    loop = ["Coating", "Curing"]
    assert walk(shop, job) == [
        "In Preparation", "In Oven", *loop, *loop, *loop, "Quality Check", "Completed", "Ready for Pickup", "Delivered",
    ]  # fmt: skip


def test_the_card_says_which_coat_is_on(shop: ShopFixture) -> None:
    job = shop.job(at="Curing", coats=2)
    reply = shop.worker.taps(shop.worker.sees(job))
    assert "coat 2 of 2" in reply.json["cards"][0]["html"]
    assert "Clear gloss" in reply.json["cards"][0]["html"]


def test_a_repair_a_custom_job_and_a_piece_for_stock_have_their_own_ways(jewelry: ShopFixture) -> None:
    repair, custom = jewelry.job(kind="repair"), jewelry.job(kind="custom", quote_first=True)
    stock = jewelry.job(kind="production")
    assert walk(jewelry, repair) == ["In progress", "Quality check", "Ready for pickup", "Picked up"]
    assert walk(jewelry, custom)[:3] == ["Needs quote", "Quoted", "Approved"]
    assert walk(jewelry, stock) == ["In progress", "Quality check", "Into stock", "Stocked"]
    assert [str(job).split("-")[0] for job in (repair, custom, stock)] == ["RPR", "CUS", "PRD"]


def test_a_visit_goes_out_and_is_done(field: ShopFixture) -> None:
    assert walk(field, field.job()) == ["Scheduled", "On the way", "In progress", "Completed"]
