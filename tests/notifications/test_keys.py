"""Our keys: made once, kept from others, and of use only with someone to write to."""

import stat
import threading
from pathlib import Path

import pytest
from flask import Flask

from shopfloor.config import Config
from shopfloor.notifications.keys import FILE, keys_in
from shopfloor.notifications.setup import PushSettings
from tests.support.people import ShopFixture
from tests.support.push import Phone

SUBJECT = "mailto:push@shop.example"


def test_they_are_made_at_first_and_stay(tmp_path: Path) -> None:
    first = keys_in(tmp_path, SUBJECT)
    assert keys_in(tmp_path, SUBJECT).public == first.public
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_processes_that_start_at_once_have_the_same(tmp_path: Path) -> None:
    found: list[str] = []
    starts = [threading.Thread(target=lambda: found.append(keys_in(tmp_path, SUBJECT).public)) for _ in range(8)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_they_lie_beside_the_database(tmp_path: Path) -> None:
    assert Config(database_url=f"sqlite:///{tmp_path / 'shop.db'}").data_folder == tmp_path
    assert Config(database_url="postgresql+psycopg://h/d", data=tmp_path).data_folder == tmp_path


CONTACTS = {
    "mailto:owner@shop.example": True,
    "https://shop.example/contact": True,
    "mailto:owner@localhost": False,
    "mailto:owner": False,
    "owner@shop.example": False,
    "http://shop.example": False,
    "https://127.0.0.1": False,
    "https://[::1]/": False,
    "https://[": False,
    "mailto:a@b.example\nX: y": False,
}


@pytest.mark.parametrize(("contact", "fine"), CONTACTS.items())
def test_a_contact_that_push_services_refuse_keeps_the_server_from_starting(contact: str, fine: bool) -> None:
    config = Config(contact=contact, public_url="https://shop.example")
    assert (config.problem() is None) is fine
    assert (config.push_subject == contact) is fine


def test_the_public_address_will_do_where_there_is_no_contact() -> None:
    assert Config(public_url="https://shop.example", contact="").push_subject == "https://shop.example"
    assert Config(public_url="http://127.0.0.1:8000", contact="").push_subject is None


def test_doctor_says_whether_it_can_work(tmp_path: Path) -> None:
    def words(subject: str | None, folder: Path) -> str:
        return PushSettings(folder, subject, base="", loopback=False).words

    assert words(SUBJECT, tmp_path) == f"can work, as {SUBJECT}"
    assert "SHOPFLOOR_CONTACT" in words(None, tmp_path)
    (tmp_path / FILE).write_text("no key")
    assert "can't be read" in words(SUBJECT, tmp_path)


def test_without_keys_the_page_says_so_and_nothing_is_taken(
    app: Flask, shop: ShopFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "push", PushSettings(Path("/nowhere"), None, base="", loopback=True))
    assert 'data-push=""' in shop.worker.opens("/account").text
    reply = Phone("http://127.0.0.1:9/x").hears_for(shop.worker)
    assert reply.status_code == 422
    assert "not set up" in reply.text
