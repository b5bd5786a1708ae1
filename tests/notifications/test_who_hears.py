"""Who hears of what: those it concerns, and neither who did it nor who sees it already."""

from tests.notifications.conftest import Works
from tests.support.people import ShopFixture
from tests.support.push import PushService

LATER = 13  # seconds: when a slip could have been taken back


def test_a_job_given_to_someone_is_told_to_them(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    ana, sue = pushes.phone_of(shop.worker), pushes.phone_of(shop.supervisor)
    job = shop.job(workers=[shop.worker.member], description="Four wheels")
    works()
    assert ana.titles == [f"{job} is yours"]
    assert ana.heard[0].body == "Four wheels"
    assert sue.titles == []  # she made it, and it is no loud one
