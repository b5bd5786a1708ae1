"""The wire: encrypted and verified, signed in, and the password nowhere."""

import logging
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shopfloor.config import Config
from shopfloor.mail.channels import Envelope, Later
from shopfloor.mail.channels.folder import Folder
from shopfloor.mail.channels.smtp import Smtp
from shopfloor.mail.models import Fate
from shopfloor.tls.store import Store
from tests.mail.conftest import Works, fates, reasons, writes
from tests.support.people import ShopFixture
from tests.support.post import PASSWORD, USER, PostOffice, post_office

SIGNED_IN = {"user": USER, "password": PASSWORD}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An authority of the tests' own, and a certificate for this machine."""
    store = Store(tmp_path_factory.mktemp("tls"))
    store.prepare(["localhost", "127.0.0.1"], now=datetime.now(UTC))
    return store


@pytest.fixture(scope="module")
def server_side(own: Store) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own.certificate_file, own.key_file)
    return context


@pytest.fixture(scope="module")
def trusting(own: Store) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(own.authority_file))


def send(way: Smtp | Folder, mark: str = "mark") -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = "pat@harlan.example", "office@shop.example", "Wheels"
    message.set_content("Done.")
    line = way.open()
    try:
        line.send(Envelope("office@shop.example", "pat@harlan.example", mark, message))
    finally:
        line.close()


# Encrypted.


def test_starttls_and_a_sign_in(server_side: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    with post_office(tls=server_side, signed_in=True) as office:
        send(office.way(tls=trusting, **SIGNED_IN))
    assert [letter["Subject"] for letter in office.letters] == ["Wheels"]
    assert [sign.password for sign in office.sign_ins] == [PASSWORD.encode()]


def test_tls_from_the_start(server_side: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    with post_office(tls=server_side, from_the_start=True) as office:
        send(office.way(tls=trusting, is_tls=True))
    assert len(office.letters) == 1


@pytest.mark.parametrize("from_the_start", [True, False])
def test_a_certificate_nobody_vouches_for_gets_neither_letter_nor_password(
    server_side: ssl.SSLContext, from_the_start: bool
) -> None:
    strict = post_office(tls=server_side, from_the_start=from_the_start, signed_in=not from_the_start)
    with strict as office, pytest.raises(Later, match="certificate can't be trusted"):
        send(office.way(is_tls=from_the_start, **SIGNED_IN))
    assert (office.letters, office.sign_ins) == ([], [])


def test_a_certificate_for_another_name_is_none(own: Store, server_side: ssl.SSLContext, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    other.prepare(["localhost"], now=datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(other.certificate_file, other.key_file)
    with post_office(tls=context, from_the_start=True) as office, pytest.raises(Later, match="certificate can't be trusted"):
        send(office.way(tls=ssl.create_default_context(cafile=str(other.authority_file)), is_tls=True))


def test_a_password_is_never_said_in_plain(office: PostOffice) -> None:
    with pytest.raises(Later, match="offers no encryption"):
        send(office.way(**SIGNED_IN))
    assert office.sign_ins == []


def test_a_wrong_password_is_told_of_without_the_password(
    server_side: ssl.SSLContext, trusting: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "not it at all"
    with post_office(tls=server_side, signed_in=True) as office, caplog.at_level(logging.DEBUG):
        way = office.way(tls=trusting, user=USER, password=wrong)
        with pytest.raises(Later, match="did not accept our sign-in") as told:
            send(way)
    for shown in (str(told.value), repr(way), way.words, caplog.text):
        assert wrong not in shown


# What the environment says.


@pytest.mark.parametrize(
    ("url", "way"),
    [
        ("smtp://mail.example.com", Smtp("mail.example.com", 587, "", "", False)),
        ("smtps://mail.example.com", Smtp("mail.example.com", 465, "", "", True)),
        ("smtp://me%40x:p%40ss%2Fw%3Ard@mail.example.com:2525", Smtp("mail.example.com", 2525, "me@x", "p@ss/w:rd", False)),
        ("smtp://[::1]:25/", Smtp("::1", 25, "", "", False)),
    ],
)  # fmt: skip
def test_a_server_is_named_by_its_address(url: str, way: Smtp) -> None:
    config = Config(smtp=url, mail_from="office@shop.example")
    assert config.problem() is None
    assert Smtp.at(config.smtp) == way


@pytest.mark.parametrize(
    "url", ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://me@host", "smtp://me:p@ss@host", "smtp://h:99999"]
)
def test_what_names_no_server_keeps_the_app_from_starting(url: str) -> None:
    problem = Config(smtp=url, mail_from="office@shop.example").problem()
    assert problem is not None
    assert problem.startswith("SHOPFLOOR_SMTP")


@pytest.mark.parametrize("sender", ["", "Office <office@x.example>", "office", "a@b\nBcc: x@evil.test", "=?q?x?=@x.example"])
def test_with_a_server_someone_must_be_the_sender(sender: str) -> None:
    problem = Config(smtp="smtp://mail.example.com", mail_from=sender).problem()
    assert problem is not None
    assert problem.startswith("SHOPFLOOR_MAIL_FROM")


def test_the_password_is_in_nothing_that_is_printed() -> None:
    config = Config(smtp="smtp://me:hush-hush@mail.example.com", mail_from="office@shop.example")
    way = Smtp.at(config.smtp)
    assert "hush-hush" not in f"{config!r} {way!r} {way.words} {config.problem()}"


# Where there is no server.


def test_without_a_server_letters_are_files_that_any_mail_program_opens(
    shop: ShopFixture, app: Flask, office: PostOffice, works: Works, tmp_path: Path
) -> None:
    app.extensions["post"] = replace(app.extensions["post"], way=Folder(tmp_path / "mail"))
    writes(shop)
    works()
    assert fates(shop) == [Fate.FILED]
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert b"Subject: Your wheels\r\n" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_written_twice_it_is_one_file(tmp_path: Path) -> None:
    send(Folder(tmp_path / "mail"))
    send(Folder(tmp_path / "mail"))
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["mark.eml"]


def test_a_folder_that_can_not_be_written_is_told_of_and_tried_again(
    shop: ShopFixture, app: Flask, office: PostOffice, works: Works, tmp_path: Path
) -> None:
    (tmp_path / "mail").write_text("in the way")
    app.extensions["post"] = replace(app.extensions["post"], way=Folder(tmp_path / "mail"))
    writes(shop)
    works()
    assert fates(shop) == [None]
    assert reasons(shop)[0].startswith("The folder for letters can't be written")


def test_the_app_says_so(shop: ShopFixture, office: PostOffice, app: Flask, tmp_path: Path) -> None:
    said = "No mail server is set up"
    assert said not in shop.office.opens("/mail").text
    app.extensions["post"] = replace(app.extensions["post"], way=Folder(tmp_path / "mail"))
    assert said in shop.office.opens("/mail").text
    assert str(tmp_path) not in shop.office.opens("/mail").text
    assert str(tmp_path) in shop.owner.opens("/settings/mail").text


def test_no_page_shows_the_password(shop: ShopFixture, app: Flask, office: PostOffice) -> None:
    way: Any = Smtp.at("smtp://me:hush-hush@mail.example.com")
    app.extensions["post"] = replace(app.extensions["post"], way=way)
    page = shop.owner.opens("/settings/mail").text
    assert "mail.example.com, port 587" in page
    assert "hush" not in page
