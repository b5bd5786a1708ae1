"""One person, two devices, the same moment: there is still one timer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.support.people import ShopFixture
from tests.timekeeping.conftest import entries, taps


def test_two_starts_at_once_leave_one_timer(shop: ShopFixture) -> None:
    for _ in range(4):
        jobs = [shop.job(at="Coating") for _ in range(3)]
        gate = Barrier(len(jobs))

        def start(job, gate=gate):  # type: ignore[no-untyped-def]
            gate.wait()
            return taps(shop.worker, job, "start").status_code

        with ThreadPoolExecutor(len(jobs)) as devices:
            assert list(devices.map(start, jobs)) == [200, 200, 200]
        found = [entry for job in jobs for entry in entries(shop, job)]
        assert [entry.is_running for entry in found].count(True) == 1
        assert len(found) == 3
