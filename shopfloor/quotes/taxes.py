"""The taxes a shop charges: named rates, one of them the usual one."""

from shopfloor.catalog.totals import TaxRate
from shopfloor.customers.models import Customer
from shopfloor.shops.settings import section, settings

NO_TAX = TaxRate("No tax")
EXEMPT = "Tax exempt"


@section("taxes")
class TaxSettings:
    """`usual` is the place of the rate that new quotes and invoices begin with. A shop that names none charges none."""

    rates: tuple[TaxRate, ...] = ()
    usual: int = 0


def usual_rate(chosen: TaxSettings) -> TaxRate:
    """The rate of customers who are not exempt."""
    return chosen.rates[chosen.usual] if chosen.usual < len(chosen.rates) else NO_TAX


def rate_for(customer: Customer) -> TaxRate:
    """What that customer is charged if nobody says otherwise."""
    return exemption(customer) if customer.tax_exempt else usual_rate(settings(TaxSettings))


def exemption(customer: Customer) -> TaxRate:
    """No tax, with the certificate that says why."""
    return TaxRate(f"{EXEMPT}, certificate {customer.tax_certificate}" if customer.tax_certificate else EXEMPT)


def rate_to_bill(agreed: TaxRate, today: TaxRate) -> TaxRate:
    """The rate that was agreed, unless whether they pay tax at all has changed since; `today` is what they are charged now."""
    return today if _exempts(agreed) or _exempts(today) else agreed


def _exempts(rate: TaxRate) -> bool:
    return rate.percent == 0 and rate.name.startswith(EXEMPT)
