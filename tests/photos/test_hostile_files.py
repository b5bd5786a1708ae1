"""Whatever somebody calls a photo: a sentence, quickly, and nothing of it is left or served."""

import time

import pytest

from shopfloor.db import in_shop
from shopfloor.photos.queries import photos_of
from tests.photos.hostile import corpus
from tests.photos.test_photos import files_of, markers, sends
from tests.support.people import ShopFixture, found_shop
from tests.support.pictures import CANARY

CORPUS = corpus()
SECONDS = 3.0


@pytest.fixture(scope="module")
def besieged(app) -> ShopFixture:  # type: ignore[no-untyped-def]
    return found_shop(app, trade="powder")


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 110


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_answered_in_words_and_soon(
    besieged: ShopFixture, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopfloor.pictures.uploads.LIMIT", 1000)
    content, word = CORPUS[name]
    job, before, since = besieged.job(), files_of(besieged), time.monotonic()
    reply = sends(besieged.worker, job, content)
    assert time.monotonic() - since < SECONDS
    if reply.status_code == 200 and not word:
        kept = set(files_of(besieged)) - set(before)
        assert len(kept) == 2
        for file in kept:
            assert CANARY not in file.read_bytes()
            assert markers(file.read_bytes()) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA}
        return
    assert reply.status_code == 422
    assert word in reply.json["error"]
    with besieged.app.app_context(), in_shop(besieged.id):
        assert photos_of(job.id) == []
    assert files_of(besieged) == before
