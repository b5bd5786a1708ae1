"""Photos of what had to be done again: with the record from the start or later, and on the job as Issue."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.photos.test_photos import files_of, shown
from tests.rework.conftest import closes, number_of, opens
from tests.support.people import ORIGIN, Person, ShopFixture
from tests.support.pictures import jpeg, saved
from tests.support.pictures import picture as drawn


def pictures(*contents: bytes) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(content), "IMG_0001.jpg") for content in contents]


def sends(person: Person, number: str, *contents: bytes, json: bool = True, **more: Any) -> TestResponse:
    """From the record's page; `json` as our scripts do."""
    headers = {"Origin": ORIGIN} | ({"Accept": "application/json"} if json else {})
    form = {"key": uuid4().hex, "kind": "issue", "photo": pictures(*contents), **more}
    return person.client.post(f"/rework/{number}/photos", data=form, headers=headers, content_type="multipart/form-data")


def images(page: str) -> int:
    return page.count("/thumb.jpg")


def test_they_come_with_the_record_and_are_on_the_job_as_issue(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number = number_of(opens(shop.worker, job, photo=pictures(jpeg(), jpeg())))
    assert images(shop.worker.opens(f"/rework/{number}").text) == 2
    assert [photo.kind.label for photo in shown(shop, job)] == ["Issue", "Issue"]
    assert shop.story(job)[1:] == [f"{shop.worker} added a photo to {job}: Issue"] * 2


def test_they_come_later_too_and_each_counts_once(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number, key = number_of(opens(shop.worker, job)), uuid4().hex
    replies = [sends(shop.worker, number, jpeg(), key=key) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert [card["id"] for card in replies[1].json["cards"]] == ["rework-photos"]
    assert images(replies[1].json["cards"][0]["html"]) == 1
    assert len(files_of(shop)) == 2


def test_a_record_that_is_closed_may_still_be_shown_how_it_came_out(shop: ShopFixture) -> None:
    number = number_of(opens(shop.worker, shop.job(at="Quality Check")))
    assert closes(shop.supervisor, number).status_code == 303
    assert sends(shop.worker, number, jpeg(), json=False).status_code == 303
    assert images(shop.worker.opens(f"/rework/{number}").text) == 1


def test_each_record_shows_its_own(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    first, second = (number_of(opens(shop.worker, job, reason=reason)) for reason in ("Orange peel", "Gloss off"))
    sends(shop.worker, first, jpeg())
    assert images(shop.worker.opens(f"/rework/{second}").text) == 0
    page = shop.worker.reads_job(job)
    assert f'alt="Photo 1 of {first}"' in page
    assert f'alt="Photo 1 of {second}"' not in page


def test_what_is_taken_off_the_job_is_off_the_record(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number = number_of(opens(shop.worker, job, photo=pictures(jpeg())))
    shop.supervisor.posts(f"/photos/{shown(shop, job)[0].id}/archiving", reason="Blurred")
    assert images(shop.worker.opens(f"/rework/{number}").text) == 0
    assert f'alt="Photo 1 of {number}"' not in shop.worker.reads_job(job)


def test_the_same_record_sent_twice_has_its_photos_once(shop: ShopFixture) -> None:
    job, key = shop.job(at="Quality Check"), uuid4().hex
    for _ in range(2):
        number_of(opens(shop.worker, job, key=key, photo=pictures(jpeg(), jpeg())))
    assert len(shown(shop, job)) == 2
    assert len(files_of(shop)) == 4


def test_a_bad_photo_does_not_undo_the_record(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    reply = opens(shop.worker, job, photo=pictures(jpeg(), saved(drawn(), "PDF")))
    assert reply.status_code == 422
    assert "is open; not every photo was saved. That is not a photo." in reply.text
    assert images(reply.text) == 1
    assert len(shop.story(job)) == 2


def test_with_a_fault_in_the_form_it_says_that_photos_are_to_be_chosen_again(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    reply = opens(shop.worker, job, quantity="0", photo=pictures(jpeg()))
    assert reply.status_code == 422
    assert "choose them again" in reply.text
    assert files_of(shop) == []


@pytest.mark.parametrize(("contents", "sentence"), [((), "Choose a photo first."), ((b"no",), "That is not a photo")])
def test_what_is_no_photo_is_answered_in_words(shop: ShopFixture, contents: tuple[bytes, ...], sentence: str) -> None:
    number = number_of(opens(shop.worker, shop.job(at="Quality Check")))
    assert sentence in sends(shop.worker, number, *contents).json["error"]
    page = sends(shop.worker, number, *contents, json=False)
    assert (page.status_code, sentence in page.text) == (422, True)


def test_sixty_megabytes_are_refused_in_words(shop: ShopFixture) -> None:
    job = shop.job(at="Quality Check")
    number = number_of(opens(shop.worker, job))
    headers = {"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=x"}
    for address in (f"/jobs/{job}/reworks", f"/rework/{number}/photos"):
        environ = {"CONTENT_LENGTH": str(60 * 1024 * 1024)}
        reply = shop.worker.client.post(address, headers=headers, environ_overrides=environ)
        assert reply.status_code == 413
        assert "more than 25 MB" in reply.text
