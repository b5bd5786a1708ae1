"""What a shop chooses about money."""

from decimal import Decimal

from shopfloor.billing.settings import BillingSettings
from shopfloor.catalog.totals import TaxRate
from shopfloor.db import in_shop
from shopfloor.quotes.settings import QuoteSettings
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.settings import settings
from tests.support.people import ShopFixture

RATES = {
    "rates-0-name": "State", "rates-0-percent": "6.25", "rates-1-name": "", "rates-1-percent": "",
    "rates-2-name": "City and state", "rates-2-percent": "8.875",
}  # fmt: skip
CHOICES = {"valid_days": "14", "company_days": "30", "counter_days": "0", "quote_terms": "As agreed", "invoice_terms": ""}


def test_the_owner_names_rates_and_the_usual_one(shop: ShopFixture) -> None:
    reply = shop.owner.posts("/settings/taxes", **RATES, usual="2", seen="0")
    assert reply.status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        assert settings(TaxSettings) == TaxSettings(
            (TaxRate("State", Decimal("6.25")), TaxRate("City and state", Decimal("8.875"))), 1
        )
    assert "City and state" in shop.owner.opens("/settings/taxes").text
    assert "City and state 8.875 %" in shop.office.opens("/quotes/new").text


def test_a_rate_that_is_none_is_refused_beside_its_field(shop: ShopFixture) -> None:
    reply = shop.owner.posts("/settings/taxes", **{**RATES, "rates-0-percent": "101"}, usual="0", seen="0")
    assert reply.status_code == 422
    assert "At most 100" in reply.text


def test_someone_elses_saving_is_noticed(shop: ShopFixture) -> None:
    shop.owner.posts("/settings/taxes", **RATES, usual="0", seen="0")
    assert shop.owner.posts("/settings/taxes", **{**RATES, "rates-0-name": "Mine"}, usual="0", seen="0").status_code == 409


def test_days_and_terms_are_chosen_on_one_page(shop: ShopFixture) -> None:
    assert shop.owner.posts("/settings/quotes-and-invoices", **CHOICES, seen_quotes="0", seen_billing="0").status_code == 303
    with shop.app.app_context(), in_shop(shop.id):
        assert settings(QuoteSettings) == QuoteSettings(14, "As agreed")
        assert settings(BillingSettings) == BillingSettings(30, 0, False, "")
    assert 'value="14"' in shop.office.opens("/quotes/new").text


def test_jewelers_begin_with_drafts_when_ready(jewelry: ShopFixture, shop: ShopFixture) -> None:
    assert "checked" in jewelry.owner.opens("/settings/quotes-and-invoices").text
    assert "checked" not in shop.owner.opens("/settings/quotes-and-invoices").text


def test_the_office_does_not_choose(shop: ShopFixture) -> None:
    assert [shop.office.opens(f"/settings/{page}").status_code for page in ("taxes", "quotes-and-invoices")] == [403, 403]
