"""What an invoice says: its lines and conditions, and to whom. Frozen from the day it is issued."""

from dataclasses import dataclass

from shopfloor.billing.settings import BillingSettings
from shopfloor.catalog.charges import Charge
from shopfloor.catalog.totals import NO_DISCOUNT, NO_TAX, Discount, TaxRate, Totals, totals
from shopfloor.customers.models import Customer
from shopfloor.jobs.models import Job
from shopfloor.jobs.pricing import charges_of
from shopfloor.quotes.agreed import agreed_for
from shopfloor.quotes.taxes import rate_for, rate_to_bill
from shopfloor.shops.settings import settings


@dataclass(frozen=True, slots=True)
class BillTo:
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceBody:
    lines: tuple[Charge, ...]
    discount: Discount = NO_DISCOUNT
    rate: TaxRate = NO_TAX
    bill_to: BillTo = BillTo("")
    title: str = ""
    customer_po: str = ""
    notes: str = ""
    terms: str = ""

    @property
    def totals(self) -> Totals:
        return totals(self.lines, self.discount, self.rate)


def body_for(job: Job, customer: Customer) -> InvoiceBody:
    """What the job comes to: by its quote, where it has one, else by its items as they are now."""
    agreed, rate = agreed_for(job), rate_for(customer)
    return InvoiceBody(
        agreed.lines if agreed else charges_of(job),
        agreed.discount if agreed else NO_DISCOUNT,
        rate_to_bill(agreed.rate, rate) if agreed else rate,
        bill_to(customer),
        title=job.description,
        customer_po=job.customer_po,
        terms=settings(BillingSettings).terms,
    )


def bill_to(customer: Customer) -> BillTo:
    return BillTo(customer.name, customer.address, customer.phone, customer.email)


def terms_days_of(customer: Customer) -> int:
    """The customer's own terms, else the shop's for companies or for people."""
    if customer.terms_days is not None:
        return customer.terms_days
    chosen = settings(BillingSettings)
    return chosen.company_days if customer.is_company else chosen.counter_days
