"""Photos of a job: taken in whatever a phone sends, shown plain, counted once, seen by the shop alone."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from shopfloor.db import db, in_shop
from shopfloor.jobs import queries as jobs
from shopfloor.kernel.errors import Unavailable
from shopfloor.photos.models import Photo
from shopfloor.photos.queries import photos_of
from shopfloor.pictures import store, uploads
from tests.support.people import ORIGIN, JobHandle, Person, ShopFixture
from tests.support.pictures import CANARY, exif, jpeg, picture, saved, telling


def sends(person: Person, job: JobHandle, content: bytes, *, kind: str = "before", **more: Any) -> TestResponse:
    """As our scripts do."""
    form = {"key": uuid4().hex, "kind": kind, "photo": (BytesIO(content), "IMG_0001.jpg"), **more}
    headers = {"Origin": ORIGIN, "Accept": "application/json"}
    return person.client.post(f"/jobs/{job}/photos", data=form, headers=headers, content_type="multipart/form-data")


def shown(shop: ShopFixture, job: JobHandle) -> list[Any]:
    with shop.app.app_context(), in_shop(shop.id):
        return photos_of(job.id)


def picture_of(shop: ShopFixture, job: JobHandle, size: str = ".jpg") -> Image.Image:
    """The job's last photo, as a browser gets it."""
    reply = shop.worker.opens(f"/photos/{shown(shop, job)[-1].id}{size}")
    assert reply.status_code == 200
    return Image.open(BytesIO(reply.data))


def test_a_photo_is_on_the_job_page_with_its_kind_and_who_took_it(shop: ShopFixture) -> None:
    job = shop.job()
    reply = sends(shop.worker, job, jpeg(), kind="quality_check")
    assert reply.status_code == 200
    assert reply.json["said"] == "Photo saved"
    assert "Quality Check" in reply.json["cards"][0]["html"]
    page = shop.office.reads_job(job)
    assert re.search(r'<img src="/photos/\d+/thumb.jpg" alt="Quality Check', page)
    assert shop.story(job) == [f"{shop.worker} added a photo to {job}: Quality Check"]


def test_it_is_kept_in_two_sizes(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg(4000, 3000))
    assert picture_of(shop, job).size == (2048, 1536)
    assert picture_of(shop, job, "/thumb.jpg").size == (320, 240)


def test_a_small_one_is_not_blown_up(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg(200, 100))
    assert picture_of(shop, job).size == (200, 100)


RED_IS_AT = {1: (0, 0), 3: (1, 1), 6: (1, 0), 8: (0, 1)}


@pytest.mark.parametrize("orientation", RED_IS_AT)
def test_it_stands_upright_however_the_phone_was_held(shop: ShopFixture, orientation: int) -> None:
    job = shop.job()
    sends(shop.worker, job, saved(picture(600, 400), exif=exif(orientation)))
    made = picture_of(shop, job).convert("RGB")
    right, down = RED_IS_AT[orientation]
    corner = made.getpixel((made.width // 4 + right * made.width // 2, made.height // 4 + down * made.height // 2))
    assert corner[0] > 180
    assert corner[1] < 60


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_but_pixels_is_left_of_what_came(shop: ShopFixture, format: str) -> None:
    job, content = shop.job(), telling(format)
    assert CANARY in content
    assert sends(shop.worker, job, content).status_code == 200
    for size in (".jpg", "/thumb.jpg"):
        kept = shop.worker.opens(f"/photos/{shown(shop, job)[0].id}{size}").data
        assert CANARY not in kept
        assert not any(mark in kept for mark in (b"Exif", b"http://ns.adobe", b"Photoshop", b"ICC_PROFILE", b"\xff\xfe"))
        assert markers(kept) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA}


def markers(content: bytes) -> set[int]:
    """The kinds of segments in a JPEG, as far as its pixels."""
    found, at = set(), 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        found.add(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return found


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "CMYK"])
def test_whatever_its_colours_are_made_of(shop: ShopFixture, mode: str) -> None:
    job = shop.job()
    image = picture().convert(mode)
    assert sends(shop.worker, job, saved(image, "JPEG" if mode == "CMYK" else "PNG")).status_code == 200
    assert picture_of(shop, job).mode == "RGB"


def test_clear_places_are_white(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert min(picture_of(shop, job).getpixel((25, 25))) > 250


def test_the_same_photo_sent_twice_counts_once(shop: ShopFixture) -> None:
    job, key = shop.job(), uuid4().hex
    assert [sends(shop.worker, job, jpeg(), key=key).status_code for _ in range(3)] == [200, 200, 200]
    assert len(shown(shop, job)) == 1
    assert len(shop.story(job)) == 1
    assert len(files_of(shop)) == 2


def files_of(shop: ShopFixture) -> list[Path]:
    folder: Path = shop.app.config["PHOTOS"]
    return sorted((folder / str(shop.id)).glob("*"))


def test_a_plain_form_may_bring_several_and_what_was_good_before_a_bad_one_stays(shop: ShopFixture) -> None:
    job = shop.job()
    files = [(BytesIO(content), "a.jpg") for content in (jpeg(), jpeg(), b"no photo at all")]
    reply = shop.worker.client.post(
        f"/jobs/{job}/photos", data={"kind": "before", "photo": files, "key": "of-a-form"}, headers={"Origin": ORIGIN}
    )
    assert reply.status_code == 422
    assert "That is not a photo" in reply.text
    assert len(shown(shop, job)) == 2


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"photo": (BytesIO(b""), "")}, "Choose a photo first."),
        ({"photo": "text"}, "Choose a photo first."),
        ({"kind": "holiday"}, "Choose what the photo shows."),
        ({"kind": "x" * 5000}, "Choose what the photo shows."),
        ({"key": "!"}, "This tap's key is not one of ours."),
    ],
)
def test_a_form_that_can_not_be_meant_is_answered_in_words(shop: ShopFixture, form: dict[str, Any], sentence: str) -> None:
    job = shop.job()
    reply = sends(shop.worker, job, jpeg(), **form)
    assert reply.status_code == 422
    assert sentence in reply.json["error"]
    assert shown(shop, job) == []


