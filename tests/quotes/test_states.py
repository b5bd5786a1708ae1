"""Which state follows which, by the published table; and when a quote's time is over."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shopfloor.db import in_shop
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid
from shopfloor.quotes import operations, queries
from shopfloor.quotes.states import QuoteState, may_become, state_on
from tests.support.papers import quote_in
from tests.support.people import ShopFixture

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
CHICAGO = ZoneInfo("America/Chicago")
DAYS = [vector for vector in VECTORS["vectors"] if "sent_local" in vector["input"]]


def test_states_have_their_published_names() -> None:
    assert [state.name.title() for state in QuoteState] == VECTORS["states"]


@pytest.mark.parametrize(("was", "now"), VECTORS["allowed"])
def test_allowed(was: str, now: str) -> None:
    assert may_become(QuoteState(was.lower()), QuoteState(now.lower()))


@pytest.mark.parametrize(("was", "now"), VECTORS["forbidden"])
def test_forbidden(was: str, now: str) -> None:
    assert not may_become(QuoteState(was.lower()), QuoteState(now.lower()))


def test_nothing_is_allowed_beside_the_table() -> None:
    allowed = [[was.name.title(), now.name.title()] for was in QuoteState for now in QuoteState if may_become(was, now)]
    assert sorted(allowed) == sorted(VECTORS["allowed"])


@pytest.mark.parametrize("vector", DAYS, ids=[vector["id"] for vector in DAYS])
def test_a_sent_quote_holds_through_its_last_day(shop: ShopFixture, vector: dict[str, Any]) -> None:
    sent, now = (datetime.fromisoformat(vector["input"][at]).replace(tzinfo=CHICAGO) for at in ("sent_local", "now_local"))
    with clock.set_to(sent):
        number = quote_in(shop, "sent", valid_days=vector["input"]["valid_days"]).number
    with shop.app.app_context(), in_shop(shop.id), clock.set_to(now):
        quote = queries.quote(number)
        assert queries.state_of(quote, clock.today("America/Chicago")).value == vector["expected"]["state"].lower()
        assert quote.valid_until == date.fromisoformat(vector["expected"].get("valid_until", "2025-04-09"))


def test_an_expired_quote_is_not_approved_until_it_was_offered_again(shop: ShopFixture) -> None:
    with clock.set_to(clock.now() - timedelta(days=31)):
        number = quote_in(shop, "sent").number
    with shop.app.app_context(), in_shop(shop.id):
        with pytest.raises(Invalid, match="expired"):
            operations.approve_by_word(number, "Dana", "By phone", by=shop.office.member)
        assert queries.quote(number).status == "sent"


def test_only_what_was_sent_can_expire() -> None:
    long_ago, today = date(2026, 1, 1), date(2026, 11, 23)
    assert [state_on(was, long_ago, today) for was in ("draft", "approved", "declined")] == ["draft", "approved", "declined"]
