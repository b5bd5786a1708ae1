"""Files of pictures that nothing stands for are swept away; what a row names, and what is new, never."""

import os
import time
from pathlib import Path

import pytest

from shopfloor import worker
from shopfloor.catalog.operations import archive_product
from shopfloor.db import in_shop
from shopfloor.photos.strays import stray_pictures
from shopfloor.pictures import store
from shopfloor.pictures.darkroom import Picture
from tests.photos.test_photos import files_of, sends, shown
from tests.products.test_pictures import changes, last, with_picture
from tests.support.people import ShopFixture
from tests.support.pictures import jpeg

DAYS = 86_400


def stray(shop: ShopFixture) -> str:
    """A picture whose transaction never came to its end."""
    with shop.app.app_context(), in_shop(shop.id):
        return store.keep(Picture(40, 30, jpeg(40, 30), jpeg(40, 30)))


def grow_old(files: list[Path], days: float = 2) -> None:
    for file in files:
        os.utime(file, (time.time() - days * DAYS,) * 2)


def swept(shop: ShopFixture) -> list[Path]:
    """The files that are left when the worker has swept."""
    with shop.app.app_context():
        worker.sweep()
    return files_of(shop)


def listed(shop: ShopFixture) -> list[Path]:
    with shop.app.app_context(), in_shop(shop.id):
        return stray_pictures()


def test_an_old_file_that_nothing_names_is_listed_and_swept(shop: ShopFixture) -> None:
    stray(shop)
    files = files_of(shop)
    grow_old(files)
    assert listed(shop) == files
    assert swept(shop) == []


def test_a_young_one_is_left_alone(shop: ShopFixture) -> None:
    stray(shop)
    grow_old(files_of(shop), days=0.9)
    assert listed(shop) == []
    assert len(swept(shop)) == 2


def test_what_a_row_names_stays_however_old_and_archived(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg())
    shop.supervisor.posts(f"/photos/{shown(shop, job)[0].id}/archiving", reason="Blurred")
    with_picture(shop)
    with shop.app.app_context(), in_shop(shop.id):
        archive_product(last(shop).id, by=shop.office.member)
    files = files_of(shop)
    grow_old(files, days=900)
    assert len(files) == 4
    assert swept(shop) == files


def test_the_picture_that_a_product_had_before_is_swept(shop: ShopFixture) -> None:
    with_picture(shop)
    before = files_of(shop)
    assert changes(shop, jpeg(50, 50)).status_code == 303
    grow_old(files_of(shop))
    left = swept(shop)
    assert len(left) == 2
    assert not set(left) & set(before)


def test_a_picture_of_a_form_that_was_open_for_days_is_held_when_it_is_saved(shop: ShopFixture) -> None:
    """Touched before its row is there, so that a sweep between the two lets it be."""
    name = stray(shop)
    grow_old(files_of(shop))
    with shop.app.app_context(), in_shop(shop.id):
        assert store.hold(name)
    assert len(swept(shop)) == 2


def test_a_folder_of_which_nothing_is_known_is_left_alone(shop: ShopFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of last week came back, and with it nobody who names this week's photos."""
    monkeypatch.setattr(store, "FEW", 3)
    for _ in range(3):
        stray(shop)
    files = files_of(shop)
    grow_old(files)
    assert swept(shop) == files


def test_what_else_lies_there_is_not_ours_to_sweep(shop: ShopFixture) -> None:
    stray(shop)
    note = files_of(shop)[0].parent / "read-me.txt"
    note.write_text("From the last backup")
    grow_old(files_of(shop))
    assert swept(shop) == [note]
