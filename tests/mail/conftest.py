"""A mail server of the tests' own, and the postman at work."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from shopfloor.db import db, everywhere, in_shop
from shopfloor.kernel import clock
from shopfloor.mail.models import Letter
from shopfloor.mail.operations import NewLetter, queue_letter
from shopfloor.worker import Postman
from tests.support.people import ShopFixture
from tests.support.post import PostOffice, post_office

Works = Callable[..., None]


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    """The mail server that the app sends by."""
    before = app.extensions["post"]
    with app.app_context(), everywhere():  # what other tests left is not to go out here
        db.session.execute(update(Letter).where(Letter.fate.is_(None)).values(fate="skipped"))
        db.session.commit()
    with post_office() as made:
        app.extensions["post"] = replace(before, way=made.way(), sender="office@shop.example")
        yield made
    app.extensions["post"] = before


@pytest.fixture
def works(app: Flask, office: PostOffice) -> Works:
    """The postman takes a turn, `seconds` from now."""

    def turn(seconds: float = 0) -> None:
        with clock.set_to(datetime.now(UTC) + timedelta(seconds=seconds)):
            Postman(app).turn()

    return turn


def writes(shop: ShopFixture, **details: Any) -> Letter:
    """Queue a letter to the shop's customer."""
    defaults = {"to": "pat@harlan.example", "subject": "Your wheels", "text": "They are done.", "key": f"test-{shop.id}"}
    with shop.app.app_context(), in_shop(shop.id):
        return queue_letter(NewLetter(**{**defaults, "about": shop.customer, **details}), by=shop.owner.member)


def letters(shop: ShopFixture) -> list[Letter]:
    with shop.app.app_context(), everywhere():
        return list(db.session.scalars(select(Letter).where(Letter.shop_id == shop.id).order_by(Letter.id)))


def fates(shop: ShopFixture) -> list[str | None]:
    return [letter.fate for letter in letters(shop)]


def reasons(shop: ShopFixture) -> list[str]:
    return [letter.reason for letter in letters(shop)]
