"""Answers kept as they travel are kept for the right person, and only as long as they are true."""

import gzip

import brotli
import pytest

from tests.support.people import ShopFixture

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize("coding", ["br", "gzip", None])
def test_the_page_is_the_same_in_every_coding(shop: ShopFixture, coding: str | None) -> None:
    shop.job(at="Coating")
    plain = shop.worker.opens("/mobile")
    assert "Content-Encoding" not in plain.headers
    packed = shop.worker.opens("/mobile", headers={"Accept-Encoding": coding or "identity"})
    assert packed.headers.get("Content-Encoding") == coding
    assert "Cookie" in packed.headers["Vary"]
    assert UNPACK[coding](packed.data) == plain.data


def test_nobody_gets_the_page_that_was_kept_for_another(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    for _ in range(2):
        for person in (shop.worker, shop.supervisor, shop.stranger):
            page = person.opens("/mobile").text
            others = {str(other) for other in (shop.supervisor, shop.stranger, shop.worker) if other is not person}
            assert f"Your account: {person}" in page
            assert not any(f"Your account: {other}" in page for other in others)
            assert (job.number in page) is (person is not shop.stranger)


def test_a_kept_page_is_let_go_when_anything_happens(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    before = shop.worker.opens("/mobile").text
    shop.worker.taps(shop.worker.sees(job))
    after = shop.worker.opens("/mobile").text
    assert "Advance to Curing" in before
    assert "Advance to Curing" not in after