def test_sixty_megabytes_are_refused_in_words(shop: ShopFixture) -> None:
    job = shop.job()
    for size in (26, 60):
        environ = {"CONTENT_LENGTH": str(size * 1024 * 1024)}  # as the server tells of a body that it has not taken in
        headers = {"Origin": ORIGIN, "Accept": "application/json", "Content-Type": "multipart/form-data; boundary=x"}
        reply = shop.worker.client.post(f"/jobs/{job}/photos", headers=headers, environ_overrides=environ)
        assert reply.status_code == 413
        assert "more than 25 MB" in reply.json["error"]


def test_other_forms_take_no_more_than_before(shop: ShopFixture) -> None:
    job = shop.job()
    assert shop.worker.posts(f"/jobs/{job}/notes", text="x" * 300_000).status_code == 413


def test_a_photo_gets_another_kind_and_the_history_tells(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg())
    (photo,) = shown(shop, job)
    reply = shop.worker.posts(f"/photos/{photo.id}/kind", json=True, kind="issue", key=uuid4().hex)
    assert "Issue" in reply.json["cards"][0]["html"]
    assert shop.story(job)[-1] == f"{shop.worker} called a photo of {job} Issue instead of Before"
    assert shop.worker.posts(f"/photos/{photo.id}/kind", json=True, kind="nice", key=uuid4().hex).status_code == 422


def test_a_supervisor_takes_a_photo_off_and_says_why(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg())
    (photo,) = shown(shop, job)
    assert shop.worker.posts(f"/photos/{photo.id}/archiving", reason="Blurred").status_code == 403
    assert shop.supervisor.posts(f"/photos/{photo.id}/archiving", reason=" ").status_code == 422
    assert shop.supervisor.posts(f"/photos/{photo.id}/archiving", reason="Another customer's").status_code == 303
    assert shop.story(job)[-1] == f"{shop.supervisor} took a photo off {job} (Before): Another customer's"
    assert shown(shop, job) == []
    assert shop.supervisor.opens(f"/photos/{photo.id}.jpg").status_code == 404
    assert shop.supervisor.posts(f"/photos/{photo.id}/archiving", reason="Again").status_code == 404
    assert len(files_of(shop)) == 2  # the picture is not lost


def test_taking_a_photo_off_twice_with_one_tap_is_answered_as_before(shop: ShopFixture) -> None:
    job, key = shop.job(), uuid4().hex
    sends(shop.worker, job, jpeg())
    address = f"/photos/{shown(shop, job)[0].id}/archiving"
    replies = [shop.supervisor.posts(address, json=True, reason="Blurred", key=key) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert len(shop.story(job)) == 2


def test_a_picture_leaves_as_a_jpeg_for_its_own_people_only(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg())
    address = f"/photos/{shown(shop, job)[0].id}.jpg"
    headers = shop.worker.opens(address).headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"].startswith("private")
    assert "Cookie" in headers["Vary"]
    assert shop.stranger.opens(address).status_code == 404
    assert shop.app.test_client().get(address).status_code == 302


def test_a_picture_that_is_gone_from_the_disk_is_not_there(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg())
    for file in files_of(shop):
        file.unlink()
    assert shop.worker.opens(f"/photos/{shown(shop, job)[0].id}.jpg").status_code == 404


def test_files_lie_in_the_shops_own_folder_under_names_that_tell_nothing(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg(), photo=(BytesIO(jpeg()), "../../../etc/passwd.jpg"))
    assert all(re.fullmatch(r"[0-9a-f]{32}\.(large|thumb)\.jpg", file.name) for file in files_of(shop))


def test_a_full_disk_is_said_and_leaves_nothing_half_done(shop: ShopFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    job = shop.job()
    monkeypatch.setattr(store, "_write", full)
    reply = sends(shop.worker, job, jpeg())
    assert reply.status_code == Unavailable.status
    assert "no room" in reply.json["error"]
    monkeypatch.undo()
    assert (shown(shop, job), files_of(shop)) == ([], [])
    assert sends(shop.worker, job, jpeg()).status_code == 200


def test_who_sends_very_many_has_to_wait(shop: ShopFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMIT", 1)
    job = shop.job()
    assert [sends(shop.worker, job, jpeg()).status_code for _ in range(2)] == [200, 429]


def test_a_photo_taken_without_a_signal_says_when_it_was_taken(shop: ShopFixture) -> None:
    job = shop.job()
    sends(shop.worker, job, jpeg(), at="2026-11-23T10:00:00Z", sent="2026-11-23T11:30:00Z")
    with shop.app.app_context(), in_shop(shop.id):
        row = db.session.query(Photo).filter(Photo.job_id == job.id).one()
        assert (row.recorded_at - row.taken_at).total_seconds() > 5000
        assert jobs.history(job.id)[0].occurred_at < row.recorded_at
