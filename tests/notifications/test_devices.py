"""A device that hears: turned on by who holds it, gone with their session, never another person's ear."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from shopfloor.accounts.models import User
from shopfloor.db import everywhere
from shopfloor.db.session import db
from shopfloor.kernel import clock
from shopfloor.notifications.models import PushSubscription
from shopfloor.shops.models import Member
from shopfloor.worker import Worker
from tests.notifications.conftest import Works
from tests.support.people import Person, ShopFixture
from tests.support.push import Phone, PushService

POINT = Phone("").keys["p256dh"]
AUTH = Phone("").keys["auth"]


def who_hears(phone: Phone, person: Person) -> list[int]:
    """Members who hear there."""
    with person.app.app_context(), everywhere():
        at = select(PushSubscription.member_id).where(PushSubscription.endpoint == phone.endpoint)
        return list(db.session.scalars(at))


def token_of(person: Person) -> str:
    cookie = person.client.get_cookie("__Host-s", domain="localhost")
    assert cookie is not None
    return cookie.value


def test_it_is_named_where_its_owner_can_forget_it(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    phone = pushes.phone_of(shop.worker)
    page = shop.worker.opens("/account").text
    assert "Where you hear" in page
    assert phone.endpoint not in page
    forget = page.split('action="/account/devices/')[1].split('"')[0]
    assert shop.worker.posts(f"/account/devices/{forget}").status_code == 303
    shop.job(workers=[shop.worker.member])
    works()
    assert phone.knocks == 0
    assert "Where you hear" not in shop.worker.opens("/account").text


def test_to_say_it_again_changes_nothing(shop: ShopFixture, pushes: PushService) -> None:
    phone = pushes.phone_of(shop.worker)
    assert phone.hears_for(shop.worker).status_code == 204
    assert who_hears(phone, shop.worker) == [shop.worker.member.id]


def test_what_a_browser_gives_anew_takes_the_place_of_the_old(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    old, new = pushes.phone_of(shop.worker), pushes.phone_of(shop.worker)
    shop.job(workers=[shop.worker.member])
    works()
    assert (old.knocks, new.knocks) == (0, 1)


def test_a_device_hears_for_the_last_who_turned_it_on(shop: ShopFixture, pushes: PushService) -> None:
    """Even when that is someone of another shop."""
    phone = pushes.phone_of(shop.worker)
    for person in (shop.supervisor, shop.stranger):
        assert phone.hears_for(person).status_code == 204
        assert who_hears(phone, person) == [person.member.id]


def test_turned_off_here_it_hears_nothing(shop: ShopFixture, pushes: PushService) -> None:
    phone = pushes.phone_of(shop.worker)
    assert shop.worker.posts("/account/devices/here/forgetting", json=True).status_code == 204
    assert who_hears(phone, shop.worker) == []


def test_signing_out_forgets_it(shop: ShopFixture, pushes: PushService) -> None:
    phone = pushes.phone_of(shop.worker)
    assert shop.worker.posts("/sign-out").status_code == 303
    assert who_hears(phone, shop.worker) == []


def test_being_signed_out_from_elsewhere_forgets_it_and_no_other(shop: ShopFixture, pushes: PushService) -> None:
    lost = pushes.phone_of(shop.worker)
    shop.worker.signs_in_quietly()
    kept = pushes.phone_of(shop.worker)
    page = shop.worker.opens("/account").text
    ending = page.split('action="/account/sessions/')[1].split('"')[0]
    assert shop.worker.posts(f"/account/sessions/{ending}").status_code == 303
    assert (who_hears(lost, shop.worker), who_hears(kept, shop.worker)) == ([], [shop.worker.member.id])


def test_someone_else_who_signs_in_with_that_browser_ends_it(shop: ShopFixture, pushes: PushService) -> None:
    from shopfloor.accounts import operations as accounts

    phone = pushes.phone_of(shop.worker)
    with shop.app.app_context(), everywhere():
        accounts.sign_in(shop.worker.member, device="Firefox", address="10.0.0.1", instead_of=token_of(shop.worker))
    assert who_hears(phone, shop.worker) == []


@pytest.mark.parametrize("ended", ["user", "member", "session"])
def test_who_may_not_come_in_any_more_hears_nothing(shop: ShopFixture, pushes: PushService, works: Works, ended: str) -> None:
    phone = pushes.phone_of(shop.worker)
    shop.job(workers=[shop.worker.member])
    days = 0
    with shop.app.app_context(), everywhere():
        match ended:
            case "user":
                db.session.execute(update(User).where(User.id == shop.worker.member.user_id).values(active=False))
            case "member":
                db.session.execute(update(Member).where(Member.id == shop.worker.member.id).values(active=False))
            case "session":
                days = 31
        db.session.commit()
    works(days * 86_400)
    assert phone.knocks == 0
    assert who_hears(phone, shop.worker) == []


def test_who_is_let_go_between_news_and_sending_hears_nothing(shop: ShopFixture, pushes: PushService, works: Works) -> None:
    job = shop.job(workers=[shop.worker.member])
    works()
    phone = pushes.phone_of(shop.worker)
    shop.supervisor.does("holds", shop.supervisor.sees(job), reason="Oven down")
    works()  # written down, to be sent in a moment
    with shop.app.app_context(), everywhere():
        db.session.execute(update(User).where(User.id == shop.worker.member.user_id).values(active=False))
        db.session.commit()
    with clock.set_to(datetime.now(UTC) + timedelta(seconds=13)):
        Worker(shop.app).turn()
    assert phone.knocks == 0


def test_nobody_hears_on_more_than_ten_devices(shop: ShopFixture, pushes: PushService) -> None:
    for _ in range(10):
        pushes.phone_of(shop.worker)
        shop.worker.signs_in_quietly()
    refused = pushes.phone().hears_for(shop.worker)
    assert refused.status_code == 422
    assert "10 devices already" in refused.text


KEYS = {
    "no point": ("", AUTH),
    "a point off the curve": ("B" + "A" * 86, AUTH),
    "a short point": (POINT[:40], AUTH),
    "a long point": (POINT + "AAAA", AUTH),
    "no secret": (POINT, ""),
    "a short secret": (POINT, AUTH[:10]),
    "a long secret": (POINT, AUTH * 2),
    "no base64": ("*" * 87, AUTH),
    "letters of another script": (POINT, "ааааааааааааааааааааaa"),
}


@pytest.mark.parametrize(("p256dh", "auth"), KEYS.values(), ids=KEYS)
def test_keys_that_are_none_are_refused(shop: ShopFixture, pushes: PushService, p256dh: str, auth: str) -> None:
    """Else every push to it would fail, for ever."""
    reply = shop.worker.posts("/account/devices", json=True, endpoint=pushes.phone().endpoint, p256dh=p256dh, auth=auth)
    assert reply.status_code == 422


def test_choices_are_kept_and_shown(shop: ShopFixture) -> None:
    hours = {"quiet_from": "22:00", "quiet_until": "06:30"}
    assert shop.supervisor.posts("/account/notifications", hear=["loud", "stuck"], **hours).status_code == 303
    page = shop.supervisor.opens("/account").text
    chosen = [part.split('value="')[1].split('"')[0] for part in page.split("<input") if "checked" in part]
    assert sorted(chosen) == ["loud", "stuck"]
    assert 'value="22:00"' in page
    assert 'value="06:30"' in page


def test_a_worker_is_not_offered_what_only_leads_hear(shop: ShopFixture) -> None:
    page = shop.worker.opens("/account").text
    assert "A job is given to me" in page
    assert "An urgent job comes in" not in page


@pytest.mark.parametrize(
    "fields", [{"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "26:00"}, {"hear": "everything"}]
)
def test_choices_that_can_not_be_are_refused_in_words(shop: ShopFixture, fields: dict[str, str]) -> None:
    reply = shop.worker.posts("/account/notifications", **fields)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert "Where you are signed in" in reply.text
