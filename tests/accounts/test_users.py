"""People who may sign in: their addresses, their passwords, their devices."""

import pytest
from flask import Flask

from shopfloor.accounts import passwords
from shopfloor.accounts.devices import device_words
from shopfloor.accounts.operations import create_user
from shopfloor.accounts.queries import user_called
from shopfloor.kernel.errors import Invalid

LONG_ENOUGH = "correct horse battery"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        ("x" * 129, "at most 128"),
        ("passwordpassword", "first that are tried"),
        ("PasswordPassword", "first that are tried"),
        ("changemechangeme", "first that are tried"),
    ],
)
def test_a_weak_password_is_refused_in_words(password: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refusal:
        passwords.hashed(password)
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", ["twelve chars", "x" * 128, "пароль на двенадцать", " spaces count "])
def test_a_good_password_is_kept_as_a_hash_that_knows_it_again(password: str) -> None:
    kept = passwords.hashed(password)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password not in kept
    assert passwords.is_right(password, kept)
    assert not passwords.is_right(password.strip() + "!", kept)
    assert passwords.hashed(password) != kept  # salted


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=19456,t=2,p=1$broken"])
def test_no_password_is_right_for_nobody(kept: str | None) -> None:
    assert not passwords.is_right("nobody has this password", kept)


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "@shop.example", "ana@shop", "a na@shop.example", "a@b@c.de", "x" * 250 + "@a.de"]
)
def test_what_is_no_address_is_refused(app: Flask, email: str) -> None:
    with app.app_context(), pytest.raises(Invalid) as refusal:
        create_user(email, LONG_ENOUGH)
    assert refusal.value.field == "email"


def test_one_address_is_one_user_however_it_is_written(app: Flask) -> None:
    with app.app_context():
        made = create_user(" Ana.Users@Shop.Example ", LONG_ENOUGH)
        assert made.email == "ana.users@shop.example"
        found = user_called("ANA.users@shop.example")
        assert found is not None
        assert found.id == made.id
        with pytest.raises(Invalid, match="already"):
            create_user("ana.USERS@shop.example", LONG_ENOUGH)


WEBKIT, LIKE = "AppleWebKit/537.36 (KHTML, like Gecko)", "Safari/537.36"
DEVICES = {
    "Chrome on Android": f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {WEBKIT} Chrome/140.0 Mobile {LIKE}",
    "Safari on iPhone": f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Version/18.6 {LIKE}",
    "Chrome on iPad": f"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) {WEBKIT} CriOS/140.0 {LIKE}",
    "Edge on Windows": f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 {LIKE} Edg/140.0",
    "Safari on Mac": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.6 {LIKE}",
    "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Chrome on Chromebook": f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/140.0 {LIKE}",
    "A device": "",
}


@pytest.mark.parametrize(("words", "user_agent"), DEVICES.items(), ids=DEVICES)
def test_a_device_is_called_what_people_call_it(words: str, user_agent: str) -> None:
    assert device_words(user_agent) == words
